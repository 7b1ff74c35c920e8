package dev.tenon.tensor.shape;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.spi.Axes;
import dev.tenon.spi.Layouts;
import dev.tenon.tensor.Operands;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Operators on shapes that are written in views and copies. */
public final class Shapes {
    private Shapes() {}

    // ---- shapes -----------------------------------------------------------------------------------------------------

    public static Tensor reshape(Tensor input, long[] shape) {
        if (Operands.hasSizes(input, shape)) {
            return input;
        }
        var sizes = Layouts.filledIn(shape.clone(), input.numel());
        if (sizes == null) {
            throw new ShapeException(
                "reshape: the shape " + Arrays.toString(shape) + " does not hold " + input.numel() + " elements\n  input: "
                    + Operand.describe(input) + "\n  try:   sizes whose product is " + input.numel() + ", one of them may be -1");
        }
        return Ops.view(Operands.canBeSeenAs(input, sizes) ? input : Ops.cloned(input), sizes);
    }

    public static Tensor unflatten(Tensor input, long dim, long[] sizes) {
        if (input.rank() == 0 || sizes.length == 0) {
            throw new ShapeException(
                "unflatten: there must be a dimension to split and sizes to split it into\n  input: " + Operand.describe(input)
                    + "   sizes: " + Arrays.toString(sizes));
        }
        int axis = Axes.axis(dim, input.rank());
        var parts = Layouts.filledIn(sizes.clone(), input.size(axis));
        if (parts == null) {
            throw new ShapeException(
                "unflatten: the product of sizes " + Arrays.toString(sizes) + " must equal the size " + input.size(axis)
                    + " of dimension " + axis + "\n  input: " + Operand.describe(input));
        }
        var from = input.shape().toArray();
        var result = new long[from.length - 1 + parts.length];
        System.arraycopy(from, 0, result, 0, axis);
        System.arraycopy(parts, 0, result, axis, parts.length);
        System.arraycopy(from, axis + 1, result, axis + parts.length, from.length - axis - 1);
        return reshape(input, result);
    }

    /** The shape both broadcast to. */
    public static long[] broadcast(String name, Tensor a, Tensor b) {
        int rank = Math.max(a.rank(), b.rank());
        var sizes = new long[rank];
        for (int d = 1; d <= rank; d++) {
            long x = d <= a.rank() ? a.size(-d) : 1;
            long y = d <= b.rank() ? b.size(-d) : 1;
            if (x != y && x != 1 && y != 1) {
                throw new ShapeException(
                    name + ": the sizes " + x + " and " + y + " of dimension " + -d + " must be equal, or one of them 1\n  "
                        + Operand.describe(a) + "   " + Operand.describe(b));
            }
            sizes[rank - d] = x == 1 ? y : x;
        }
        return sizes;
    }

    // ---- order of dimensions ----------------------------------------------------------------------------------------

    public static Tensor movedim(Tensor input, long[] source, long[] destination) {
        int rank = input.rank();
        if (source.length != destination.length) {
            throw new ArgumentException("movedim: source " + Arrays.toString(source) + " and destination " + Arrays.toString(destination)
                + " must name as many dimensions");
        }
        var order = new long[rank];
        Arrays.fill(order, -1);
        var moved = new boolean[rank];
        for (int i = 0; i < source.length && rank > 0; i++) {
            int from = Axes.axis(source[i], rank);
            int to = Axes.axis(destination[i], rank);
            if (moved[from] || order[to] >= 0) {
                throw new ArgumentException("movedim: a dimension appears twice in source " + Arrays.toString(source) + " or destination "
                    + Arrays.toString(destination));
            }
            moved[from] = true;
            order[to] = from;
        }
        int next = 0;
        for (int to = 0; to < rank; to++) {
            if (order[to] < 0) {
                while (moved[next]) {
                    next++;
                }
                order[to] = next++;
            }
        }
        return Ops.permute(input, order);
    }

    // ---- parts ------------------------------------------------------------------------------------------------------

    public static Tensor narrow(Tensor input, long dim, Tensor start, long length) {
        return Ops.narrow(input, dim, start.itemLong(), length);
    }

    public static List<Tensor> split(Tensor tensor, long[] sizes, long dim) {
        requireDimension("split", tensor);
        int axis = Axes.axis(dim, tensor.rank());
        long size = tensor.size(axis);
        if (sizes.length == 1) {
            return cut(tensor, sizes[0], axis);
        }
        long total = Arrays.stream(sizes).sum();
        if (total != size) {
            throw new ShapeException(
                "split: the sum of the sections " + Arrays.toString(sizes) + " (" + total + ") must equal the size " + size
                    + " of dimension " + axis + "\n  tensor: " + Operand.describe(tensor));
        }
        var parts = new ArrayList<Tensor>();
        long start = 0;
        for (long section : sizes) {
            parts.add(Ops.narrow(tensor, axis, start, section));
            start += section;
        }
        return parts;
    }

    private static List<Tensor> cut(Tensor tensor, long part, int axis) {
        long size = tensor.size(axis);
        if (part < 0 || part == 0 && size > 0) {
            throw new ArgumentException(
                "split: the size of the parts must be positive, got " + part + "\n  tensor: " + Operand.describe(tensor));
        }
        var parts = new ArrayList<Tensor>();
        long start = 0;
        do {
            parts.add(Ops.narrow(tensor, axis, start, Math.min(part, size - start)));
            start += part;
        } while (start < size);
        return parts;
    }

    public static List<Tensor> chunk(Tensor input, long chunks, long dim) {
        requireDimension("chunk", input);
        int axis = Axes.axis(dim, input.rank());
        return cut(input, Math.ceilDiv(input.size(axis), chunks), axis);
    }

    public static List<Tensor> unbind(Tensor input, long dim) {
        requireDimension("unbind", input);
        int axis = Axes.axis(dim, input.rank());
        var parts = new ArrayList<Tensor>();
        for (long i = 0; i < input.size(axis); i++) {
            parts.add(Ops.select(input, axis, i));
        }
        return parts;
    }

    private static void requireDimension(String name, Tensor tensor) {
        if (tensor.rank() == 0) {
            throw new ShapeException(name + ": a 0-d tensor has no dimension to take parts of\n  tensor: " + Operand.describe(tensor));
        }
    }

    // ---- copies -----------------------------------------------------------------------------------------------------

    public static Tensor contiguous(Tensor input) {
        return input.isContiguous() ? input : Ops.cloned(input);
    }

    public static Tensor to(Tensor input, DType dtype) {
        return input.to(dtype);
    }

    public static Tensor repeat(Tensor x, long[] dims) {
        int extra = dims.length - x.rank();
        if (extra < 0) {
            throw new ShapeException("repeat: there must be a number for each dimension at least, got " + Arrays.toString(dims) + "\n  x: "
                + Operand.describe(x) + "\n  try:   tile(...), which takes fewer");
        }
        var split = new long[2 * dims.length];
        var copied = new long[2 * dims.length];
        var joined = new long[dims.length];
        for (int d = 0; d < dims.length; d++) {
            long size = d < extra ? 1 : x.size(d - extra);
            if (dims[d] < 0 || dims[d] > Integer.MAX_VALUE) {
                throw new ArgumentException("repeat: the numbers of copies must be in [0, 2^31), got " + Arrays.toString(dims));
            }
            split[2 * d] = 1;
            copied[2 * d] = dims[d];
            split[2 * d + 1] = size;
            copied[2 * d + 1] = size;
            joined[d] = dims[d] * size;
        }
        return reshape(Ops.cloned(Ops.expand(reshape(x, split), copied)), joined);
    }

    public static Tensor roll(Tensor input, long[] shifts, long[] dims) {
        if (dims.length == 0 && shifts.length == 1) {
            return reshape(rolled(Ops.flatten(input, 0, -1), shifts[0], 0), input.shape().toArray());
        }
        if (dims.length != shifts.length) {
            throw new ArgumentException(
                "roll: shifts " + Arrays.toString(shifts) + " and dims " + Arrays.toString(dims) + " must have one length");
        }
        var result = input;
        for (int i = 0; i < dims.length; i++) {
            result = rolled(result, shifts[i], Axes.axis(dims[i], input.rank()));
        }
        return result;
    }

    private static Tensor rolled(Tensor input, long shift, int axis) {
        if (input.rank() == 0 || input.numel() == 0) {
            return Ops.cloned(input);
        }
        long size = input.size(axis);
        long cut = size - Math.floorMod(shift, size);
        return Ops.cat(List.of(Ops.narrow(input, axis, cut, size - cut), Ops.narrow(input, axis, 0, cut)), axis);
    }

    public static Tensor stack(List<Tensor> tensors, long dim) {
        if (tensors.isEmpty()) {
            throw new ArgumentException("stack: there must be at least one tensor");
        }
        int axis = Axes.axis(dim, tensors.getFirst().rank() + 1);
        var parts = new ArrayList<Tensor>();
        for (var tensor : tensors) {
            if (!tensor.shape().equals(tensors.getFirst().shape())) {
                throw new ShapeException(
                    "stack: all tensors must have the shape of the first, " + tensors.getFirst().shape() + ", got " + tensor.shape());
            }
            parts.add(Ops.unsqueeze(tensor, axis));
        }
        return Ops.cat(parts, axis);
    }
}
