package dev.tenon.data.sampler;

import dev.tenon.tensor.Generator;

/** Orders of samples, and random numbers for each epoch and batch, that follow from a seed alone: what was stopped can be continued. */
public final class Order {
    private static final long STREAM = 0x9E3779B97F4A7C15L;

    private Order() {}

    /** {@code 0, 1, ... n - 1}. */
    public static long[] straight(int n) {
        var order = new long[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        return order;
    }

    /** A permutation that follows from the seed and the epoch alone (Fisher and Yates, as Durstenfeld does it). */
    public static long[] shuffled(int n, long seed, long epoch) {
        var order = straight(n);
        var random = stream(seed, epoch);
        for (int i = n - 1; i > 0; i--) {
            int j = (int) random.nextLong(i + 1L);
            long swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    /** A generator of its own for each seed and number. */
    public static Generator stream(long seed, long number) {
        return new Generator(seed + STREAM * (number + 1));
    }
}
