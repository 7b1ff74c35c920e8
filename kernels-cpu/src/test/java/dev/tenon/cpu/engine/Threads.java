package dev.tenon.cpu.engine;

/** The number of threads, for tests of kernels in other packages. */
public final class Threads {
    private Threads() {}

    public static void limit(int threads) {
        Workers.limit(threads);
    }
}
