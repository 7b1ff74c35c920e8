package dev.tenon.data;

import dev.tenon.core.ArgumentException;

/** Some samples of a dataset, in an order of their own. */
final class Subset implements Dataset {
    private final Dataset source;
    private final long[] indices;

    Subset(Dataset source, long[] indices) {
        this.source = source;
        this.indices = indices.clone();
        for (long index : indices) {
            if (index < 0 || index >= source.size()) {
                throw new ArgumentException("subset: sample " + index + " is out of range, there are " + source.size());
            }
        }
    }

    @Override
    public long size() {
        return indices.length;
    }

    @Override
    public Batch batch(long[] wanted) {
        var mapped = new long[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            mapped[i] = indices[Math.toIntExact(wanted[i])];
        }
        return source.batch(mapped);
    }
}
