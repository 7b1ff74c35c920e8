package dev.tenon.cpu.kernels.conv;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.Conv2d;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Two-dimensional cross-correlation. */
public final class Conv2dKernel implements Kernel<Conv2d> {
    @Override
    public void run(Conv2d op, KernelCall call) {
        if (call.out(0).numel() == 0) {
            return;
        }
        var g = ConvGeometry.of(op.descriptor().name(), call.in(0).sizes(), call.in(1).sizes(), op.stride(), op.padding(), op.dilation(),
            op.groups());
        var lane = Lane.of(call.out(0).dtype());
        boolean biased = call.inputs() > 2 && call.has(2);
        try (var x = Dense.read(call.in(0), lane.dtype());
            var w = Dense.read(call.in(1), lane.dtype());
            var bias = Dense.read(biased ? call.in(2) : call.in(1), lane.dtype());
            var y = Dense.write(call.out(0), lane.dtype())) {
            long b = biased ? bias.address() : 0;
            if (lane == Lane.I64) {
                IntegerConv.run(g, x.address(), w.address(), b, y.address());
            } else if (lane == Lane.F32 && FloatConv.pays(g)) {
                FloatConv.forward(g, x.address(), w.address(), b, y.address());
            } else {
                new ColumnConv(g, lane).forward(x.address(), w.address(), b, y.address());
            }
        }
    }
}
