package dev.tenon.data.sampler;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Generator;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Samples drawn in proportion to weights. */
final class WeightedSampler implements Sampler {
    private final double[] weights;
    private final int count;
    private final boolean replacing;

    WeightedSampler(double[] weights, int count, boolean replacing) {
        this.weights = weights.clone();
        this.count = count;
        this.replacing = replacing;
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0) || Double.isInfinite(weights[i])) {
                throw new ArgumentException("sampler: weights must be finite and at least 0, got " + weights[i] + " for sample " + i);
            }
        }
        long usable = Arrays.stream(weights).filter(weight -> weight > 0).count();
        if (count < 0 || usable < (replacing ? Math.min(count, 1) : count)) {
            throw new ArgumentException("sampler: " + count + " samples cannot be drawn" + (replacing ? "" : " without replacement")
                + " where " + usable + " have a weight above 0");
        }
    }

    @Override
    public long count(long samples) {
        if (samples != weights.length) {
            throw new ArgumentException("sampler: " + weights.length + " weights for " + samples + " samples");
        }
        return count;
    }

    @Override
    public long[] order(long samples, long seed, long epoch) {
        var random = Order.stream(seed, epoch);
        return replacing ? drawn(random) : once(random);
    }

    private long[] drawn(Generator random) {
        var upTo = weights.clone();
        Arrays.parallelPrefix(upTo, Double::sum);
        double total = count == 0 ? 0 : upTo[upTo.length - 1];
        var order = new long[count];
        for (int i = 0; i < count; i++) {
            double at = random.nextDouble() * total;
            int found = Arrays.binarySearch(upTo, at);
            int next = found < 0 ? -found - 1 : found + 1;
            // An end that is met exactly belongs to the next, and samples of weight 0 have none of their own.
            while (next < upTo.length - 1 && (weights[next] == 0 || upTo[next] <= at)) {
                next++;
            }
            order[i] = Math.min(next, upTo.length - 1);
        }
        return order;
    }

    /** The {@code count} least of exponential times with these rates (Efraimidis and Spirakis, 2006). */
    private long[] once(Generator random) {
        var times = new double[weights.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = weights[i] == 0 ? Double.POSITIVE_INFINITY : -Math.log1p(-random.nextDouble()) / weights[i];
        }
        return IntStream.range(0, times.length).boxed().sorted(Comparator.comparingDouble(i -> times[i])).limit(count).mapToLong(i -> i)
            .toArray();
    }
}
