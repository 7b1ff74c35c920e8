package dev.tenon.data;

import dev.tenon.memory.Scope;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The batches of one epoch; opens a scope for each iteration and closes it when the next begins. A loop that may end early closes the
 * iterator, so that the scope of the last iteration ends with it.
 */
public final class BatchIterator implements Iterator<Batch>, AutoCloseable {
    private final BatchSource.Making making;
    private final @Nullable Prefetch prefetch;
    private final long end;
    private long next;
    private boolean closed;
    private @Nullable Scope scope;
    /** Whether a stream goes on is known when its next batch is there. */
    private @Nullable Batch ahead;

    BatchIterator(BatchSource.Making making, @Nullable Workers workers, LoaderOptions options, long first, long end) {
        this.making = making;
        this.next = first;
        this.end = end;
        this.prefetch = workers == null || first >= end ? null : new Prefetch(workers, options, first, end, making);
    }

    /** Whether there is a next batch. Of a stream it is made here, so what its making throws comes out here, too. */
    @Override
    public boolean hasNext() {
        if (ahead != null) {
            return true;
        }
        endIteration();
        if (next >= end) {
            close();
        } else if (end == BatchSource.UNKNOWN && !closed) {
            ahead = made();
            if (ahead == null) {
                close();
            }
        }
        return !closed;
    }

    /** The next batch. Where its making fails, the exception comes out here, and the next call gives the batch after it. */
    @Override
    public Batch next() {
        var batch = ahead;
        ahead = null;
        if (batch == null) {
            endIteration();
            batch = next >= end || closed ? null : made();
        }
        if (batch == null) {
            throw new NoSuchElementException(closed && next < end ? "the iterator was closed" : "the epoch has no more batches");
        }
        return batch;
    }

    private @Nullable Batch made() {
        long number = next;
        scope = Scope.open("iteration " + number);
        boolean made = false;
        try {
            var batch = prefetch == null ? making.make(number) : taken(prefetch, scope);
            made = true;
            return batch == null ? null : batch.batch();
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
    private static BatchSource.@Nullable Made taken(Prefetch prefetch, Scope iteration) {
        var batch = prefetch.take();
        if (batch != null) {
            batch.own().forEach(part -> part.moveTo(iteration));
        }
        return batch;
    }

    /** Frees the last iteration and ends the workers; does nothing the second time. */
    @Override
    public void close() {
        boolean first = !closed;
        closed = true;
        ahead = null;
        endIteration();
        if (prefetch != null) {
            prefetch.close();
        }
        if (first) {
            making.end();
        }
    }

    private void endIteration() {
        if (scope != null) {
            scope.close();
            scope = null;
        }
    }
}
