package dev.tenon.cpu;

import dev.tenon.core.Operand;
import dev.tenon.ops.Filled;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** One number everywhere. */
public final class FilledKernel implements Kernel<Filled> {
    @Override
    public void run(Filled op, KernelCall call) {
        fill(call.out(0), op.value());
    }

    /** Writes a number into every element of a contiguous tensor: once, then copied in doubling steps. */
    static void fill(Operand out, Number value) {
        if (out.numel() == 0) {
            return;
        }
        var dtype = out.dtype();
        if (dtype.isFloating()) {
            Convert.storeDouble(dtype, out.address(), value.doubleValue());
        } else if (value instanceof Double || value instanceof Float) {
            Convert.storeLong(dtype, out.address(), (long) value.doubleValue());
        } else {
            Convert.storeLong(dtype, out.address(), value.longValue());
        }
        for (long done = 1; done < out.numel(); done *= 2) {
            Mem.copy(out.address(), out.address() + done * dtype.bytes(), Math.min(done, out.numel() - done) * dtype.bytes());
        }
    }
}
