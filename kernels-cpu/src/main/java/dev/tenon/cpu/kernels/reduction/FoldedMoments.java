package dev.tenon.cpu.kernels.reduction;

import dev.tenon.core.Ints;
import dev.tenon.core.Operand;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.Restrided;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.cpu.reduce.Moments;
import dev.tenon.cpu.reduce.RowMath;
import dev.tenon.spi.Axes;
import dev.tenon.spi.KernelCall;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Variance or standard deviation, and mean, over some dimensions of a tensor. */
final class FoldedMoments {
    private FoldedMoments() {}

    /** What the first result takes of a row's moments. */
    interface Spread {
        double of(Moments moments, double divisor);
    }

    static void run(KernelCall call, @Nullable Ints dim, @Nullable Number correction, Spread spread) {
        var folded = Axes.folded(dim, call.in(0).rank());
        var lane = Lane.of(call.in(0).dtype());
        long n = count(call.in(0), folded);
        double divisor = Math.max(0, n - (correction == null ? 1 : correction.doubleValue()));
        try (var in = Dense.read(foldedLast(call.in(0), folded), lane.dtype());
            var spreads = Dense.write(call.out(0), lane.dtype());
            var means = Dense.write(call.out(1), lane.dtype())) {
            var math = RowMath.of(lane, n);
            Workers.run(call.out(0).numel(), Workers.grain(n), (first, last) -> {
                var moments = new Moments(math, lane);
                for (long row = first; row < last; row++) {
                    moments.row(in.address() + row * n * lane.bytes(), n);
                    math.put(spreads.address(), row, spread.of(moments, divisor));
                    math.put(means.address(), row, moments.mean());
                }
            });
        }
    }

    private static long count(Operand input, boolean[] folded) {
        long n = 1;
        for (int d = 0; d < folded.length; d++) {
            n *= folded[d] ? input.sizes()[d] : 1;
        }
        return n;
    }

    /** The same elements with the folded dimensions last. */
    private static Operand foldedLast(Operand input, boolean[] folded) {
        int[] order = Axes.foldedLast(folded, input.rank());
        var sizes = Arrays.stream(order).mapToLong(d -> input.sizes()[d]).toArray();
        var strides = Arrays.stream(order).mapToLong(d -> input.strides()[d]).toArray();
        return new Restrided(input, sizes, strides);
    }
}
