package dev.tenon.data;

import dev.tenon.core.ArgumentException;
import java.util.Arrays;

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

    private long number(long index) {
        return indices[Math.toIntExact(index)];
    }

    @Override
    public Batch batch(long[] wanted) {
        return source.batch(Arrays.stream(wanted).map(this::number).toArray());
    }

    @Override
    public Sample sample(long index) {
        return source.sample(number(index));
    }

    /** By the number in the source, which is where someone will look for it. */
    @Override
    public String describe(long index) {
        return source.describe(number(index));
    }
}
