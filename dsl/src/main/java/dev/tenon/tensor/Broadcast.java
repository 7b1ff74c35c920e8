package dev.tenon.tensor;

import dev.tenon.core.DType;
import java.util.Arrays;

/** Undoes broadcasting and promotion of a gradient: the one place where that is done. */
final class Broadcast {
    private Broadcast() {}

    /** The gradient summed over the dimensions that were broadcast, in the input's dtype. */
    static Tensor undo(Tensor grad, long[] sizes, DType dtype) {
        var fitted = Arrays.equals(grad.sizes(), sizes) ? grad : sumTo(grad, sizes);
        return fitted.dtype() == dtype ? fitted : fitted.to(dtype);
    }

    private static Tensor sumTo(Tensor grad, long[] sizes) {
        var from = grad.sizes();
        int extra = from.length - sizes.length;
        var folded = new long[from.length];
        int n = 0;
        for (int d = 0; d < from.length; d++) {
            if (d < extra || sizes[d - extra] == 1 && from[d] != 1) {
                folded[n++] = d;
            }
        }
        var summed = n == 0 ? grad : Ops.sum(grad, Arrays.copyOf(folded, n), true);
        return Ops.reshape(summed, sizes);
    }
}
