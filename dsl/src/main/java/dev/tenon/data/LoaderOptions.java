package dev.tenon.data;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Generator;
import org.jspecify.annotations.Nullable;

/**
 * How a loader gives its batches. The batches are the same for any number of workers.
 *
 * @param order the seed of the order, or null for the order of the samples; null
 * @param workers threads that prepare batches ahead; 0, which prepares each when it is asked for
 * @param prefetch batches prepared ahead per worker; 2
 * @param dropsLast whether a last batch that is not full is left out; false
 * @param transform a change of each batch that may be random, or null; null
 */
public record LoaderOptions(@Nullable Long order, int workers, int prefetch, boolean dropsLast, @Nullable Transform transform) {
    static final LoaderOptions DEFAULT = new LoaderOptions(null, 0, 2, false, null);

    /** Changes a batch; random numbers must come from {@code random}, which follows from the seed, the epoch and the batch. */
    @FunctionalInterface
    public interface Transform {
        Batch apply(Batch batch, Generator random);
    }

    public LoaderOptions {
        if (workers < 0 || prefetch < 1) {
            throw new ArgumentException("batches: workers must be at least 0 and prefetch at least 1, got " + workers + " and " + prefetch);
        }
    }

    /** Another order in each epoch, from a seed that the global generator gives. */
    public LoaderOptions shuffle() {
        return shuffle(Generator.global().nextLong());
    }

    /** Another order in each epoch, from this seed. */
    public LoaderOptions shuffle(long seed) {
        return new LoaderOptions(seed, workers, prefetch, dropsLast, transform);
    }

    public LoaderOptions workers(int threads) {
        return new LoaderOptions(order, threads, prefetch, dropsLast, transform);
    }

    public LoaderOptions prefetch(int perWorker) {
        return new LoaderOptions(order, workers, perWorker, dropsLast, transform);
    }

    /** Leaves out a last batch that is not full. */
    public LoaderOptions dropLast() {
        return new LoaderOptions(order, workers, prefetch, true, transform);
    }

    public LoaderOptions transform(Transform change) {
        return new LoaderOptions(order, workers, prefetch, dropsLast, change);
    }
}
