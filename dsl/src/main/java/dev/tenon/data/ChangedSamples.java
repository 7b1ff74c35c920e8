package dev.tenon.data;

import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What becomes of the samples of an iterator; closes it. */
final class ChangedSamples implements Iterator<Sample>, AutoCloseable {
    private final Iterator<Sample> source;
    private final Iterator<Sample> changed;

    ChangedSamples(Iterator<Sample> source, UnaryOperator<Stream<Sample>> change) {
        this.source = source;
        var stream = StreamSupport.stream(Spliterators.spliteratorUnknownSize(source, Spliterator.ORDERED), false);
        this.changed = change.apply(stream).iterator();
    }

    @Override
    public boolean hasNext() {
        return changed.hasNext();
    }

    @Override
    public Sample next() {
        return changed.next();
    }

    @Override
    public void close() throws Exception {
        if (source instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
