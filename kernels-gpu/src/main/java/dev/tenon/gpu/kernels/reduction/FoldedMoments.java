package dev.tenon.gpu.kernels.reduction;

import dev.tenon.core.Ints;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.driver.Dim;
import dev.tenon.gpu.launch.Chunks;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.Region;
import dev.tenon.spi.Axes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Variance or standard deviation, and mean, over some dimensions of a tensor, of which blocks sum rows or chunks of rows. */
final class FoldedMoments {
    private static final int THREADS = 256;
    private static final int MOST_BLOCKS = 1 << 20;

    private FoldedMoments() {}

    /** @param root whether the first result is the root of the variance */
    static void run(GpuCall call, UncheckedOperand input, UncheckedOperand spread, UncheckedOperand mean, @Nullable Ints dim,
        @Nullable Number correction,
        boolean root) {
        if (spread.numel() == 0) {
            return;
        }
        var folded = Axes.folded(dim, input.rank());
        var in = call.dense(foldedLast(input, folded), input.dtype());
        var chunks = Chunks.of(call.driver(), spread.numel(), in.numel() / spread.numel());
        double divisor = Math.max(0, chunks.n() - (correction == null ? 1 : correction.doubleValue()));
        boolean joins = chunks.count() > 1;
        long sums = joins ? call.temporary(chunks.total() * Double.BYTES) : 0;
        long squares = joins ? call.temporary(chunks.total() * Double.BYTES) : 0;
        call.launch("reduction/moments", "moments", in.dtype()).in(in).pointer(sums).pointer(squares).in(spread).in(mean).i64(chunks.rows())
            .i64(chunks.n()).i64(chunks.chunk()).f64(divisor).flag(root).grid(chunks.grid(), chunks.block(), 0);
        if (joins) {
            call.launch("reduction/moments", "join", in.dtype()).in(in).pointer(sums).pointer(squares).in(spread).in(mean)
                .i64(chunks.rows())
                .i64(chunks.n()).i64(chunks.chunk()).f64(divisor).flag(root)
                .grid(Dim.of((int) Math.min(chunks.rows(), MOST_BLOCKS)), Dim.of(THREADS), 0);
        }
    }

    /** The same elements with the folded dimensions last. */
    private static UncheckedOperand foldedLast(UncheckedOperand input, boolean[] folded) {
        int[] order = Axes.foldedLast(folded, input.rank());
        var sizes = Arrays.stream(order).mapToLong(d -> input.sizes()[d]).toArray();
        var strides = Arrays.stream(order).mapToLong(d -> input.strides()[d]).toArray();
        return Region.of(input, sizes, strides, 0);
    }
}
