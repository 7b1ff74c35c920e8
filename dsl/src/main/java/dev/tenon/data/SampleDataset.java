package dev.tenon.data;

/** A dataset that makes its samples one by one; a batch is made of them by the loader's {@link Collation}. */
public interface SampleDataset extends Dataset {
    /** The sample of this number, in {@code [0, size())}, on the CPU. */
    @Override
    Sample sample(long index);

    @Override
    default Batch batch(long[] indices) {
        return Collation.stacked().collate(samples(indices));
    }
}
