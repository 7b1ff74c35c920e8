package dev.tenon.tensor.matrix;

import dev.tenon.core.DType;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.spi.Axes;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.shape.Shapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Products of vectors, differences of neighbours, and sums that undo a broadcast. */
public final class Vectors {
    private Vectors() {}

    public static Tensor cross(Tensor input, Tensor other, @Nullable Long dim) {
        var sizes = Shapes.broadcast("cross", input, other);
        if (dim != null) {
            return cross("cross", input, other, sizes, Axes.axis(dim, sizes.length));
        }
        for (int d = 0; d < sizes.length; d++) {
            if (sizes[d] == 3) {
                return cross("cross", input, other, sizes, d);
            }
        }
        throw new ShapeException(
            "cross: one dimension must have size 3\n  input: " + Operand.describe(input) + "   other: " + Operand.describe(other));
    }

    private static Tensor cross(String name, Tensor input, Tensor other, long[] sizes, int axis) {
        if (sizes.length == 0 || sizes[axis] != 3) {
            throw new ShapeException(name + ": dimension " + axis + " must have size 3\n  input: " + Operand.describe(input) + "   other: "
                + Operand.describe(other));
        }
        var a = Ops.expand(input, sizes);
        var b = Ops.expand(other, sizes);
        return Ops.sub(Ops.mul(turned(a, 1, axis), turned(b, 2, axis)), Ops.mul(turned(a, 2, axis), turned(b, 1, axis)));
    }

    /** The components, so many places further on. */
    private static Tensor turned(Tensor x, long places, int axis) {
        return Ops.roll(x, new long[] {-places}, axis);
    }

    public static Tensor diff(Tensor input, long n, long dim, @Nullable Tensor prepend, @Nullable Tensor append) {
        if (input.rank() == 0) {
            throw new ShapeException("diff: a 0-d tensor has no neighbours\n  input: " + Operand.describe(input));
        }
        if (n == 0) {
            return Ops.cloned(input);
        }
        int axis = Axes.axis(dim, input.rank());
        var parts = new ArrayList<Tensor>();
        for (var part : Arrays.asList(prepend, input, append)) {
            if (part != null) {
                parts.add(part.rank() == 0 ? Ops.expand(part, single(input, axis)) : part);
            }
        }
        var result = parts.size() == 1 ? input : Ops.cat(parts, axis);
        for (long i = 0; i < n && result.size(axis) > 0; i++) {
            result = step(result, axis);
        }
        return result;
    }

    private static long[] single(Tensor input, int axis) {
        var sizes = input.shape().toArray();
        sizes[axis] = 1;
        return sizes;
    }

    private static Tensor step(Tensor x, int axis) {
        long n = x.size(axis) - 1;
        var next = Ops.narrow(x, axis, 1, n);
        var before = Ops.narrow(x, axis, 0, n);
        return x.dtype() == DType.BOOL ? Ops.logicalXor(next, before) : Ops.sub(next, before);
    }

    public static Tensor sumToSize(Tensor input, long[] size) {
        int extra = input.rank() - size.length;
        var dims = new ArrayList<Long>();
        for (int d = 0; d < input.rank(); d++) {
            boolean repeated = d < extra || size[d - extra] == 1 && input.size(d) != 1;
            if (!repeated && size[d - extra] != input.size(d)) {
                extra = -1;
                break;
            }
            if (repeated) {
                dims.add((long) d);
            }
        }
        if (extra < 0) {
            throw new ShapeException("sum_to_size: a tensor of size " + Arrays.toString(size) + " does not expand to the input's\n  input: "
                + Operand.describe(input));
        }
        return dims.isEmpty() ? input : Ops.reshape(Ops.sum(input, array(dims), true), size);
    }

    private static long[] array(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }
}
