package dev.tenon.cpu.engine;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads of all CPU kernels. A range is cut into parts whose bounds depend only on the number of threads, and kernels
 * give every element (or fixed-size piece) the same value whichever part it is in, so results do not depend on the threads.
 * The calling thread works too, and takes over parts that no worker has begun: a sleeping worker never delays a small job.
 */
public final class Workers {
    /** Work on one part of a range. */
    @FunctionalInterface
    public interface Part {
        void run(long from, long to);
    }

    /** More parts than threads, so that a thread that the system interrupts does not hold up the others. */
    private static final int PARTS_PER_THREAD = 4;
    private static final int SPINS = 4_000;

    private static final int MOST_THREADS = 256;
    /** Elements that are worth a thread. */
    private static final long GRAIN = 1 << 14;

    /** Started when first needed; the calling thread is the first worker, so slot 0 stays empty. */
    private static final @Nullable Worker[] WORKERS = new Worker[MOST_THREADS];
    /** The job in flight; one at a time, a second caller runs its own alone. */
    private static final AtomicReference<@Nullable Job> CURRENT = new AtomicReference<>();
    private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);
    private static volatile int limit = configured();

    private Workers() {}

    /** How many threads a large range is worked on by. */
    public static int threads() {
        return limit;
    }

    /** Uses at most this many threads from now on; results stay the same. */
    static void limit(int threads) {
        limit = Math.clamp(threads, 1, MOST_THREADS);
    }

    /** How many rows of n elements a thread takes at least. */
    public static long grain(long n) {
        return Math.max(1, GRAIN / Math.max(1, n));
    }

    /**
     * Runs {@code part} over [0, n), cut into contiguous parts of a multiple of {@code grain} (but the last) on the pool's threads.
     * Returns when all are done; the first exception is thrown again here.
     */
    public static void run(long n, long grain, Part part) {
        int threads = limit;
        if (n <= grain || threads == 1 || INSIDE.get()) {
            if (n > 0) {
                part.run(0, n);
            }
            return;
        }
        fork(n, grain, threads, part);
    }

    private static void fork(long n, long grain, int threads, Part part) {
        long grains = (n + grain - 1) / grain;
        int parts = (int) Math.min(grains, (long) threads * PARTS_PER_THREAD);
        var job = new Job(part, n, grain, grains, parts, Math.min(threads, parts));
        if (!CURRENT.compareAndSet(null, job)) {
            part.run(0, n);
            return;
        }
        INSIDE.set(true);
        try {
            wake(job.threads);
            job.work(0);
            job.await();
        } finally {
            INSIDE.set(false);
            CURRENT.set(null);
        }
        job.rethrow();
    }

    private static void wake(int threads) {
        for (int i = 1; i < threads; i++) {
            var worker = WORKERS[i];
            if (worker == null) {
                worker = new Worker(i);
                WORKERS[i] = worker;
                worker.start();
            } else if (worker.parked) {
                LockSupport.unpark(worker);
            }
        }
    }

    private static int configured() {
        int cores = Runtime.getRuntime().availableProcessors();
        return Math.clamp(Integer.getInteger("tenon.threads", cores), 1, MOST_THREADS);
    }

    /** A pool thread: waits a moment by spinning, because the next kernel usually follows at once, then sleeps. */
    private static final class Worker extends Thread {
        private final int index;
        private volatile boolean parked;

        Worker(int index) {
            super("tenon-worker-" + index);
            this.index = index;
            setDaemon(true);
        }

        @Override
        public void run() {
            INSIDE.set(true);
            Job last = null;
            while (true) {
                var job = next(last);
                if (index < job.threads) {
                    job.work(index);
                }
                last = job;
            }
        }

        private Job next(@Nullable Job last) {
            for (int i = 0; i < SPINS; i++) {
                var job = CURRENT.get();
                if (job != null && job != last) {
                    return job;
                }
                Thread.onSpinWait();
            }
            parked = true;
            try {
                while (true) {
                    var job = CURRENT.get();
                    if (job != null && job != last) {
                        return job;
                    }
                    LockSupport.park(Workers.class);
                }
            } finally {
                parked = false;
            }
        }
    }
}
