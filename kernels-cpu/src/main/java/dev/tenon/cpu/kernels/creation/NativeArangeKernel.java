package dev.tenon.cpu.kernels.creation;

import dev.tenon.cpu.math.Convert;
import dev.tenon.ops.NativeArange;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Equal steps from a start: {@code start + i * step}, both of which an integer dtype truncates first. */
public final class NativeArangeKernel implements Kernel<NativeArange> {
    @Override
    public void run(NativeArange op, KernelCall call) {
        var operands = new NativeArange.Operands(call);
        var out = operands.result();
        var dtype = out.dtype();
        for (long i = 0; i < op.count(); i++) {
            long at = out.address() + i * dtype.bytes();
            if (dtype.isFloating()) {
                Convert.storeDouble(dtype, at, op.start().doubleValue() + i * op.step().doubleValue());
            } else {
                Convert.storeLong(dtype, at, op.start().longValue() + i * op.step().longValue());
            }
        }
    }
}
