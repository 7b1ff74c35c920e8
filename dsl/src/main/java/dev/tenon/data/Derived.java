package dev.tenon.data;

/** A dataset whose samples are made of those of the same number in another one. */
abstract class Derived implements SampleDataset {
    final Dataset source;

    Derived(Dataset source) {
        this.source = source;
    }

    @Override
    public long size() {
        return source.size();
    }

    @Override
    public String describe(long index) {
        return source.describe(index);
    }
}
