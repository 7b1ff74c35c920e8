package dev.tenon.data;

import dev.tenon.core.ArgumentException;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/** Numbered samples of inputs and targets. Workers ask for batches at the same time, so an implementation must not change. */
public interface Dataset {
    /** How many samples there are. */
    long size();

    /**
     * The samples of these numbers, in this order, on the CPU.
     *
     * @param indices each in {@code [0, size())}
     */
    Batch batch(long[] indices);

    /** A loader of batches, in the order of the samples. */
    default DataLoader batches(int size) {
        return batches(size, b -> b);
    }

    /** A loader as configured: {@code batches(64, b -> b.shuffle().workers(2))}. */
    default DataLoader batches(int size, UnaryOperator<LoaderOptions> options) {
        return new DataLoader(this, size, options.apply(LoaderOptions.DEFAULT));
    }

    /** The first {@code count} samples, or all if there are fewer. */
    default Dataset take(long count) {
        return subset(LongStream.range(0, Math.min(count, size())).toArray());
    }

    /**
     * The samples of these numbers.
     *
     * @throws ArgumentException if a number is out of range
     */
    default Dataset subset(long... indices) {
        return new Subset(this, indices);
    }

    /** This dataset with every batch changed by a function without randomness; for random changes see {@link LoaderOptions#transform}. */
    default Dataset map(UnaryOperator<Batch> change) {
        var source = this;
        return new Dataset() {
            @Override
            public long size() {
                return source.size();
            }

            @Override
            public Batch batch(long[] indices) {
                return change.apply(source.batch(indices));
            }
        };
    }
}
