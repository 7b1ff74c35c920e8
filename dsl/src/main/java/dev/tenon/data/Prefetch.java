package dev.tenon.data;

import dev.tenon.core.TenonException;
import dev.tenon.memory.Pool;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;

/**
 * Makes items ahead on worker threads and hands them out in order. The threads end by themselves when nothing is asked for any more, so a
 * loop
 * that is broken out of leaves none behind.
 *
 * @param <T> what is made
 */
final class Prefetch<T> implements AutoCloseable {
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final LongFunction<T> make;
    private final long end;
    private final ThreadPoolExecutor workers;
    private final Queue<Future<T>> ahead = new ArrayDeque<>();
    private long next;
    private long position;

    /**
     * Starts making the first items.
     *
     * @param threads worker threads, at least 1
     * @param depth items made ahead
     * @param first number of the first item
     * @param end number after that of the last
     */
    Prefetch(int threads, int depth, long first, long end, LongFunction<T> make) {
        this.make = make;
        this.next = first;
        this.position = first;
        this.end = end;
        this.workers = new ThreadPoolExecutor(threads, threads, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            var thread = new Thread(() -> {
                Pool.allocateForOthers();
                task.run();
            }, "tenon-loader-" + THREADS.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        workers.allowCoreThreadTimeOut(true);
        for (int i = 0; i < depth; i++) {
            submit();
        }
    }

    private void submit() {
        if (next < end) {
            long item = next++;
            ahead.add(workers.submit(() -> make.apply(item)));
        }
    }

    /**
     * The next item; what its making threw is thrown here, and the next call gives the item after it.
     *
     * @throws TenonException if this thread is interrupted; the item is not lost then
     */
    T take() {
        var future = ahead.element();
        try {
            var item = future.get();
            advance();
            return item;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        } catch (ExecutionException e) {
            advance();
            throw Prefetch.<RuntimeException>as(e.getCause() == null ? e : e.getCause());
        }
    }

    /** The number of the item that {@link #take} gives next. */
    long position() {
        return position;
    }

    private void advance() {
        ahead.remove();
        position++;
        submit();
    }

    private static TenonException interrupted(InterruptedException cause) {
        var error = new TenonException("batches: the thread was interrupted while it waited for a batch");
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
        workers.shutdownNow();
        ahead.clear();
    }
}
