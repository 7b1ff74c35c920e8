package dev.tenon.tensor.shape;

import dev.tenon.core.Operand;
import dev.tenon.core.Room;
import dev.tenon.core.ShapeException;
import dev.tenon.spi.Axes;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts of a dimension. */
public final class Splits {
    private Splits() {}

    public static List<Tensor> withSizes(Tensor input, long[] splitSizes, long dim) {
        int axis = axis("split_with_sizes", input, dim, 1);
        long total = Arrays.stream(splitSizes).sum();
        if (total != input.size(axis)) {
            throw new ShapeException(
                "split_with_sizes: the sum of the sizes " + Arrays.toString(splitSizes) + " (" + total + ") must equal the size "
                    + input.size(axis) + " of dimension " + axis + "\n  input: " + Operand.describe(input));
        }
        var parts = new ArrayList<Tensor>();
        long start = 0;
        for (long size : splitSizes) {
            parts.add(Ops.narrow(input, axis, start, size));
            start += size;
        }
        return parts;
    }

    public static List<Tensor> sections(Tensor input, long sections, long dim) {
        return parts("tensor_split", input, sections, axis("tensor_split", input, dim, 1), false);
    }

    public static List<Tensor> at(Tensor input, long[] indices, long dim) {
        return cut(input, indices, axis("tensor_split", input, dim, 1));
    }

    public static List<Tensor> tensor(Tensor input, Tensor indicesOrSections, long dim) {
        if (indicesOrSections.rank() > 1) {
            throw new ShapeException(
                "tensor_split: the positions must be a vector, or a number of parts, got " + Operand.describe(indicesOrSections));
        }
        return indicesOrSections.rank() == 0 ? sections(input, indicesOrSections.itemLong(), dim)
            : at(input, indicesOrSections.toLongArray(), dim);
    }

    private static int axis(String name, Tensor input, long dim, int leastRank) {
        if (input.rank() < leastRank) {
            throw new ShapeException(
                name + ": the input must have at least " + leastRank + (leastRank == 1 ? " dimension" : " dimensions") + "\n  input: "
                    + Operand.describe(input));
        }
        return Axes.axis(dim, input.rank());
    }

    /** So many parts, the first ones larger by 1 where that is allowed. */
    private static List<Tensor> parts(String name, Tensor input, long sections, int axis, boolean equal) {
        long size = input.size(axis);
        if (sections <= 0 || equal && size % sections != 0) {
            throw new ShapeException(
                name + ": the number of parts must be positive" + (equal ? " and divide the size " + size + " of dimension " + axis : "")
                    + ", got " + sections + "\n  input: " + Operand.describe(input));
        }
        Room.views(name, sections);
        var parts = new ArrayList<Tensor>();
        long start = 0;
        for (long i = 0; i < sections; i++) {
            long length = size / sections + (i < size % sections ? 1 : 0);
            parts.add(Ops.narrow(input, axis, start, length));
            start += length;
        }
        return parts;
    }

    private static List<Tensor> cut(Tensor input, long[] positions, int axis) {
        var parts = new ArrayList<Tensor>();
        long start = 0;
        for (long position : positions) {
            parts.add(Ops.slice(input, axis, start, position, 1));
            start = position;
        }
        parts.add(Ops.slice(input, axis, start, input.size(axis), 1));
        return parts;
    }
}
