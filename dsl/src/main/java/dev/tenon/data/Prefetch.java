package dev.tenon.data;

import dev.tenon.core.TenonException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes batches ahead on worker threads and hands them out in order.
 */
final class Prefetch implements AutoCloseable {
    private final BatchSource.Making making;
    private final @Nullable Duration timeout;
    private final long end;
    private final Workers workers;
    private final Queue<Future<BatchSource.@Nullable Made>> ahead = new ArrayDeque<>();
    private long next;
    private long position;

    /**
     * Starts making the first batches.
     *
     * @param options how far ahead to work, and how long to wait
     * @param first number of the first batch
     * @param end number after that of the last
     */
    Prefetch(Workers workers, LoaderOptions options, long first, long end, BatchSource.Making making) {
        this.making = making;
        this.timeout = options.timeout();
        this.workers = workers;
        this.next = first;
        this.position = first;
        this.end = end;
        for (int i = 0; i < workers.count() * options.prefetch(); i++) {
            submit();
        }
    }

    private void submit() {
        if (next < end) {
            long item = next++;
            ahead.add(workers.submit(() -> making.make(item)));
        }
    }

    /**
     * The next batch, or null if there is none; what its making threw is thrown here, and the next call gives the batch after it.
     *
     * @throws TenonException if this thread is interrupted or waits too long; the batch is not lost then
     */
    BatchSource.@Nullable Made take() {
        var future = ahead.element();
        try {
            var item = timeout == null ? future.get() : future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            advance();
            return item;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw error("the thread was interrupted while it waited for a batch", e);
        } catch (TimeoutException e) {
            throw error("batch " + position + " is not ready after " + timeout + "; it can be asked for again\n  try:   more workers, or "
                + "b -> b.timeout(Duration.ofMinutes(5))", e);
        } catch (ExecutionException e) {
            advance();
            throw Prefetch.<RuntimeException>as(e.getCause() == null ? e : e.getCause());
        }
    }

    /** The number of the batch that {@link #take} gives next. */
    long position() {
        return position;
    }

    private void advance() {
        ahead.remove();
        position++;
        submit();
    }

    private static TenonException error(String message, Exception cause) {
        var error = new TenonException("batches: " + message);
        error.initCause(cause);
        return error;
    }

    /** As without workers: what was thrown, whether its type was declared or not. */
    @SuppressWarnings("unchecked") // the type is erased
    private static <E extends Throwable> E as(Throwable cause) throws E {
        throw (E) cause;
    }

    @Override
    public void close() {
        ahead.forEach(future -> future.cancel(true));
        ahead.clear();
    }
}
