package dev.tenon.data.sampler;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Ints;
import dev.tenon.data.LoaderOptions;
import java.util.List;

/**
 * Which samples an epoch has, in which order, and how they are cut into batches. All of it follows from the arguments alone, so that an epoch
 * can be continued at any batch: a sampler keeps nothing.
 */
@FunctionalInterface
public interface Sampler {
    /**
     * The numbers of an epoch's samples in their order.
     *
     * @param samples how many the dataset has
     * @param seed the loader's
     * @param epoch from 0
     * @return as many as {@link #count} says
     */
    long[] order(long samples, long seed, long epoch);

    /**
     * How many samples an epoch has.
     *
     * @throws ArgumentException if this sampler does not fit a dataset of so many samples
     */
    default long count(long samples) {
        return samples;
    }

    /** The batches of an epoch. */
    default List<Ints> batches(long samples, int size, boolean dropLast, long seed, long epoch) {
        return new Slices(order(samples, seed, epoch), size, dropLast);
    }

    /** How many batches an epoch has. */
    default long batchCount(long samples, int size, boolean dropLast) {
        return Slices.count(count(samples), size, dropLast);
    }

    /** Whether anything here depends on the seed. */
    default boolean isRandom() {
        return true;
    }

    /** Whether {@link #batches} does more than cutting the order; {@link #share} then leaves the batches whole. */
    default boolean makesBatches() {
        return false;
    }

    /** The order of the samples. */
    static Sampler sequential() {
        return new SequentialSampler();
    }

    /** Every sample once, in another order in each epoch; {@link LoaderOptions#shuffle} is this. */
    static Sampler random() {
        return (samples, seed, epoch) -> Order.shuffled(Math.toIntExact(samples), seed, epoch);
    }

    /** {@code count} samples an epoch, each drawn from all: some more than once, some not at all. */
    static Sampler replacing(int count) {
        return new ReplacingSampler(count);
    }

    /**
     * {@code count} samples an epoch, each drawn from all in proportion to its weight, as {@code WeightedRandomSampler} with replacement.
     *
     * @param weights one a sample, at least 0, not all 0
     */
    static Sampler weighted(double[] weights, int count) {
        return new WeightedSampler(weights, count, true);
    }

    /**
     * {@code count} samples an epoch, none twice, each drawn from the rest in proportion to its weight, as {@code WeightedRandomSampler}
     * without replacement.
     *
     * @param weights one a sample, at least 0, of which as many as {@code count} are not 0
     */
    static Sampler weightedOnce(double[] weights, int count) {
        return new WeightedSampler(weights, count, false);
    }

    /** The samples of these numbers, in another order in each epoch, as {@code SubsetRandomSampler}. */
    static Sampler subset(long... numbers) {
        return new SubsetSampler(numbers);
    }

    /**
     * Batches of samples of about the same length, in a random order: the shuffled samples are taken a hundred batches at a time, sorted by
     * length, cut into batches, and these shuffled.
     *
     * @param lengths one a sample
     */
    static Sampler byLength(int... lengths) {
        return new LengthSampler(lengths);
    }

    /**
     * What one of several processes takes of this sampler's epoch: every {@code world}-th sample from {@code rank} on, as {@code
     * DistributedSampler}. All take as many: the first samples are repeated where the number does not divide. All processes need the same seed,
     * {@code b.shuffle(seed)}.
     *
     * @param rank from 0 to {@code world - 1}
     * @param world how many processes there are
     */
    default Sampler share(int rank, int world) {
        return new SharedSampler(this, rank, world);
    }
}
