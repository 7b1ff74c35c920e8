package dev.tenon.data;

import dev.tenon.memory.Scope;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The batches of one epoch; opens a scope for each iteration and closes it when the next begins. A loop that may end early closes the
 * iterator,
 * so that the scope of the last iteration ends with it.
 */
public final class BatchIterator implements Iterator<Batch>, AutoCloseable {
    private final LongFunction<Batch> make;
    private final @Nullable Prefetch<Batch> prefetch;
    private final long end;
    private long next;
    private boolean closed;
    private @Nullable Scope scope;

    BatchIterator(LongFunction<Batch> make, LoaderOptions options, long first, long end) {
        this.make = make;
        this.next = first;
        this.end = end;
        int workers = options.workers();
        this.prefetch = workers == 0 || first >= end ? null : new Prefetch<>(workers, workers * options.prefetch(), first, end, make);
    }

    @Override
    public boolean hasNext() {
        endIteration();
        if (next >= end) {
            close();
        }
        return !closed;
    }

    /** The next batch. Where its making fails, the exception comes out here, and the next call gives the batch after it. */
    @Override
    public Batch next() {
        endIteration();
        if (next >= end || closed) {
            throw new NoSuchElementException(closed && next < end ? "the iterator was closed" : "the epoch has no more batches");
        }
        long number = next;
        scope = Scope.open("iteration " + number);
        boolean made = false;
        try {
            var batch = prefetch == null ? make.apply(number) : taken(prefetch, scope);
            made = true;
            return batch;
        } finally {
            // A batch whose wait was interrupted is still to come.
            next = prefetch == null ? number + 1 : prefetch.position();
            // Not a catch: what a dataset in another language throws may be of any type.
            if (!made) {
                endIteration();
            }
        }
    }

    /** A worker's thread has no scope, so what it made belongs to none until this iteration takes it over. */
    private static Batch taken(Prefetch<Batch> prefetch, Scope iteration) {
        var batch = prefetch.take();
        batch.x().moveTo(iteration);
        batch.y().moveTo(iteration);
        return batch;
    }

    /** Frees the last iteration and ends the workers; does nothing the second time. */
    @Override
    public void close() {
        closed = true;
        endIteration();
        if (prefetch != null) {
            prefetch.close();
        }
    }

    private void endIteration() {
        if (scope != null) {
            scope.close();
            scope = null;
        }
    }
}
