package dev.tenon.data;

import dev.tenon.memory.Pool;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a loader, for all its epochs, because a thread that ends leaves what it allocated to the collector. They end by themselves when
 * nothing is asked for any more, so a loop that is broken out of leaves none behind.
 */
final class Workers {
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final ThreadPoolExecutor threads;

    Workers(int count) {
        threads = new ThreadPoolExecutor(count, count, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            var thread = new Thread(() -> {
                Pool.allocateForOthers();
                task.run();
            }, "tenon-loader-" + THREADS.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
    }

    int count() {
        return threads.getCorePoolSize();
    }

    <T> Future<T> submit(Callable<T> task) {
        return threads.submit(task);
    }
}
