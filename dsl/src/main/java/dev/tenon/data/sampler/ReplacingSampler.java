package dev.tenon.data.sampler;

import dev.tenon.core.ArgumentException;

/** Each sample drawn from all. */
record ReplacingSampler(int count) implements Sampler {
    ReplacingSampler {
        if (count < 0) {
            throw new ArgumentException("sampler: the count must be at least 0, got " + count);
        }
    }

    @Override
    public long count(long samples) {
        if (samples == 0 && count > 0) {
            throw new ArgumentException("sampler: there are no samples to draw " + count + " from");
        }
        return count;
    }

    @Override
    public long[] order(long samples, long seed, long epoch) {
        var random = Order.stream(seed, epoch);
        var order = new long[count];
        for (int i = 0; i < count; i++) {
            order[i] = random.nextLong(samples);
        }
        return order;
    }
}
