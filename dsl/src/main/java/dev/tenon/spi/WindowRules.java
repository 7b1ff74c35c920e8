package dev.tenon.spi;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Ints;
import java.util.Arrays;

/** Views whose elements may be seen several times. */
public final class WindowRules {
    private WindowRules() {}

    /** Any layout, {@code shift} elements behind the input's first one. */
    public static void storageView(Inference call, Ints size, Ints stride, long shift) {
        call.layout(size.toArray(), stride.toArray(), shift);
    }

    /** Windows along a dimension, and as a new last dimension the places in them. */
    public static void unfold(Inference call, long dimension, long size, long step) {
        var input = call.unchecked(0);
        int rank = input.rank();
        int axis = Axes.axis(call, dimension, rank);
        long length = rank == 0 ? 1 : input.sizes()[axis];
        if (size < 0 || size > length || step <= 0) {
            throw new ArgumentException(
                call.message("size " + size + " must be in [0, " + length + "] and step " + step + " positive", null));
        }
        var sizes = Arrays.copyOf(input.sizes(), rank + 1);
        var strides = Arrays.copyOf(input.strides(), rank + 1);
        sizes[rank] = size;
        strides[rank] = rank == 0 ? 1 : input.strides()[axis];
        if (rank > 0) {
            sizes[axis] = (length - size) / step + 1;
            strides[axis] *= step;
        }
        call.layout(sizes, strides, 0);
    }
}
