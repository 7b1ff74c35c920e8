package dev.tenon.data.sampler;

import dev.tenon.core.ArgumentException;

/** Some samples, shuffled. */
final class SubsetSampler implements Sampler {
    private final long[] numbers;

    SubsetSampler(long... numbers) {
        this.numbers = numbers.clone();
    }

    @Override
    public long count(long samples) {
        for (long number : numbers) {
            if (number < 0 || number >= samples) {
                throw new ArgumentException("sampler: sample " + number + " is out of range, there are " + samples);
            }
        }
        return numbers.length;
    }

    @Override
    public long[] order(long samples, long seed, long epoch) {
        var order = Order.shuffled(numbers.length, seed, epoch);
        for (int i = 0; i < order.length; i++) {
            order[i] = numbers[(int) order[i]];
        }
        return order;
    }
}
