package dev.tenon.cpu.kernels.dropout;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.math.Philox;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.NativeDropout;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Zeroes each element with probability p and scales the others by 1 / (1 - p). The choice follows from seed and place. */
public final class NativeDropoutKernel implements Kernel<NativeDropout> {
    private static final long GRAIN = 4096;

    @Override
    public void run(NativeDropout op, KernelCall call) {
        var operands = new NativeDropout.Operands(call);
        var out = operands.result();
        var dtype = out.dtype();
        var lane = Lane.of(dtype);
        double scale = op.p() == 1 ? 0 : 1 / (1 - op.p());
        try (var in = Dense.read(operands.input(), lane.dtype()); var to = Dense.write(out, lane.dtype())) {
            long from = in.address();
            long target = to.address();
            Workers.run(out.numel(), GRAIN, (first, last) -> {
                var philox = new Philox(op.seed());
                for (long i = first; i < last; i++) {
                    boolean kept = philox.at(op.offset() + i).uniformFloat() >= op.p();
                    if (lane == Lane.F32) {
                        UncheckedAccess.f32(target, i, kept ? (float) (UncheckedAccess.f32(from, i) * scale) : 0);
                    } else {
                        UncheckedAccess.f64(target, i, kept ? UncheckedAccess.f64(from, i) * scale : 0);
                    }
                }
            });
        }
    }
}
