package dev.tenon.gpu.launch;

import dev.tenon.core.UncheckedOperand;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A tensor seen by a fold: the dimensions that stay, in the order of the results, and those that go, the one with the closest elements
 * innermost.
 *
 * @param results how many
 * @param length how many elements, or accumulators of parts, each result is of
 * @param count how many elements of the tensor each result is of
 */
record FoldedPlaces(Places kept, Places folded, long results, long length, long count) {
    static FoldedPlaces of(UncheckedOperand input, boolean[] isFolded) {
        var sizes = input.sizes();
        var strides = input.strides();
        var stay = IntStream.range(0, sizes.length).filter(d -> !isFolded[d]).toArray();
        var go = IntStream.range(0, sizes.length).filter(d -> isFolded[d]).boxed()
            .sorted(Comparator.comparingLong((Integer d) -> Math.abs(strides[d])).reversed()).mapToInt(d -> d).toArray();
        long length = product(sizes, go);
        return new FoldedPlaces(Places.of(stay, sizes, strides), Places.of(go, sizes, strides), product(sizes, stay), length, length);
    }

    private static long product(long[] sizes, int[] dims) {
        long product = 1;
        for (int d : dims) {
            product *= sizes[d];
        }
        return product;
    }

    /** The accumulators that several blocks left for each result: a matrix of parts by results. */
    FoldedPlaces parts(long splits) {
        var sizes = new long[] {splits, results};
        var strides = new long[] {results, 1};
        return new FoldedPlaces(Places.of(new int[] {1}, sizes, strides), Places.of(new int[] {0}, sizes, strides), results, splits, count);
    }

    /** Whether there are more dimensions that cannot be merged than kernels take. */
    boolean isScattered() {
        return kept.rank() > Places.DIMS || folded.rank() > Places.DIMS;
    }

    /** Whether elements of different results lie closer together than those of one. */
    boolean isByColumns() {
        return kept.rank() > 0 && (folded.rank() == 0 || Math.abs(kept.inner(0)) < Math.abs(folded.inner(0)));
    }

    /** Whether a result's elements can be read in packs. */
    boolean isPacked(UncheckedOperand input, int perPack) {
        boolean packed = length > 0 && folded.rank() == 1 && folded.inner(0) == 1
            && input.address() % ((long) perPack * input.dtype().bytes()) == 0;
        for (int d = 0; packed && d < kept.rank(); d++) {
            packed = kept.stride(0, d) % perPack == 0;
        }
        return packed;
    }
}
