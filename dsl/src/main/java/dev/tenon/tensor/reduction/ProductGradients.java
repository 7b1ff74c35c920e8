package dev.tenon.tensor.reduction;

import dev.tenon.core.DType;
import dev.tenon.core.Ints;
import dev.tenon.spi.Axes;
import dev.tenon.spi.Sizes;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gradients of products. A factor is divided away from the product where that is exact; else the others are multiplied. */
public final class ProductGradients {
    private ProductGradients() {}

    public static Tensor prod(Tensor g, Tensor input, Tensor output, @Nullable Ints dim) {
        var shape = input.shape();
        var x = input.to(g.dtype());
        long count = Sizes.count(shape.toArray(), Gradients.dims(dim));
        if (count == 1) {
            return g;
        }
        if (isDivisible(output)) {
            return Ops.div(Ops.mul(g, output), x);
        }
        return Ops.mul(g, others(x.to(DType.FLOAT64), Axes.folded(dim, shape.rank()), count).to(g.dtype()));
    }

    /** For every element the product of all others that are folded with it, in double, whose range products of a few floats do not leave. */
    private static Tensor others(Tensor x, boolean[] folded, long count) {
        var order = foldedLast(folded);
        var moved = Ops.permute(x, order);
        var rows = Ops.reshape(moved, x.numel() / count, count);
        var others = Ops.mul(before(rows), Ops.flip(before(Ops.flip(rows, 1)), 1));
        return Ops.permute(Ops.reshape(others, moved.shape().toArray()), Gradients.inverse(order));
    }

    private static long[] foldedLast(boolean[] folded) {
        var order = new long[folded.length];
        int next = 0;
        for (boolean pass : new boolean[] {false, true}) {
            for (int d = 0; d < folded.length; d++) {
                if (folded[d] == pass) {
                    order[next++] = d;
                }
            }
        }
        return order;
    }

    /** For every element of a row the product of those before it. */
    private static Tensor before(Tensor rows) {
        long n = rows.size(1);
        var ones = Creation.ones(rows.dtype(), rows.device(), rows.size(0), 1);
        return Ops.cumprod(Ops.cat(List.of(ones, Ops.narrow(rows, 1, 0, n - 1)), 1), 1);
    }

    public static Tensor cumprod(Tensor g, Tensor input, Tensor output, long dim) {
        var x = input.to(g.dtype());
        if (x.rank() == 0 || x.numel() == 0 || x.size((int) dim) == 1) {
            return g;
        }
        if (isDivisible(output)) {
            return divided(g, x, output, dim);
        }
        var wide = x.to(DType.FLOAT64);
        var products = x.dtype() == DType.FLOAT64 ? output : Ops.cumprod(wide, dim);
        var gradient = x.dtype() != DType.FLOAT64 && isDivisible(products) ? divided(g.to(DType.FLOAT64), wide, products, dim)
            : byRecursion(g.to(DType.FLOAT64), wide, products, Axes.axis(dim, x.rank()));
        return gradient.to(g.dtype());
    }

    private static Tensor divided(Tensor g, Tensor x, Tensor output, long dim) {
        return Ops.div(Ops.flip(Ops.cumsum(Ops.flip(Ops.mul(g, output), dim), dim), dim), x);
    }

    /** Without a division: s(k) = g(k) + x(k + 1) s(k + 1) sums what lies behind k, and the products before k are the output's. */
    private static Tensor byRecursion(Tensor g, Tensor x, Tensor output, int axis) {
        long n = x.size(axis);
        var parts = new ArrayList<Tensor>();
        Tensor tail = Ops.select(g, axis, n - 1);
        for (long k = n - 1; k >= 0; k--) {
            if (k < n - 1) {
                tail = Ops.add(Ops.select(g, axis, k), Ops.mul(Ops.select(x, axis, k + 1), tail));
            }
            parts.addFirst(k == 0 ? tail : Ops.mul(Ops.select(output, axis, k - 1), tail));
        }
        return Ops.stack(parts, axis);
    }

    /** Whether no product has become 0, too small to be exact, or infinite: of what is left a factor can be divided away. */
    private static boolean isDivisible(Tensor output) {
        double least = switch (output.dtype()) {
            case FLOAT64 -> Double.MIN_NORMAL;
            case FLOAT16 -> 0x1p-14;
            default -> Float.MIN_NORMAL;
        };
        var size = Ops.abs(output.detach());
        return Ops.any(Ops.logicalOr(Ops.lt(size, least), Ops.isinf(size))).item() == 0;
    }
}
