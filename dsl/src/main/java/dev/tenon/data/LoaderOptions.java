package dev.tenon.data;

import dev.tenon.core.ArgumentException;
import dev.tenon.data.sampler.Sampler;
import dev.tenon.tensor.Generator;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a loader gives its batches; they are the same for any number of workers. Immutable: each method answers a changed copy. */
public final class LoaderOptions {
    static final LoaderOptions DEFAULT = new LoaderOptions();

    private @Nullable Long order;
    private @Nullable Sampler sampler;
    private int workers;
    private int prefetch = 2;
    private int buffer = 1000;
    private boolean dropsLast;
    private @Nullable SampleTransform augmentation;
    private @Nullable Collation collation;
    private @Nullable Transform transform;
    private @Nullable Duration timeout;

    private LoaderOptions() {}

    /** Changes a batch; random numbers must come from {@code random}, which follows from the seed, the epoch and the batch. */
    @FunctionalInterface
    public interface Transform {
        Batch apply(Batch batch, Generator random);

        /** This change and then another one. */
        default Transform then(Transform next) {
            return (batch, random) -> next.apply(apply(batch, random), random);
        }
    }

    private LoaderOptions with(Consumer<LoaderOptions> change) {
        var copy = new LoaderOptions();
        copy.order = order;
        copy.sampler = sampler;
        copy.workers = workers;
        copy.prefetch = prefetch;
        copy.buffer = buffer;
        copy.dropsLast = dropsLast;
        copy.augmentation = augmentation;
        copy.collation = collation;
        copy.transform = transform;
        copy.timeout = timeout;
        change.accept(copy);
        return copy;
    }

    // ---- settings ---------------------------------------------------------------------------------------------------

    /** Another order in each epoch, from a seed that the global generator gives. */
    public LoaderOptions shuffle() {
        return shuffle(Generator.global().nextLong());
    }

    /** Another order in each epoch, from this seed, which samplers and random changes follow, too. */
    public LoaderOptions shuffle(long seed) {
        return with(o -> o.order = seed);
    }

    LoaderOptions order(@Nullable Long seed) {
        return with(o -> o.order = seed);
    }

    /** Which samples come, in which order, in which batches; else all, shuffled where a seed is given. */
    public LoaderOptions sampler(Sampler choice) {
        return with(o -> o.sampler = choice);
    }

    /** Threads that prepare batches ahead; 0, which prepares each when it is asked for. */
    public LoaderOptions workers(int threads) {
        if (threads < 0) {
            throw new ArgumentException("batches: workers must be at least 0, got " + threads);
        }
        return with(o -> o.workers = threads);
    }

    /** Batches prepared ahead per worker; 2. */
    public LoaderOptions prefetch(int perWorker) {
        if (perWorker < 1) {
            throw new ArgumentException("batches: prefetch must be at least 1, got " + perWorker);
        }
        return with(o -> o.prefetch = perWorker);
    }

    /** Samples among which the next one of a {@link SampleStream} is drawn where it is shuffled; 1000. */
    public LoaderOptions buffer(int samples) {
        if (samples < 1) {
            throw new ArgumentException("batches: the buffer must be at least 1, got " + samples);
        }
        return with(o -> o.buffer = samples);
    }

    /** Leaves out a last batch that is not full. */
    public LoaderOptions dropLast() {
        return with(o -> o.dropsLast = true);
    }

    /** A change of each sample before batches are made, which may be random. */
    public LoaderOptions augment(SampleTransform change) {
        return with(o -> o.augmentation = change);
    }

    /** How batches are made of samples; else by the dataset, which stacks them. */
    public LoaderOptions collate(Collation way) {
        return with(o -> o.collation = way);
    }

    /** A change of each batch, which may be random. */
    public LoaderOptions transform(Transform change) {
        return with(o -> o.transform = change);
    }

    /** How long to wait for a batch that a worker makes; else for ever. */
    public LoaderOptions timeout(Duration longest) {
        return with(o -> o.timeout = longest);
    }

    // ---- what they are ----------------------------------------------------------------------------------------------

    /** The seed of the order, or null for the order of the samples. */
    public @Nullable Long order() {
        return order;
    }

    /** Which samples come, in which order. */
    public Sampler sampler() {
        return sampler != null ? sampler : order != null ? Sampler.random() : Sampler.sequential();
    }

    boolean hasSampler() {
        return sampler != null;
    }

    /** Whether batches depend on a seed, though the order may not. */
    boolean isRandom() {
        return augmentation != null || transform != null || sampler != null && sampler.isRandom();
    }

    public int workers() {
        return workers;
    }

    public int prefetch() {
        return prefetch;
    }

    public int buffer() {
        return buffer;
    }

    public boolean dropsLast() {
        return dropsLast;
    }

    public @Nullable SampleTransform augmentation() {
        return augmentation;
    }

    public @Nullable Collation collation() {
        return collation;
    }

    public @Nullable Transform transform() {
        return transform;
    }

    public @Nullable Duration timeout() {
        return timeout;
    }
}
