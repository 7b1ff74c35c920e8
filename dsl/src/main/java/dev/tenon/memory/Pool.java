package dev.tenon.memory;

import dev.tenon.core.Device;
import dev.tenon.core.OutOfMemoryException;
import dev.tenon.spi.Backend;
import dev.tenon.spi.Backends;
import dev.tenon.spi.UncheckedMemory;
import java.lang.ref.ReferenceQueue;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A device's caching allocator. Freed blocks wait for the next request of about their size; a training loop therefore stops asking the
 * system for memory after its first steps. What has not been needed for some seconds goes back to the system, and so does all that waits before
 * a request is refused. Where the backend caches by itself, requests go to it as they are.
 */
public final class Pool {
    private static final Pool CPU = new Pool(Device.CPU);
    private static final Map<Device, Pool> OTHERS = new ConcurrentHashMap<>();
    private static final long LEAST = 256;

    private final Device device;
    private final @Nullable Backend backend;
    /** The backend's memory where that caches by itself, else null. */
    private final @Nullable UncheckedMemory cache;
    private final ReferenceQueue<Object> unreachable = new ReferenceQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Loans loans = new Loans();
    private final Limbo limbo = new Limbo();
    private final Pressure pressure;
    private final Blocks blocks;
    private final SharedSlabs shared = new SharedSlabs();
    private final Idle idle = new Idle(this);

    private Pool(Device device) {
        this.device = device;
        this.backend = Backends.has(device.kind()) ? Backends.of(device) : null;
        this.cache = backend != null && backend.cachesMemory() ? backend.memory() : null;
        this.pressure = new Pressure(this, backend == null ? 0 : backend.memoryLimit(device.index()));
        this.blocks = new Blocks(backend == null ? null : backend.memory(), device.index(), pressure.limit());
        if (backend == null && device.kind() != Device.Kind.CPU) {
            Backends.of(device);
        }
    }

    /** The pool of this device. */
    public static Pool of(Device device) {
        return device.kind() == Device.Kind.CPU ? CPU : OTHERS.computeIfAbsent(device, Pool::new);
    }

    /**
     * Says that what the calling thread allocates from now on is used by other threads above all, as the batches that a loader's workers make:
     * every use is then counted, which costs a little, and what is released can be used again at once.
     */
    public static void allocateForOthers() {
        ThreadMemory.current().allocateForOthers();
    }

    /** Bytes that live tensors and temporaries occupy, slabs counted whole. */
    public long inUse() {
        return loans.bytes();
    }

    /** Bytes taken from the system: in use or waiting to be used again. A backend that caches by itself counts what waits. */
    public long held() {
        return cache == null ? blocks.held() : loans.bytes();
    }

    /** Bytes that may be held: {@code -Dtenon.memory.limit}, or a share of the machine's or the device's memory. */
    public long limit() {
        return pressure.limit();
    }

    /**
     * Memory for a tensor, uninitialised, in the thread's scope if it has one.
     *
     * @param thread the calling thread's
     */
    public UncheckedStorage allocate(long bytes, ThreadMemory thread) {
        var scope = thread.scope();
        if (bytes <= Slab.LARGEST && device.kind() == Device.Kind.CPU) {
            return small(bytes, thread, scope);
        }
        var storage = large(bytes, thread.owner(), scope);
        if (scope != null && storage.lease() != null) {
            scope.add(storage.lease());
        }
        return storage;
    }

    /** Memory that no scope frees, for temporaries that their user releases. */
    public UncheckedStorage borrow(long bytes) {
        return large(bytes, ThreadMemory.current().owner(), null);
    }

    private UncheckedStorage large(long bytes, @Nullable UncheckedVisitor owner, @Nullable Scope scope) {
        if (cache == null && bytes > pressure.limit()) {
            throw refusal(bytes);
        }
        var block = cache == null ? block(Math.max(bytes, LEAST)) : fromCache(bytes, cache);
        var storage = new UncheckedStorage(device, block.address(), bytes, null, owner, scope);
        var lease = new Lease(this, storage, block.address(), block.bytes(), owner);
        storage.lend(lease);
        link(lease);
        return storage;
    }

    private UncheckedStorage small(long bytes, ThreadMemory thread, @Nullable Scope scope) {
        if (thread.isVirtual) {
            return shared.take(bytes, () -> slab(null), (slab, address) -> new UncheckedStorage(device, address, bytes, slab, null, scope));
        }
        var slab = thread.slab;
        long address = slab == null ? -1 : slab.take(bytes);
        if (slab == null || address < 0) {
            slab = slab(thread.owner());
            thread.slab = slab;
            if (scope != null) {
                scope.add(slab);
            }
            address = slab.take(bytes);
        }
        return new UncheckedStorage(device, address, bytes, slab, thread.owner(), scope);
    }

    private Slab slab(@Nullable UncheckedVisitor owner) {
        var block = block(Slab.BYTES);
        var slab = new Slab(this, block, owner);
        link(slab.lease());
        return slab;
    }

    private void link(Lease lease) {
        lock.lock();
        try {
            loans.add(lease);
        } finally {
            lock.unlock();
        }
    }

    // ---- room -------------------------------------------------------------------------------------------------------

    private Block fromCache(long bytes, UncheckedMemory from) {
        takeBackWhatIsFree(bytes);
        return new Block(from.allocate(bytes, device.index()), bytes);
    }

    /** A block of at least this size; before it is refused, the collector is asked for what nobody holds, several times. */
    private Block block(long bytes) {
        int sizeClass = SizeClass.of(bytes);
        takeBackWhatIsFree(SizeClass.bytes(sizeClass));
        for (int attempt = 0;; attempt++) {
            long epoch = pressure.epoch();
            var block = attempted(sizeClass);
            if (block != null) {
                return block;
            }
            if (attempt == Pressure.ATTEMPTS) {
                throw refusal(bytes);
            }
            pressure.relieve(epoch, attempt);
        }
    }

    private @Nullable Block attempted(int sizeClass) {
        lock.lock();
        try {
            return blocks.take(sizeClass);
        } finally {
            lock.unlock();
        }
    }

    private void takeBackWhatIsFree(long bytes) {
        collect();
        if (limbo.isDue()) {
            limbo.sweep();
        }
        pressure.before(bytes);
    }

    ReferenceQueue<Object> unreachable() {
        return unreachable;
    }

    Limbo limbo() {
        return limbo;
    }

    /** Takes back what the collector found unreachable. */
    void collect() {
        for (var found = unreachable.poll(); found != null; found = unreachable.poll()) {
            if (found instanceof Lease lease) {
                lease.lost();
            }
        }
    }

    /** The memory of a loan that has ended. */
    void takeBack(Lease lease) {
        boolean much;
        lock.lock();
        try {
            loans.remove(lease);
            if (cache == null) {
                blocks.put(new Block(lease.address, lease.bytes));
            }
            much = tidied();
        } finally {
            lock.unlock();
        }
        if (cache != null) {
            cache.free(lease.address, lease.bytes, device.index());
        }
        if (much) {
            idle.watch();
        }
    }

    /** With the lock: gives what has waited long enough back to the system; true if more may follow. */
    private boolean tidied() {
        if (blocks.tidy(loans.bytes())) {
            pressure.peaked(blocks.peak());
        }
        return blocks.waiting() > Reserve.FLOOR;
    }

    /** Gives what has waited long enough back to the system; true if more may follow. */
    boolean tidy() {
        collect();
        limbo.sweep();
        lock.lock();
        try {
            return tidied();
        } finally {
            lock.unlock();
        }
    }

    /** Has the Java collector look for tensors that nothing refers to, and takes their memory back. */
    public void reclaim() {
        pressure.relieve(pressure.epoch(), 0);
    }

    // ---- reports ----------------------------------------------------------------------------------------------------

    /**
     * Loans of one size.
     *
     * @param bytes of each
     * @param count how many
     */
    public record Holding(long bytes, long count) {}

    /** What is on loan by size, the sizes that hold most in all first. */
    public List<Holding> holdings() {
        Map<Long, Long> counts;
        lock.lock();
        try {
            counts = loans.counts();
        } finally {
            lock.unlock();
        }
        return counts.entrySet().stream().map(entry -> new Holding(entry.getKey(), entry.getValue()))
            .sorted(Comparator.comparingLong((Holding holding) -> holding.bytes * holding.count).reversed()).toList();
    }

    private OutOfMemoryException refusal(long bytes) {
        var why = Collector.isOutOfReach()
            ? "\n  -XX:+DisableExplicitGC keeps the JVM from finding the tensors that nothing refers to: start it without that flag" : "";
        return new OutOfMemoryException("memory: " + bytes + " bytes asked for on " + device + ", " + inUse() + " in use and " + held()
            + " held, the limit is " + pressure.limit() + why
            + "\n  try:   smaller batches, a scope around temporaries, or -Dtenon.memory.limit=BYTES");
    }
}
