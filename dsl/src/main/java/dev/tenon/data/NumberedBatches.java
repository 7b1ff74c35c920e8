package dev.tenon.data;

import dev.tenon.core.ArgumentException;

/** Batches of a dataset, as a sampler chooses their samples. */
final class NumberedBatches implements BatchSource {
    private final Dataset dataset;
    private final int size;
    private final Recipe recipe;
    private final long count;

    NumberedBatches(Dataset dataset, int size, Recipe recipe) {
        if (dataset.size() > Integer.MAX_VALUE - 8) {
            throw new ArgumentException("batches: more than 2^31 samples need a dataset that groups them, got " + dataset.size());
        }
        this.dataset = dataset;
        this.size = size;
        this.recipe = recipe;
        var options = recipe.options();
        options.sampler().count(dataset.size());
        this.count = options.sampler().batchCount(dataset.size(), size, options.dropsLast());
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public Making epoch(long epoch, long first) {
        var options = recipe.options();
        var order = options.order();
        var batches = options.sampler().batches(dataset.size(), size, options.dropsLast(), order == null ? recipe.seed() : order, epoch);
        return number -> recipe.batch(dataset, batches.get(Math.toIntExact(number)).toArray(), epoch, number);
    }
}
