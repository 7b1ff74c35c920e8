package dev.tenon.data.sampler;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Ints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Batches of samples of about the same length. */
final class LengthSampler implements Sampler {
    private static final int BATCHES_SORTED_TOGETHER = 100;

    private final int[] lengths;

    LengthSampler(int... lengths) {
        this.lengths = lengths.clone();
    }

    @Override
    public long count(long samples) {
        if (samples != lengths.length) {
            throw new ArgumentException("sampler: " + lengths.length + " lengths for " + samples + " samples");
        }
        return samples;
    }

    @Override
    public long[] order(long samples, long seed, long epoch) {
        return Order.shuffled(lengths.length, seed, epoch);
    }

    @Override
    public List<Ints> batches(long samples, int size, boolean dropLast, long seed, long epoch) {
        var order = Arrays.stream(order(samples, seed, epoch)).boxed().toArray(Long[]::new);
        int together = (int) Math.min(order.length, (long) size * BATCHES_SORTED_TOGETHER);
        for (int from = 0; from < order.length; from += together) {
            Arrays.sort(order, from, Math.min(from + together, order.length), Comparator.comparingInt(i -> lengths[i.intValue()]));
        }
        var sorted = new Slices(Arrays.stream(order).mapToLong(i -> i).toArray(), size, dropLast);
        var batches = new ArrayList<Ints>();
        for (long number : Order.shuffled(sorted.size(), ~seed, epoch)) {
            batches.add(sorted.get((int) number));
        }
        return batches;
    }

    @Override
    public boolean makesBatches() {
        return true;
    }
}
