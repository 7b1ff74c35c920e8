package dev.tenon.tensor.reduction;

import dev.tenon.core.DType;
import dev.tenon.core.Ints;
import dev.tenon.core.Shape;
import dev.tenon.spi.Axes;
import dev.tenon.spi.Layouts;
import dev.tenon.spi.Sizes;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parts of backward functions that take more than one line of the spec. Each is made of ordinary operators, so that it has gradients
 * itself.
 */
public final class Gradients {
    private Gradients() {}

    /** Zeros of this shape, like {@code like} in all else. */
    public static Tensor zeros(Shape shape, Tensor like) {
        return Creation.zeros(like.dtype(), like.device(), shape.toArray());
    }

    public static Tensor cast(Tensor g, DType dtype) {
        return g.to(dtype);
    }

    // ---- reductions -------------------------------------------------------------------------------------------------

    // Gradients and results of reductions come here with the folded dimensions, of size 1.

    /**
     * A reduction's result with the folded dimensions back, of size 1; one that has them already stays as it is.
     *
     * @param sizes of what was folded
     * @param dim the dimensions that were folded, all where it is null or empty
     */
    public static Tensor unreduce(Tensor reduced, long[] sizes, long @Nullable [] dim, boolean keepdim) {
        return keepdim ? reduced : unreduce(reduced, Shape.of(sizes), dim == null ? null : Ints.of(dim));
    }

    /** As above, of a result that may have kept them. */
    public static Tensor unreduce(Tensor reduced, Shape shape, @Nullable Ints dim) {
        var sizes = shape.toArray();
        var folded = Axes.folded(dim, sizes.length);
        for (int d = 0; d < sizes.length; d++) {
            sizes[d] = folded[d] ? 1 : sizes[d];
        }
        return reduced.shape().equals(Shape.of(sizes)) ? reduced : Ops.reshape(reduced, sizes);
    }

    /** A gradient for every element that was folded, where it is the same for several. */
    public static Tensor spread(Tensor gradient, Shape shape) {
        return gradient.shape().equals(shape) ? gradient : Ops.expand(gradient, shape.toArray());
    }

    /** The gradient of a largest or smallest element, shared equally by ties. */
    public static Tensor extreme(Tensor g, Tensor input, Tensor output, @Nullable Ints dim) {
        var ties = Ops.eq(input, output).to(g.dtype());
        return Ops.div(Ops.mul(g, ties), Ops.sum(ties, dims(dim), true));
    }

    /** The gradient of an element that others may equal: all of them share it. One that is NaN belongs to those that are NaN. */
    public static Tensor evenly(Tensor g, Tensor input, Tensor output, @Nullable Ints dim) {
        var chosen = Ops.logicalOr(Ops.eq(input, output), Ops.logicalAnd(Ops.isnan(input), Ops.isnan(output)));
        return Ops.where(chosen, Ops.div(g, Ops.sum(chosen, dims(dim), true)), 0);
    }

    /** The gradient of elements that were picked along one dimension: each goes back to its place. */
    public static Tensor scatterDim(Tensor g, Shape shape, long dim, Tensor indices, boolean keepdim) {
        if (shape.rank() == 0) {
            return g;
        }
        int axis = Axes.axis(dim, shape.rank());
        return Ops.scatter(zeros(shape, g), axis, keepdim ? indices : Ops.unsqueeze(indices, axis), keepdim ? g : Ops.unsqueeze(g, axis));
    }

    public static Tensor varMean(Tensor gVar, Tensor gMean, Tensor input, Tensor mean, @Nullable Ints dim, @Nullable Number correction,
        boolean keepdim) {
        var shape = input.shape();
        long count = Sizes.count(shape.toArray(), dims(dim));
        double freedom = count - (correction == null ? 1 : correction.doubleValue());
        var deviation = Ops.sub(input, unreduce(mean, shape, dim));
        var slope = freedom > 0 ? Ops.mul(deviation, 2 / freedom)
            : Ops.where(Ops.eq(deviation, 0), Double.NaN,
                Creation.full(shape.toArray(), Double.POSITIVE_INFINITY, input.dtype(), input.device()));
        var ofVar = Ops.mul(slope, unreduce(gVar, shape, dim));
        return Ops.add(ofVar, Ops.div(unreduce(gMean, shape, dim), count));
    }

    /** The deviations in units of the standard deviation, which are within any range; 0 where there is none. */
    public static Tensor stdMean(Tensor gStd, Tensor gMean, Tensor input, Tensor std, Tensor mean, @Nullable Ints dim,
        @Nullable Number correction,
        boolean keepdim) {
        var shape = input.shape();
        long count = Sizes.count(shape.toArray(), dims(dim));
        double freedom = count - (correction == null ? 1 : correction.doubleValue());
        var none = Ops.eq(std, 0);
        if (freedom <= 0) {
            return varMean(Ops.maskedFill(Ops.div(gStd, Ops.mul(std, 2)), none, 0), gMean, input, mean, dim, correction, keepdim);
        }
        var deviation = Ops.div(Ops.sub(input, unreduce(mean, shape, dim)), unreduce(std, shape, dim));
        var slope = Ops.maskedFill(deviation, unreduce(none, shape, dim), 0);
        var ofStd = Ops.mul(slope, Ops.div(unreduce(gStd, shape, dim), freedom));
        return Ops.add(ofStd, Ops.div(unreduce(gMean, shape, dim), count));
    }

    /** The direction of the input, and 0 where there is none. */
    public static Tensor normTwo(Tensor g, Tensor input, Tensor norm) {
        return Ops.mul(g, Ops.maskedFill(Ops.div(input, norm), Ops.eq(norm, 0), 0));
    }

    /** The sign of each element of that magnitude. */
    public static Tensor normLargest(Tensor g, Tensor input, Tensor norm) {
        return Ops.mul(g, Ops.where(Ops.eq(Ops.abs(input), norm), Ops.sign(input), 0));
    }

    /**
     * sgn(x) (|x| / norm)^(p-1), and 0 where the norm or, below order 1, an element is 0. Powers of the quotient stay in range, and so do
     * for orders between 0 and 1 those of its two numbers, where the quotient may not.
     */
    public static Tensor normPower(Tensor g, Tensor input, Tensor norm, double ord) {
        var none = Ops.eq(norm, 0);
        var gradient = Ops.maskedFill(g, none, 0);
        var sign = Ops.sign(input);
        boolean isSmall = ord > 0 && ord < 1;
        var ratios = isSmall ? input : Ops.div(input, Ops.maskedFill(norm, none, 1));
        // The product, not abs: its derivative at 0 lets an infinite one come through as NaN, as PyTorch's does.
        var magnitudes = Ops.mul(ratios, sign);
        if (ord < 1) {
            var powers = Ops.maskedFill(Ops.pow(magnitudes, ord - 1), Ops.eq(input, 0), 0);
            var slope = Ops.mul(Ops.mul(sign, powers), gradient);
            return isSmall ? Ops.mul(slope, Ops.pow(norm, 1 - ord)) : slope;
        }
        var powers = ord < 2 ? Ops.mul(sign, Ops.pow(magnitudes, ord - 1)) : Ops.mul(ratios, Ops.pow(magnitudes, ord - 2));
        return Ops.mul(powers, gradient);
    }

    /** The list as operators take it; a list that names no dimension means all, as in the reductions. */
    static long @Nullable [] dims(@Nullable Ints dim) {
        return dim == null ? null : dim.toArray();
    }

    // ---- views ------------------------------------------------------------------------------------------------------

    public static Tensor permute(Tensor g, Ints dims) {
        var order = dims.toArray();
        for (int d = 0; d < order.length; d++) {
            order[d] = Axes.axis(order[d], order.length);
        }
        return Ops.permute(g, inverse(order));
    }

    static long[] inverse(long[] order) {
        var inverse = new long[order.length];
        for (int d = 0; d < order.length; d++) {
            inverse[(int) order[d]] = d;
        }
        return inverse;
    }

    public static Tensor select(Tensor g, Shape shape, long dim, long index) {
        int axis = Axes.axis(dim, shape.rank());
        var strides = Layouts.rowMajor(shape.toArray());
        var rest = new long[strides.length - 1];
        System.arraycopy(strides, 0, rest, 0, axis);
        System.arraycopy(strides, axis + 1, rest, axis, rest.length - axis);
        long at = index < 0 ? index + shape.size(axis) : index;
        return UncheckedOps.stridedEmbed(g, shape.toArray(), rest, at * strides[axis]);
    }

    public static Tensor narrow(Tensor g, Shape shape, long dim, long start) {
        return slice(g, shape, dim, start, 1);
    }

    public static Tensor slice(Tensor g, Shape shape, long dim, @Nullable Long start, long step) {
        int axis = Axes.axis(dim, shape.rank());
        var strides = Layouts.rowMajor(shape.toArray());
        long from = Layouts.bound(start, 0, shape.size(axis));
        long offset = from * strides[axis];
        strides[axis] *= step;
        return UncheckedOps.stridedEmbed(g, shape.toArray(), strides, offset);
    }

    public static Tensor diagonal(Tensor g, Shape shape, long offset, long dim1, long dim2) {
        int a = Axes.axis(dim1, shape.rank());
        int b = Axes.axis(dim2, shape.rank());
        var strides = Layouts.rowMajor(shape.toArray());
        var places = new long[shape.rank() - 1];
        int next = 0;
        for (int d = 0; d < shape.rank(); d++) {
            if (d != a && d != b) {
                places[next++] = strides[d];
            }
        }
        places[next] = strides[a] + strides[b];
        long start = g.numel() == 0 ? 0 : offset >= 0 ? offset * strides[b] : -offset * strides[a];
        return UncheckedOps.stridedEmbed(g, shape.toArray(), places, start);
    }

    /** The part of a joined tensor that each of its tensors gave. */
    public static List<Tensor> cat(Tensor g, List<Tensor> tensors, long dim) {
        int axis = Axes.axis(dim, g.rank());
        var parts = new ArrayList<Tensor>();
        long start = 0;
        for (var tensor : tensors) {
            if (tensor.rank() == 1 && tensor.numel() == 0) {
                parts.add(zeros(tensor.shape(), g));
            } else {
                parts.add(Ops.narrow(g, axis, start, tensor.size(axis)));
                start += tensor.size(axis);
            }
        }
        return parts;
    }

    // ---- indexing ---------------------------------------------------------------------------------------------------

    public static Tensor indexAccumulateSource(Tensor g, long dim, Tensor index, Shape shape) {
        return Ops.reshape(Ops.indexSelect(g, dim, index), shape.toArray());
    }

    public static Tensor scatterInput(Tensor g, long dim, Tensor index) {
        return Ops.scatter(g, dim, index, 0);
    }

    /** Elements of planes by their flat places. */
    public static Tensor takePlanes(Tensor planes, Tensor indices) {
        var flat = Ops.gather(Ops.flatten(planes, -2, -1), -1, Ops.flatten(indices, -2, -1));
        return Ops.reshape(flat, indices.shape().toArray());
    }

    // ---- layers -----------------------------------------------------------------------------------------------------

    public static Tensor linearWeight(Tensor g, Tensor input) {
        return Ops.mm(Ops.t(rows(g)), rows(input));
    }

    private static Tensor rows(Tensor x) {
        if (x.rank() == 2) {
            return x;
        }
        long rows = 1;
        for (int d = 0; d < x.rank() - 1; d++) {
            rows *= x.size(d);
        }
        return Ops.reshape(x, rows, x.size(-1));
    }

    public static Tensor conv2dBias(Tensor g) {
        return Ops.sum(g, g.rank() == 4 ? new long[] {0, 2, 3} : new long[] {1, 2}, false);
    }

    public static Tensor adaptiveAvgPool2d(Tensor g, Shape pooled) {
        return Ops.adaptiveAvgPool2d(g, pooled.size(-2), pooled.size(-1));
    }
}
