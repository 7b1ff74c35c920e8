package dev.tenon.data;

import java.util.Iterator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Samples that come one after another, nobody knows how many: lines of a file too large for memory, messages, a simulation. Each epoch begins
 * anew. An iterator that is {@link AutoCloseable} is closed when its epoch ends or is left.
 */
@FunctionalInterface
public interface SampleStream {
    /** The samples of an epoch, from 0; asked for by one thread at a time. */
    Iterator<Sample> samples(long epoch);

    /**
     * A loader as configured: {@code stream.batches(64, b -> b.shuffle().buffer(5000).workers(2))}. One that is continued reads what came
     * before and drops it.
     */
    default DataLoader batches(int size, UnaryOperator<LoaderOptions> options) {
        return DataLoader.of(this, size, options.apply(LoaderOptions.DEFAULT));
    }

    /** A loader of batches in the order of the samples. */
    default DataLoader batches(int size) {
        return batches(size, b -> b);
    }

    /** Every sample changed by a function without randomness. */
    default SampleStream map(UnaryOperator<Sample> change) {
        return then(samples -> samples.map(change));
    }

    /** The samples for which {@code wanted} says yes. */
    default SampleStream filter(Predicate<Sample> wanted) {
        return then(samples -> samples.filter(wanted));
    }

    /** The first {@code count} samples of each epoch. */
    default SampleStream take(long count) {
        return then(samples -> samples.limit(count));
    }

    /** Changed as a stream of the JDK, which must stay sequential. */
    private SampleStream then(UnaryOperator<Stream<Sample>> change) {
        return epoch -> new ChangedSamples(samples(epoch), change);
    }
}
