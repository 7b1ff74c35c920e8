package dev.tenon.data;

import dev.tenon.core.ArgumentException;
import dev.tenon.data.sampler.Order;
import dev.tenon.memory.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/** Datasets taken apart by the numbers of their samples. */
final class Partition {
    private Partition() {}

    static Dataset filter(Dataset source, Predicate<Sample> wanted) {
        var kept = LongStream.builder();
        for (long i = 0; i < source.size(); i++) {
            try (var _ = Scope.open("filter")) {
                if (wanted.test(source.samples(i).getFirst())) {
                    kept.add(i);
                }
            }
        }
        return source.subset(kept.build().toArray());
    }

    static List<Dataset> split(Dataset source, long seed, double... shares) {
        double sum = Arrays.stream(shares).sum();
        if (!(sum <= 1 + 1e-6) || Arrays.stream(shares).anyMatch(share -> !(share >= 0))) {
            throw new ArgumentException("split: the shares must be at least 0 and their sum at most 1, got " + Arrays.toString(shares));
        }
        long size = source.size();
        var counts = Arrays.stream(shares).mapToLong(share -> (long) Math.floor(share * size + 1e-9)).toArray();
        long left = Math.round(size * Math.min(1, sum)) - Arrays.stream(counts).sum();
        for (int i = 0; left > 0; i = (i + 1) % counts.length) {
            counts[i]++;
            left--;
        }
        return parts(source, seed, counts);
    }

    private static List<Dataset> parts(Dataset source, long seed, long... counts) {
        var order = Order.shuffled(Math.toIntExact(source.size()), seed, 0);
        var parts = new ArrayList<Dataset>();
        int from = 0;
        for (long count : counts) {
            int to = Math.toIntExact(from + count);
            parts.add(source.subset(Arrays.copyOfRange(order, from, to)));
            from = to;
        }
        return parts;
    }

    static List<Dataset.Fold> folds(Dataset source, int k, long seed) {
        int size = Math.toIntExact(source.size());
        if (k < 2 || k > size) {
            throw new ArgumentException("kFold: k must be from 2 to the number of samples, " + size + ", got " + k);
        }
        var order = Order.shuffled(size, seed, 0);
        var folds = new ArrayList<Dataset.Fold>();
        int from = 0;
        for (int fold = 0; fold < k; fold++) {
            int to = from + size / k + (fold < size % k ? 1 : 0);
            var rest = LongStream.concat(Arrays.stream(order, 0, from), Arrays.stream(order, to, size)).toArray();
            folds.add(new Dataset.Fold(source.subset(rest), source.subset(Arrays.copyOfRange(order, from, to))));
            from = to;
        }
        return folds;
    }
}
