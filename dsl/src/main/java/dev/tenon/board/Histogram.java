package dev.tenon.board;

import dev.tenon.io.ProtoMessage;
import java.util.ArrayList;
import java.util.Arrays;

/**
 * How values are distributed: counts between limits that grow by a tenth each, on both sides of 0, of which those are kept that count
 * something and one before them. The limits are PyTorch's.
 */
final class Histogram {
    private static final double LEAST = 1e-12;
    private static final double MOST = 1e20;
    private static final double GROWTH = 1.1;
    private static final double[] LIMITS = limits();

    private final double[] values;

    /** @param values finite ones, at least one */
    Histogram(double[] values) {
        this.values = values;
    }

    private static double[] limits() {
        var above = new ArrayList<Double>();
        for (double limit = LEAST; limit < MOST; limit *= GROWTH) {
            above.add(limit);
        }
        int n = above.size();
        var limits = new double[2 * n + 1];
        for (int i = 0; i < n; i++) {
            limits[n - 1 - i] = -above.get(i);
            limits[n + 1 + i] = above.get(i);
        }
        return limits;
    }

    ProtoMessage message() {
        // Bucket b counts from limit b on to limit b + 1.
        var counts = new double[LIMITS.length - 1];
        double sum = 0;
        double squares = 0;
        for (double value : values) {
            sum += value;
            squares += value * value;
            int bucket = bucket(value);
            if (bucket >= 0) {
                counts[bucket]++;
            }
        }
        int first = 0;
        int last = counts.length - 1;
        while (first < last && counts[first] == 0) {
            first++;
        }
        while (last > first && counts[last] == 0) {
            last--;
        }
        var kept = Arrays.copyOfRange(counts, first, last + 1);
        var bucket = new double[kept.length + 1];
        System.arraycopy(kept, 0, bucket, 1, kept.length);
        return new ProtoMessage().real(1, Arrays.stream(values).min().orElse(0)).real(2, Arrays.stream(values).max().orElse(0))
            .real(3, values.length).real(4, sum).real(5, squares).reals(6, Arrays.copyOfRange(LIMITS, first, last + 2)).reals(7, bucket);
    }

    /** The bucket of a value, or -1 for one beyond all limits; the last limit belongs to the last bucket. */
    private static int bucket(double value) {
        int found = Arrays.binarySearch(LIMITS, value);
        int bucket = found >= 0 ? found : -found - 2;
        return bucket >= LIMITS.length - 1 ? found >= 0 ? LIMITS.length - 2 : -1 : bucket;
    }
}
