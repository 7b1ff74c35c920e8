package dev.tenon.gpu.launch;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.spi.Layout;
import org.jspecify.annotations.Nullable;

/**
 * A tensor seen by a fold: the dimensions that stay, in the order of the results, and those that go, the one with the closest elements
 * innermost.
 *
 * @param results how many
 * @param length how many elements, or accumulators of parts, each result is of
 * @param count how many elements of the tensor each result is of
 */
record FoldedPlaces(Layout kept, Layout folded, long results, long length, long count) {
    static FoldedPlaces of(UncheckedOperand input, boolean[] isFolded) {
        var kept = Layout.kept(input, isFolded);
        var folded = Layout.folded(input, isFolded);
        return new FoldedPlaces(kept, folded, kept.numel(), folded.numel(), folded.numel());
    }

    /** Of several tensors over the sizes that they broadcast to; null stands for one that was not given. */
    static FoldedPlaces of(long[] sizes, boolean[] isFolded, @Nullable UncheckedOperand... inputs) {
        var kept = Layout.kept(sizes, isFolded, inputs);
        var folded = Layout.folded(sizes, isFolded, inputs);
        return new FoldedPlaces(kept, folded, kept.numel(), folded.numel(), folded.numel());
    }

    /** The accumulators that several blocks left for each result: a matrix of parts by results. */
    FoldedPlaces parts(long splits) {
        return new FoldedPlaces(Layout.of(new long[] {results}, new long[] {1}), Layout.of(new long[] {splits}, new long[] {results}),
            results, splits, count);
    }

    /** Whether there are more dimensions that cannot be merged than kernels take. */
    boolean isScattered() {
        return kept.rank() > Places.DIMS || folded.rank() > Places.DIMS;
    }

    /** Whether elements of different results lie closer together than those of one. */
    boolean isByColumns() {
        return kept.rank() > 0 && (folded.rank() == 0 || Math.abs(kept.innerStride(0)) < Math.abs(folded.innerStride(0)));
    }

    /** Whether a result's elements can be read in packs. */
    boolean isPacked(UncheckedOperand input, int perPack) {
        boolean packed = length > 0 && folded.rank() == 1 && folded.innerStride(0) == 1
            && input.address() % ((long) perPack * input.dtype().bytes()) == 0;
        for (int d = 0; packed && d < kept.rank(); d++) {
            packed = kept.stride(0, d) % perPack == 0;
        }
        return packed;
    }
}
