package dev.tenon.cpu.kernels.creation;

import dev.tenon.cpu.math.Convert;
import dev.tenon.cpu.pointwise.Fill;
import dev.tenon.ops.NativeEye;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Ones on the main diagonal, zeros elsewhere. */
public final class NativeEyeKernel implements Kernel<NativeEye> {
    @Override
    public void run(NativeEye op, KernelCall call) {
        var operands = new NativeEye.Operands(call);
        var out = operands.result();
        var dtype = out.dtype();
        Fill.with(out, 0);
        for (long i = 0; i < Math.min(op.n(), op.m()); i++) {
            long at = out.address() + (i * op.m() + i) * dtype.bytes();
            if (dtype.isFloating()) {
                Convert.storeDouble(dtype, at, 1);
            } else {
                Convert.storeLong(dtype, at, 1);
            }
        }
    }
}
