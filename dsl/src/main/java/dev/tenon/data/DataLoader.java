package dev.tenon.data;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Generator;
import java.util.Arrays;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gives the batches of a dataset. Each iteration is a scope: what it creates, the batch included, is freed when the next begins, except
 * parameters, gradients, optimizer state and what was kept. Which samples a batch holds follows from the seed and the epoch, whatever the
 * number
 * of workers.
 */
public final class DataLoader implements Iterable<Batch> {
    private final Dataset dataset;
    private final int batchSize;
    private final LoaderOptions options;
    private final long seed;
    private long epoch;

    DataLoader(Dataset dataset, int batchSize, LoaderOptions options) {
        this(dataset, batchSize, options, seed(options));
    }

    private DataLoader(Dataset dataset, int batchSize, LoaderOptions options, long seed) {
        if (batchSize < 1) {
            throw new ArgumentException("batches: the batch size must be at least 1, got " + batchSize);
        }
        if (dataset.size() > Integer.MAX_VALUE - 8) {
            throw new ArgumentException("batches: more than 2^31 samples need a dataset that groups them, got " + dataset.size());
        }
        this.dataset = dataset;
        this.batchSize = batchSize;
        this.options = options;
        this.seed = seed;
    }

    /** Random changes follow the seed of the order, or where the samples come in theirs, one that the global generator gives. */
    private static long seed(LoaderOptions options) {
        var order = options.order();
        return order != null ? order : options.transform() != null ? Generator.global().nextLong() : 0;
    }

    public Dataset dataset() {
        return dataset;
    }

    /** How many batches an epoch has. */
    public long size() {
        long full = dataset.size() / batchSize;
        return options.dropsLast() || dataset.size() % batchSize == 0 ? full : full + 1;
    }

    public LoaderOptions options() {
        return options;
    }

    /** What random changes of the batches follow; {@link LoaderOptions#order} where there is one. */
    public long seed() {
        return seed;
    }

    /**
     * The same batches in the order of another seed, or in the order of the samples if it is null.
     *
     * @param changes the seed of random changes
     */
    public DataLoader reordered(@Nullable Long order, long changes) {
        return new DataLoader(dataset, batchSize, new LoaderOptions(order, options.workers(), options.prefetch(), options.dropsLast(),
            options.transform()), changes);
    }

    /** The number of the epoch that the next {@link #iterator} gives. */
    public long epoch() {
        return epoch;
    }

    /** The batches of the next epoch. */
    @Override
    public BatchIterator iterator() {
        return iterator(epoch, 0);
    }

    /**
     * The batches of an epoch from one of them on, to continue where something stopped.
     *
     * @param ofEpoch the epoch, from 0
     * @param firstBatch how many of its batches to pass over; they are not prepared
     */
    public BatchIterator iterator(long ofEpoch, long firstBatch) {
        epoch = ofEpoch + 1;
        int n = Math.toIntExact(dataset.size());
        var shuffle = options.order();
        var order = shuffle == null ? Order.straight(n) : Order.shuffled(n, shuffle, ofEpoch);
        LongFunction<Batch> make = b -> prepare(order, ofEpoch, b);
        return new BatchIterator(make, options, Math.min(firstBatch, size()), size());
    }

    private Batch prepare(long[] order, long ofEpoch, long number) {
        int from = Math.toIntExact(number * batchSize);
        var batch = dataset.batch(Arrays.copyOfRange(order, from, Math.min(from + batchSize, order.length)));
        var transform = options.transform();
        if (transform == null) {
            return batch;
        }
        return transform.apply(batch, Order.stream(seed ^ ofEpoch << 32, number));
    }
}
