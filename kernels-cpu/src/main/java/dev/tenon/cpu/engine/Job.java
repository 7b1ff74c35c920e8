package dev.tenon.cpu.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/** One parallel run of {@link Workers}: parts are claimed by flag, so that each thread begins with the same ones every time. */
final class Job {
    private static final int SPINS = 20_000;

    final int threads;
    private final Workers.Part part;
    private final long n;
    private final long grain;
    private final long grains;
    private final int parts;
    private final AtomicIntegerArray claimed;
    private final AtomicInteger done = new AtomicInteger();
    private volatile @Nullable Throwable failure;

    Job(Workers.Part part, long n, long grain, long grains, int parts, int threads) {
        this.part = part;
        this.n = n;
        this.grain = grain;
        this.grains = grains;
        this.parts = parts;
        this.threads = threads;
        this.claimed = new AtomicIntegerArray(parts);
    }

    /** Works on the parts of this thread, whose memory its caches may still hold, then on any that nobody has begun. */
    void work(int thread) {
        int first = (int) ((long) parts * thread / threads);
        for (int i = 0; i < parts; i++) {
            int p = first + i < parts ? first + i : first + i - parts;
            if (claimed.getPlain(p) == 0 && claimed.compareAndSet(p, 0, 1)) {
                run(p, thread);
            }
        }
    }

    private void run(int p, int thread) {
        try {
            part.run(start(p), start(p + 1));
        } catch (Throwable e) {
            failure = e;
            if (thread > 0) {
                Scratch.of().abandon();
            }
        } finally {
            done.incrementAndGet();
        }
    }

    private long start(int p) {
        return Math.min(n, grains * p / parts * grain);
    }

    /** Waits for the parts that workers have begun. */
    @SuppressWarnings("ThreadPriorityCheck") // a part takes microseconds: too short to park for
    void await() {
        for (int i = 0; done.get() < parts; i++) {
            if (i < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    void rethrow() {
        var thrown = failure;
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
    }
}
