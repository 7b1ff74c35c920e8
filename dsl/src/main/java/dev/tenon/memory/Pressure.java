package dev.tenon.memory;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.PhantomReference;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes the Java collector run when native memory, which it cannot see, has grown enough since it last ran.
 * How much is enough adapts to what a collection costs: it doubles while collections take more than a fiftieth of the time.
 */
final class Pressure {
    private static final long FIRST_THRESHOLD = 256L << 20;
    private static final long PATIENCE_MILLIS = 200;
    private static final int LARGEST_SHARE = 50;

    private final Pool pool;
    private final long limit;
    /** What the threshold may grow to: a device has us collect by itself when it has no more memory, so that there it may be more. */
    private final long most;
    private final AtomicBoolean collecting = new AtomicBoolean();
    private volatile long threshold;
    private volatile long afterLast;
    private long lastEnd = System.nanoTime();

    /**
     * The pressure on a pool.
     *
     * @param deviceLimit bytes a device other than this machine's memory has for tensors, else 0
     */
    Pressure(Pool pool, long deviceLimit) {
        this.pool = pool;
        this.limit = deviceLimit > 0 ? deviceLimit : limitFromSettings();
        this.most = deviceLimit > 0 ? limit / 2 : limit / 8;
        this.threshold = deviceLimit > 0 ? Math.max(FIRST_THRESHOLD, deviceLimit / 64) : FIRST_THRESHOLD;
    }

    /** Bytes the pool may hold at most. */
    long limit() {
        return limit;
    }

    /** Called before each block is handed out. */
    void before(long bytes) {
        long wanted = pool.inUse() + bytes;
        if ((wanted - afterLast > threshold || wanted > limit) && collecting.compareAndSet(false, true)) {
            try {
                collect();
            } finally {
                collecting.set(false);
            }
        }
    }

    /** Collects now, and once more if another thread is at it. */
    void relieve() {
        collect();
    }

    private synchronized void collect() {
        long start = System.nanoTime();
        var sentinel = new PhantomReference<>(new Object(), pool.unreachable());
        System.gc();
        awaitReferences(sentinel);
        long end = System.nanoTime();
        if ((end - start) * LARGEST_SHARE > start - lastEnd) {
            threshold = Math.min(threshold * 2, Math.max(FIRST_THRESHOLD, most));
        }
        lastEnd = end;
        afterLast = pool.inUse();
    }

    /** The collector hands references over after it returns; the sentinel was found with them. */
    private void awaitReferences(PhantomReference<Object> sentinel) {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        try {
            while (System.nanoTime() < deadline) {
                var found = pool.unreachable().remove(1);
                if (found instanceof Lease lease) {
                    lease.end();
                } else if (found == sentinel) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pool.collect();
    }

    private static long limitFromSettings() {
        var set = Long.getLong("tenon.memory.limit");
        if (set != null) {
            return set;
        }
        long physical = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
            ? system.getTotalMemorySize() : 8L << 30;
        return Math.max(physical / 10 * 8 - Runtime.getRuntime().maxMemory() / 2, physical / 2);
    }
}
