package dev.tenon.cpu.kernels.creation;

import dev.tenon.core.DType;
import dev.tenon.cpu.math.Convert;
import dev.tenon.ops.NativeLinspace;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Equal steps between two ends, both included; counted from the nearer end, so that both are exact. */
public final class NativeLinspaceKernel implements Kernel<NativeLinspace> {
    @Override
    public void run(NativeLinspace op, KernelCall call) {
        var operands = new NativeLinspace.Operands(call);
        var out = operands.result();
        var dtype = out.dtype();
        long n = op.steps();
        boolean isDouble = dtype == DType.FLOAT64 || !dtype.isFloating();
        double step = n > 1 ? (op.end() - op.start()) / (n - 1) : 0;
        float floatStep = n > 1 ? ((float) op.end() - (float) op.start()) / (n - 1) : 0;
        for (long i = 0; i < n; i++) {
            boolean fromStart = i < n / 2 || n == 1;
            double value = isDouble ? fromStart ? op.start() + step * i : op.end() - step * (n - 1 - i)
                : fromStart ? (float) op.start() + floatStep * i : (float) op.end() - floatStep * (n - 1 - i);
            long at = out.address() + i * dtype.bytes();
            if (dtype.isFloating()) {
                Convert.storeDouble(dtype, at, value);
            } else {
                Convert.storeLong(dtype, at, (long) value);
            }
        }
    }
}
