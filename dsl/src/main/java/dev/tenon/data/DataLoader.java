package dev.tenon.data;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Generator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives the batches of a dataset or a stream. Each iteration is a scope: what it creates, the batch included, is freed when the next begins,
 * except parameters, gradients, optimizer state and what was kept. Which samples a batch holds follows from the seed and the epoch, whatever
 * the number of workers.
 */
public final class DataLoader implements Iterable<Batch> {
    /** What {@link #size} says of a stream, whose end nobody knows. */
    public static final long UNKNOWN_SIZE = BatchSource.UNKNOWN;

    private final Function<Recipe, BatchSource> origin;
    private final BatchSource source;
    private final int batchSize;
    private final Recipe recipe;
    private final @Nullable Workers workers;
    private long epoch;

    private DataLoader(Function<Recipe, BatchSource> origin, int batchSize, Recipe recipe) {
        this.origin = origin;
        this.batchSize = batchSize;
        this.recipe = recipe;
        this.source = origin.apply(recipe);
        int threads = recipe.options().workers();
        this.workers = threads == 0 ? null : new Workers(threads);
    }

    static DataLoader of(Dataset dataset, int size, LoaderOptions options) {
        requireSize(size);
        return new DataLoader(recipe -> new NumberedBatches(dataset, size, recipe), size, new Recipe(options, seed(options)));
    }

    static DataLoader of(SampleStream stream, int size, LoaderOptions options) {
        requireSize(size);
        return new DataLoader(recipe -> new StreamedBatches(stream, size, recipe), size, new Recipe(options, seed(options)));
    }

    private static void requireSize(int size) {
        if (size < 1) {
            throw new ArgumentException("batches: the batch size must be at least 1, got " + size);
        }
    }

    /** Random changes follow the seed of the order, or where the samples come in theirs, one that the global generator gives. */
    private static long seed(LoaderOptions options) {
        var order = options.order();
        return order != null ? order : options.isRandom() ? Generator.global().nextLong() : 0;
    }

    /** How many batches an epoch has; {@link #UNKNOWN_SIZE} of a stream. */
    public long size() {
        return source.count();
    }

    /** How many samples a batch has, but for a last one that is shorter. */
    public int batchSize() {
        return batchSize;
    }

    public LoaderOptions options() {
        return recipe.options();
    }

    /** What samplers and random changes of the batches follow; {@link LoaderOptions#order} where there is one. */
    public long seed() {
        return recipe.seed();
    }

    /**
     * The same batches in the order of another seed, or in the order of the samples if it is null.
     *
     * @param changes the seed of samplers and random changes
     */
    public DataLoader reordered(@Nullable Long order, long changes) {
        return new DataLoader(origin, batchSize, new Recipe(recipe.options().order(order), changes));
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
     * @param firstBatch how many of its batches to pass over; those of a dataset are not prepared
     */
    public BatchIterator iterator(long ofEpoch, long firstBatch) {
        epoch = ofEpoch + 1;
        long first = Math.min(firstBatch, size());
        return new BatchIterator(source.epoch(ofEpoch, first), workers, options(), first, size());
    }
}
