package dev.tenon.cpu.kernels.reduction;

import dev.tenon.core.Ints;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.Restrided;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.cpu.reduce.Moments;
import dev.tenon.cpu.reduce.RowMath;
import dev.tenon.spi.Axes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Variance or standard deviation, and mean, over some dimensions of a tensor. */
final class FoldedMoments {
    private FoldedMoments() {}

    /** What the first result takes of a row's moments. */
    interface Spread {
        double of(Moments moments, double divisor);
    }

    static void run(UncheckedOperand input, UncheckedOperand spreads, UncheckedOperand means, @Nullable Ints dim,
        @Nullable Number correction, Spread spread) {
        var folded = Axes.folded(dim, input.rank());
        var lane = Lane.of(input.dtype());
        long n = count(input, folded);
        double divisor = Math.max(0, n - (correction == null ? 1 : correction.doubleValue()));
        try (var in = Dense.read(foldedLast(input, folded), lane.dtype());
            var first = Dense.write(spreads, lane.dtype());
            var second = Dense.write(means, lane.dtype())) {
            var math = RowMath.of(lane, n);
            Workers.run(spreads.numel(), Workers.grain(n), (from, until) -> {
                var moments = new Moments(math, lane);
                for (long row = from; row < until; row++) {
                    moments.row(in.address() + row * n * lane.bytes(), n);
                    math.put(first.address(), row, spread.of(moments, divisor));
                    math.put(second.address(), row, moments.mean());
                }
            });
        }
    }

    private static long count(UncheckedOperand input, boolean[] folded) {
        long n = 1;
        for (int d = 0; d < folded.length; d++) {
            n *= folded[d] ? input.sizes()[d] : 1;
        }
        return n;
    }

    /** The same elements with the folded dimensions last. */
    private static UncheckedOperand foldedLast(UncheckedOperand input, boolean[] folded) {
        int[] order = Axes.foldedLast(folded, input.rank());
        var sizes = Arrays.stream(order).mapToLong(d -> input.sizes()[d]).toArray();
        var strides = Arrays.stream(order).mapToLong(d -> input.strides()[d]).toArray();
        return new Restrided(input, sizes, strides);
    }
}
