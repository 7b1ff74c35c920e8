package dev.tenon.gpu.launch;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.driver.Dim;

/**
 * How threads share a fold.
 *
 * @param lanes neighbouring threads that share a result, or for columns take neighbouring results: a power of two
 * @param blocks in a row
 * @param splits rows of blocks, each for a part of every result's elements
 * @param chunk elements of such a part
 * @param isPacked whether elements are read in packs
 */
record FoldShape(int lanes, long blocks, long splits, long chunk, boolean isPacked) {
    private static final int THREADS = 256;
    private static final int WARP = 32;
    /** Blocks for each multiprocessor that keep it busy. */
    private static final int BUSY = 8;
    /** Elements that are worth a block of their own. */
    private static final long WORTH_A_BLOCK = 4096;
    private static final long MOST_SPLITS = 65535;

    static FoldShape of(FoldedPlaces fold, UncheckedOperand input, int multiprocessors) {
        int perPack = (int) Math.min(8, 16 / input.dtype().bytes());
        return fold.isByColumns() ? columns(fold, multiprocessors, true)
            : rows(fold, multiprocessors, fold.isPacked(input, perPack) ? perPack : 1);
    }

    /** Of several tensors, which are read one element at a time. */
    static FoldShape ofJoint(FoldedPlaces fold, int multiprocessors) {
        return fold.isByColumns() ? columns(fold, multiprocessors, true) : rows(fold, multiprocessors, 1);
    }

    /** For the second launch, which leaves nothing to combine. */
    static FoldShape ofParts(FoldedPlaces parts, int multiprocessors) {
        return columns(parts, multiprocessors, false);
    }

    /** A block for each result. */
    static FoldShape whole(FoldedPlaces fold, int multiprocessors) {
        return cut(THREADS, fold.results(), 1, fold.length(), multiprocessors, 1);
    }

    private static FoldShape rows(FoldedPlaces fold, int multiprocessors, int perPack) {
        int wanted = powerOfTwo((fold.length() + 7) / 8, THREADS);
        int lanes = wanted <= WARP ? wanted : wanted < THREADS ? WARP : THREADS;
        long blocks = (fold.results() + THREADS / lanes - 1) / (THREADS / lanes);
        long splits = lanes < THREADS ? 1 : splits(blocks, fold.length() / WORTH_A_BLOCK, multiprocessors);
        return cut(lanes, blocks, splits, fold.length(), multiprocessors, perPack);
    }

    private static FoldShape columns(FoldedPlaces fold, int multiprocessors, boolean maySplit) {
        int rows = Math.max(THREADS / powerOfTwo(fold.results(), THREADS), powerOfTwo(fold.length(), BUSY));
        int lanes = THREADS / rows;
        long blocks = (fold.results() + lanes - 1) / lanes;
        long splits = maySplit ? splits(blocks, fold.length() * lanes / WORTH_A_BLOCK, multiprocessors) : 1;
        return cut(lanes, blocks, splits, fold.length(), multiprocessors, 1);
    }

    /** Parts until all multiprocessors are busy, as far as there is enough to do for each. */
    private static long splits(long blocks, long most, int multiprocessors) {
        long wanted = ((long) multiprocessors * BUSY + blocks - 1) / blocks;
        return Math.max(1, Math.min(Math.min(wanted, most), MOST_SPLITS));
    }

    private static FoldShape cut(int lanes, long blocks, long splits, long length, int multiprocessors, int perPack) {
        long step = (long) perPack * THREADS;
        long chunk = splits == 1 ? length : ((length + splits - 1) / splits + step - 1) / step * step;
        long parts = chunk == 0 ? 1 : (length + chunk - 1) / chunk;
        return new FoldShape(lanes, Math.min(blocks, (long) multiprocessors * BUSY * 4), parts, chunk, perPack > 1);
    }

    /** The smallest power of two that is not below n, or the limit. */
    private static int powerOfTwo(long n, int limit) {
        int power = 1;
        while (power < n && power < limit) {
            power *= 2;
        }
        return power;
    }

    Dim grid() {
        return Dim.of((int) blocks, (int) splits);
    }

    Dim block() {
        return Dim.of(THREADS);
    }
}
