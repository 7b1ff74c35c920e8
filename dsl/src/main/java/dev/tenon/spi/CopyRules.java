package dev.tenon.spi;

import dev.tenon.core.DType;
import dev.tenon.core.Ints;
import dev.tenon.core.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Shapes of operators that move elements without changing them. */
public final class CopyRules {
    /** More places than memory has, and few enough to add. */
    private static final long MOST = 1L << 48;

    private CopyRules() {}

    /** Another dtype. */
    public static void cast(Inference call, DType dtype) {
        call.output(dtype, call.in(0).sizes());
        call.compute(call.in(0).dtype());
    }

    /** A source that broadcasts to its target; nothing new. */
    public static void copyInto(Inference call) {
        if (!Arrays.equals(call.broadcast(0, 1), call.in(0).sizes())) {
            throw call.shapeError("the source must broadcast to the shape of the target", "expand or reshape the source");
        }
        call.compute(call.in(0).dtype());
    }

    /** Zeros with the input at strided places. */
    public static void stridedEmbed(Inference call, Ints size, Ints stride, long offset) {
        var input = call.in(0);
        var sizes = size.toArray();
        long numel = Shape.of(sizes).numel();
        if (stride.size() != input.rank() || !Layouts.fits(Ints.of(input.sizes()), stride, offset, numel)) {
            throw call.shapeError("stride " + stride + " and offset " + offset + " must stay inside the size " + size, null);
        }
        call.output(input.dtype(), sizes);
    }

    /** Some dimensions reversed. */
    public static void flip(Inference call, Ints dims) {
        Axes.set(call, dims, call.in(0).rank());
        call.output(call.in(0).dtype(), call.in(0).sizes());
    }

    /** Tensors joined along one dimension; empty vectors among tensors of more dimensions are passed over, as PyTorch does. */
    public static void cat(Inference call, long dim) {
        if (call.inputs() == 0) {
            throw call.shapeError("there must be at least one tensor", null);
        }
        long @Nullable [] sizes = null;
        int axis = 0;
        for (int i = 0; i < call.inputs(); i++) {
            var next = call.in(i).sizes();
            if (next.length == 0) {
                throw call.shapeError("tensor " + i + " has no dimension to join", "stack(...), which makes a new one");
            }
            if (next.length == 1 && next[0] == 0) {
                continue;
            }
            if (sizes == null) {
                sizes = next.clone();
                axis = Axes.axis(call, dim, sizes.length);
            } else {
                join(call, sizes, next, axis, i);
            }
        }
        call.output(call.promote(CallRules.range(0, call.inputs())), sizes == null ? new long[] {0} : sizes);
    }

    private static void join(Inference call, long[] sizes, long[] next, int axis, int i) {
        if (next.length != sizes.length) {
            throw call.shapeError(
                "all tensors must have as many dimensions as the first (" + sizes.length + "), tensor " + i + " has " + next.length, null);
        }
        for (int d = 0; d < sizes.length; d++) {
            if (d != axis && sizes[d] != next[d]) {
                throw call.shapeError(
                    "the sizes of dimension " + d + " must be equal, tensor " + i + " has " + next[d] + " instead of " + sizes[d],
                    null);
            }
        }
        sizes[axis] = Shape.together(sizes[axis], next[axis]);
    }

    /** More or fewer places before and after, in pairs from the last dimension on. */
    public static void constantPadNd(Inference call, Ints pad, Number value) {
        var input = call.in(0);
        int pairs = pad.size() / 2;
        if (pad.size() % 2 != 0 || pairs > input.rank()) {
            throw call.shapeError("pad " + pad + " must hold two numbers for each of at most " + input.rank() + " dimensions", null);
        }
        var sizes = input.sizes().clone();
        for (int i = 0; i < pairs; i++) {
            int d = sizes.length - 1 - i;
            long before = pad.get(2 * i);
            long after = pad.get(2 * i + 1);
            sizes[d] += before + after;
            if (Math.abs(before) > MOST || Math.abs(after) > MOST || sizes[d] < 0) {
                throw call.shapeError("pad " + pad + " leaves dimension " + d + " of size " + input.sizes()[d] + " no size", null);
            }
        }
        Shape.of(sizes);
        call.output(input.dtype(), sizes);
    }
}
