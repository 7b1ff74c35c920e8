package dev.tenon.data;

import dev.tenon.core.ArgumentException;
import java.util.ArrayList;
import java.util.List;

/** The samples of several datasets, one after another. */
final class Concatenation implements SampleDataset {
    private final List<Dataset> sources;
    /** The number after the last of each. */
    private final long[] ends;

    Concatenation(Dataset first, Dataset... others) {
        var all = new ArrayList<Dataset>();
        all.add(first);
        all.addAll(List.of(others));
        sources = List.copyOf(all);
        ends = new long[sources.size()];
        long end = 0;
        for (int i = 0; i < ends.length; i++) {
            end += sources.get(i).size();
            ends[i] = end;
        }
    }

    @Override
    public long size() {
        return ends[ends.length - 1];
    }

    private int source(long index) {
        if (index < 0 || index >= size()) {
            throw new ArgumentException("concat: sample " + index + " is out of range, there are " + size());
        }
        int i = 0;
        while (index >= ends[i]) {
            i++;
        }
        return i;
    }

    private long within(long index, int source) {
        return source == 0 ? index : index - ends[source - 1];
    }

    @Override
    public Sample sample(long index) {
        int i = source(index);
        return sources.get(i).sample(within(index, i));
    }

    @Override
    public String describe(long index) {
        int i = source(index);
        return "sample " + index + ", in part " + i + " " + sources.get(i).describe(within(index, i));
    }
}
