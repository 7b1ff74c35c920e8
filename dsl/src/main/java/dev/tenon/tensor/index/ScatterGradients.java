package dev.tenon.tensor.index;

import dev.tenon.core.Shape;
import dev.tenon.ops.ScatterReduce;
import dev.tenon.spi.Layouts;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import dev.tenon.tensor.reduction.Gradients;
import java.util.Arrays;

/** The gradients of scatter, scatter_add and scatter_reduce. */
public final class ScatterGradients {
    private ScatterGradients() {}

    public static Tensor input(Tensor g, Tensor input, Tensor index, Tensor src, Tensor output, long dim, ScatterReduce.Reduce reduce,
        boolean includeSelf) {
        var gradient = switch (reduce) {
            case SUM -> g;
            case MEAN -> Ops.div(g, counts(g, index, dim, includeSelf));
            case PROD -> {
                var nonzero = Ops.maskedFill(input, Ops.eq(input, 0), 1);
                yield Ops.div(Ops.mul(g, Ops.scatterReduce(nonzero, dim, index, src, reduce, includeSelf)), nonzero);
            }
            case AMAX, AMIN -> Ops.mul(Ops.eq(input, output).to(g.dtype()), shared(g, input, index, src, output, dim));
        };
        return includeSelf ? gradient : Ops.scatter(gradient, dim, index, 0);
    }

    public static Tensor src(Tensor g, Tensor input, Tensor index, Tensor src, Tensor output, long dim, ScatterReduce.Reduce reduce,
        boolean includeSelf) {
        var used = leading(src, index);
        var gradient = switch (reduce) {
            case SUM -> Ops.gather(g, dim, index);
            case MEAN -> Ops.gather(Ops.div(g, counts(g, index, dim, includeSelf)), dim, index);
            case PROD -> product(g, input, index, used, output, dim, includeSelf);
            case AMAX, AMIN -> Ops.mul(Ops.eq(used, Ops.gather(output, dim, index)).to(g.dtype()),
                Ops.gather(shared(g, input, index, src, output, dim), dim, index));
        };
        return within(gradient, src.shape());
    }

    /** What the places that the index names give to the source; what of the source the index does not use gets nothing. */
    public static Tensor gathered(Tensor g, long dim, Tensor index, Shape source) {
        return within(Ops.gather(g, dim, index), source);
    }

    /** How many elements were folded into each place, at least 1. */
    private static Tensor counts(Tensor g, Tensor index, long dim, boolean includeSelf) {
        var before = Creation.full(g.shape().toArray(), includeSelf ? 1 : 0, g.dtype(), g.device());
        return Ops.clampMin(Ops.scatterAdd(before, dim, index, Creation.ones(g.dtype(), g.device(), index.shape().toArray())), 1);
    }

    /** The gradient of every place divided among the elements that equal the extreme there. */
    private static Tensor shared(Tensor g, Tensor input, Tensor index, Tensor src, Tensor output, long dim) {
        var own = Ops.eq(input, output).to(g.dtype());
        var others = Ops.eq(leading(src, index), Ops.gather(output, dim, index)).to(g.dtype());
        return Ops.div(g, Ops.scatterAdd(own, dim, index, others));
    }

    /** The product of all other factors of a place. A single zero among them is left out of the product instead of divided away. */
    private static Tensor product(Tensor g, Tensor input, Tensor index, Tensor src, Tensor output, long dim, boolean includeSelf) {
        var zero = Ops.eq(src, 0);
        var zeros = Ops.gather(Ops.scatterAdd(Gradients.zeros(input.shape(), g), dim, index, zero.to(g.dtype())), dim, index);
        var single = Ops.logicalAnd(zero, Ops.eq(zeros, 1));
        var without = Ops.scatterReduce(input, dim, index, Ops.maskedFill(src, single, 1), ScatterReduce.Reduce.PROD, includeSelf);
        var divided = Ops.div(Ops.gather(Ops.mul(g, output), dim, index), Ops.maskedFill(src, zero, 1));
        return Ops.where(single, Ops.gather(Ops.mul(g, without), dim, index), divided);
    }

    /** The part of the source that the index uses. */
    private static Tensor leading(Tensor src, Tensor index) {
        var used = src;
        for (int d = 0; d < index.rank(); d++) {
            used = index.size(d) == used.size(d) ? used : Ops.narrow(used, d, 0, index.size(d));
        }
        return used;
    }

    private static Tensor within(Tensor gradient, Shape shape) {
        var sizes = shape.toArray();
        return Arrays.equals(gradient.shape().toArray(), sizes) ? gradient
            : UncheckedOps.stridedEmbed(gradient, sizes, Layouts.rowMajor(sizes), 0);
    }
}
