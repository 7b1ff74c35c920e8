package dev.tenon.data;

import dev.tenon.core.ArgumentException;
import org.jspecify.annotations.Nullable;

/** Batches of a stream. */
final class StreamedBatches implements BatchSource {
    private final SampleStream stream;
    private final int size;
    private final Recipe recipe;

    StreamedBatches(SampleStream stream, int size, Recipe recipe) {
        if (recipe.options().hasSampler()) {
            throw new ArgumentException("batches: a stream gives its samples in its own order and takes no sampler\n  try:   "
                + "b -> b.shuffle().buffer(1000)");
        }
        this.stream = stream;
        this.size = size;
        this.recipe = recipe;
    }

    @Override
    public long count() {
        return UNKNOWN;
    }

    @Override
    public Making epoch(long epoch, long first) {
        var cursor = new StreamCursor(stream, size, recipe.options(), epoch, first);
        return new Making() {
            @Override
            public @Nullable Made make(long number) {
                var samples = cursor.take(number);
                return samples.isEmpty() ? null : recipe.batch(samples, number * size, epoch, number);
            }

            @Override
            public void end() {
                cursor.close();
            }
        };
    }
}
