package dev.tenon.cpu;

import dev.tenon.ops.Arange;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Equal steps from a start: {@code start + i * step}. */
public final class ArangeKernel implements Kernel<Arange> {
    @Override
    public void run(Arange op, KernelCall call) {
        var out = call.out(0);
        var dtype = out.dtype();
        boolean whole = isWhole(op.start()) && isWhole(op.step());
        for (long i = 0; i < op.count(); i++) {
            long at = out.address() + i * dtype.bytes();
            if (whole && !dtype.isFloating()) {
                Convert.storeLong(dtype, at, op.start().longValue() + i * op.step().longValue());
            } else if (dtype.isFloating()) {
                Convert.storeDouble(dtype, at, op.start().doubleValue() + i * op.step().doubleValue());
            } else {
                Convert.storeLong(dtype, at, (long) (op.start().doubleValue() + i * op.step().doubleValue()));
            }
        }
    }

    private static boolean isWhole(Number value) {
        return !(value instanceof Double || value instanceof Float);
    }
}
