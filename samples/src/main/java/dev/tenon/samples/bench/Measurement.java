package dev.tenon.samples.bench;

import dev.tenon.memory.Scope;
import java.util.Arrays;
import java.util.Locale;

/**
 * Times of one workload, in milliseconds.
 *
 * @param median the middle one
 * @param p10 a tenth was faster
 * @param p90 a tenth was slower
 * @param reps how many were measured
 */
record Measurement(double median, double p10, double p90, int reps) {
    private static final double STRETCH = 0.5e9;
    private static final int FEWEST_STRETCHES = 8;
    private static final double LIMIT = 4e9;
    private static final int FEWEST_WARM_UP = 3;
    private static final int FEWEST = 5;
    private static final int STABLE_STRETCHES = 3;
    private static final double STABLE = 0.03;
    private static final double LONGEST_WARM_UP = 15e9;

    /**
     * Measures the way the PyTorch side does: warm up until the time is stable, then up to {@code reps} repetitions within 4 s, at least 5.
     * The JVM compiles while it runs, so the warm-up goes on until three stretches of half a second are no faster than the best before.
     *
     * @param work one repetition
     * @param synchronize waits until the device has finished
     */
    static Measurement of(Runnable work, int reps, Runnable synchronize) {
        warmUp(work, synchronize);
        var times = new double[reps];
        long start = System.nanoTime();
        int n = 0;
        while (n < reps && (n < FEWEST || System.nanoTime() - start < LIMIT)) {
            long before = System.nanoTime();
            scoped(work);
            synchronize.run();
            times[n++] = (System.nanoTime() - before) / 1e6;
        }
        var sorted = Arrays.copyOf(times, n);
        Arrays.sort(sorted);
        double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
        return new Measurement(median, sorted[n / 10], sorted[n * 9 / 10], n);
    }

    private static void warmUp(Runnable work, Runnable synchronize) {
        long start = System.nanoTime();
        double best = Double.MAX_VALUE;
        int stable = 0;
        for (int stretches = 1; System.nanoTime() - start < LONGEST_WARM_UP; stretches++) {
            double now = stretch(work, synchronize);
            stable = now < best * (1 - STABLE) ? 0 : stable + 1;
            if (stretches >= FEWEST_STRETCHES && stable >= STABLE_STRETCHES) {
                return;
            }
            best = Math.min(best, now);
        }
    }

    /** Nanoseconds of a repetition, averaged over a stretch. Each is waited for: a GPU would be given work for minutes in half a second. */
    private static double stretch(Runnable work, Runnable synchronize) {
        long start = System.nanoTime();
        int n = 0;
        while (n < FEWEST_WARM_UP || System.nanoTime() - start < STRETCH) {
            scoped(work);
            synchronize.run();
            n++;
        }
        return (double) (System.nanoTime() - start) / n;
    }

    /** A repetition's results are freed with it, as they are in an iteration of a data loader. */
    private static void scoped(Runnable work) {
        try (var scope = Scope.open("repetition")) {
            work.run();
        }
    }

    /** The line that {@code compare.py} reads. */
    String json(String workload, String framework, int threads) {
        return String.format(Locale.ROOT, """
            {"workload": "%s", "framework": "%s", "median_ms": %.5f, "p10_ms": %.5f, "p90_ms": %.5f, "reps": %d, "threads": %d}\
            """, workload, framework, median, p10, p90, reps, threads);
    }
}
