package dev.tenon.data;

import dev.tenon.data.sampler.Order;
import dev.tenon.memory.Scope;
import dev.tenon.tensor.Generator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * How batches are made of samples. What comes up on the way is freed; the batch itself belongs to the scope around, if there is one.
 *
 * @param options the loader's
 * @param seed what random changes follow
 */
record Recipe(LoaderOptions options, long seed) {
    /** The batch of these samples of a dataset. */
    BatchSource.Made batch(Dataset dataset, long[] indices, long epoch, long number) {
        return made(number, () -> {
            var random = random(epoch, number);
            if (options.augmentation() == null && options.collation() == null) {
                return finished(dataset.batch(indices), random);
            }
            var samples = new ArrayList<Sample>(indices.length);
            for (long index : indices) {
                samples.add(augmented(dataset.samples(index).getFirst(), random, () -> dataset.describe(index)));
            }
            return finished(collated(samples), random);
        });
    }

    /** The batch of these samples of a stream, whose first has number {@code from}. */
    BatchSource.Made batch(List<Sample> samples, long from, long epoch, long number) {
        return made(number, () -> {
            var random = random(epoch, number);
            var changed = new ArrayList<Sample>(samples.size());
            for (var sample : samples) {
                changed.add(augmented(sample, random, () -> "sample " + (from + changed.size())));
            }
            return finished(collated(changed), random);
        });
    }

    private static BatchSource.Made made(long number, Supplier<Batch> body) {
        Supplier<BatchSource.Made> batch;
        try (var making = Scope.open("making of batch " + number)) {
            batch = Aside.of(body.get(), making);
        }
        return batch.get();
    }

    private Generator random(long epoch, long number) {
        return Order.stream(seed ^ epoch << 32, number);
    }

    private Sample augmented(Sample sample, Generator random, Supplier<String> name) {
        var augmentation = options.augmentation();
        try {
            return augmentation == null ? sample : augmentation.apply(sample, random);
        } catch (RuntimeException e) {
            throw new SampleException(name.get(), e);
        }
    }

    private Batch collated(List<Sample> samples) {
        var collation = options.collation();
        return (collation == null ? Collation.stacked() : collation).collate(samples);
    }

    private Batch finished(Batch batch, Generator random) {
        var transform = options.transform();
        return transform == null ? batch : transform.apply(batch, random);
    }
}
