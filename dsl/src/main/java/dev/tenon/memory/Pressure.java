package dev.tenon.memory;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes the Java collector run when native memory, which it cannot see, has grown enough since it last ran. How much is enough adapts to what a
 * collection costs: more while collections take much of the time, less again when they take little, and never more than what lives, or 256 MiB.
 */
final class Pressure {
    /** How often a request that does not fit has the collector run before it is refused. */
    static final int ATTEMPTS = 3;

    private static final long LEAST = 128L << 20;
    private static final long ALWAYS_ALLOWED = 256L << 20;
    /** How long the collector's answer is waited for; it comes in milliseconds unless the machine is very busy. */
    private static final long PATIENCE_NANOS = 5_000_000_000L;
    private static final long QUIET_MILLIS = 1;
    private static final long PAUSE_MILLIS = 20;
    private static final int LARGEST_SHARE = 25;
    private static final int SMALL_SHARE = 200;

    private final Pool pool;
    private final long limit;
    private final long least;
    private final AtomicBoolean collecting = new AtomicBoolean();
    private volatile long threshold;
    private volatile long afterLast;
    private volatile long epoch;
    private long lastEnd = System.nanoTime();

    /**
     * The pressure on a pool.
     *
     * @param deviceLimit bytes a device other than this machine's memory has for tensors, else 0
     */
    Pressure(Pool pool, long deviceLimit) {
        this.pool = pool;
        this.limit = deviceLimit > 0 ? deviceLimit : limitFromSettings();
        // A device has us collect by itself when it has no more memory, so that there it may be more.
        this.least = Math.max(LEAST, deviceLimit / 64);
        this.threshold = least;
    }

    /** Bytes the pool may hold at most. */
    long limit() {
        return limit;
    }

    /** How many collections have ended. */
    long epoch() {
        return epoch;
    }

    /** Called before each block is handed out. */
    void before(long bytes) {
        long wanted = pool.inUse() + bytes;
        if ((wanted - afterLast > threshold || wanted > limit) && collecting.compareAndSet(false, true)) {
            try {
                relieve(epoch, 0);
            } finally {
                collecting.set(false);
            }
        }
    }

    /** What lived at the last collection may have been released since: no more than this was in use in the last seconds. */
    void peaked(long most) {
        afterLast = Math.min(afterLast, most);
    }

    /**
     * Collects, unless another thread has done so since the epoch. A later attempt comes after a pause: the collector may not have handed
     * over all it found, and what other threads use may be free by then.
     */
    void relieve(long seen, int attempt) {
        if (attempt > 1) {
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS << attempt);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        collect(seen);
    }

    private synchronized void collect(long seen) {
        if (epoch != seen) {
            return;
        }
        long start = System.nanoTime();
        var sentinel = new PhantomReference<>(new Object(), pool.unreachable());
        Collector.run();
        awaitReferences(sentinel);
        pool.limbo().sweep();
        long end = System.nanoTime();
        afterLast = pool.inUse();
        adapt(end - start, start - lastEnd);
        lastEnd = end;
        epoch = seen + 1;
    }

    private void adapt(long cost, long since) {
        if (cost * LARGEST_SHARE > since) {
            threshold *= 2;
        } else if (cost * SMALL_SHARE < since) {
            threshold /= 2;
        }
        long most = Math.min(Math.max(ALWAYS_ALLOWED, afterLast), Math.max(limit / 2, least));
        threshold = Math.clamp(threshold, least, Math.max(least, most));
    }

    /**
     * The collector hands references over after it returns, one by one: first the sentinel, which was found with them, is waited for, then
     * until no more come.
     */
    private void awaitReferences(PhantomReference<Object> sentinel) {
        long deadline = System.nanoTime() + (Collector.isOutOfReach() ? 0 : PATIENCE_NANOS);
        boolean interrupted = false;
        boolean handedOver = false;
        while (System.nanoTime() < deadline) {
            try {
                var found = pool.unreachable().remove(QUIET_MILLIS);
                if (found instanceof Lease lease) {
                    lease.lost();
                } else if (found == sentinel) {
                    handedOver = true;
                } else if (found == null && handedOver) {
                    break;
                }
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        Reference.reachabilityFence(sentinel);
        if (interrupted) {
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
