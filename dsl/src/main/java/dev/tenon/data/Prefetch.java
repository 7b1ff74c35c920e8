package dev.tenon.data;

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
     * The next item; what its making threw is thrown here.
     *
     * @throws IllegalStateException if there is none
     */
    T take() {
        var future = ahead.poll();
        if (future == null) {
            throw new IllegalStateException("no item is left");
        }
        submit();
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new IllegalStateException("interrupted while waiting for a batch", e);
        } catch (ExecutionException e) {
            close();
            throw rethrown(e.getCause() == null ? e : e.getCause());
        }
    }

    private static RuntimeException rethrown(Throwable cause) {
        switch (cause) {
            case RuntimeException e -> {
                return e;
            }
            case Error e -> throw e;
            default -> {
                return new IllegalStateException(cause);
            }
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
        ahead.clear();
    }
}
