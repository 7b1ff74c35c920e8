package dev.tenon.cpu.engine;

/**
 * A thread's Java arrays for kernels that the compiler serves better with arrays than with memory segments. They grow and stay;
 * each use has its own slot, so that a kernel on the calling thread and a part of its work on the same thread do not collide.
 */
public final class HeapScratch {
    /** What an array is for. */
    public enum Slot {
        WEIGHTS, SOURCE, SUMS, TILE, ROWS, COLUMNS
    }

    private static final int SLACK = 64;
    private static final ThreadLocal<HeapScratch> CURRENT = ThreadLocal.withInitial(HeapScratch::new);

    private final float[][] floats = new float[Slot.values().length][0];
    private final int[][] ints = new int[Slot.values().length][0];

    private HeapScratch() {}

    /** The calling thread's arrays. Virtual threads, which come by the thousand, keep none: theirs are new each time. */
    public static HeapScratch of() {
        return Thread.currentThread().isVirtual() ? new HeapScratch() : CURRENT.get();
    }

    /** At least n floats with any content, and some more behind: masked vectors at an array's very end take a slow path. */
    public float[] floats(Slot slot, int n) {
        int i = slot.ordinal();
        if (floats[i].length < n + SLACK) {
            floats[i] = new float[n + SLACK];
        }
        return floats[i];
    }

    /** At least n ints with any content. */
    public int[] ints(Slot slot, int n) {
        int i = slot.ordinal();
        if (ints[i].length < n) {
            ints[i] = new int[n];
        }
        return ints[i];
    }
}
