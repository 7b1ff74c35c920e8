package dev.tenon.cpu.pointwise;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.math.Convert;

/** One number everywhere in a tensor. */
public final class Fill {
    private Fill() {}

    /** Writes a number into every element of a contiguous tensor: once, then copied in doubling steps. */
    public static void with(UncheckedOperand out, Number value) {
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
            UncheckedAccess.copy(out.address(), out.address() + done * dtype.bytes(), Math.min(done, out.numel() - done) * dtype.bytes());
        }
    }
}
