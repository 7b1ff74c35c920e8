package dev.tenon.memory;

import dev.tenon.core.Device;
import dev.tenon.core.OutOfMemoryException;
import dev.tenon.spi.Backend;
import dev.tenon.spi.Backends;
import java.lang.foreign.Arena;
import java.lang.ref.ReferenceQueue;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A device's caching allocator. Freed blocks wait by size class for the next request of their class; a training loop therefore
 * stops asking the system for memory after its first steps. Where the backend caches by itself, requests go to it as they are.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // what is volatile is read without the lock and changed only with it
public final class Pool {
    private static final Pool CPU = new Pool(Device.CPU);
    private static final Map<Device, Pool> OTHERS = new ConcurrentHashMap<>();
    private static final long ALIGNMENT = 64;

    private final Device device;
    private final @Nullable Backend backend;
    /** The backend where it caches by itself, else null. */
    private final @Nullable Backend cache;
    private final ReferenceQueue<Object> unreachable = new ReferenceQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final AddressStack[] cached = new AddressStack[SizeClass.COUNT];
    private final Pressure pressure;
    private @Nullable Lease leases;
    private volatile long inUse;
    private volatile long held;

    private Pool(Device device) {
        this.device = device;
        this.backend = Backends.has(device.kind()) ? Backends.of(device) : null;
        this.cache = backend != null && backend.cachesMemory() ? backend : null;
        this.pressure = new Pressure(this, backend == null ? 0 : backend.memoryLimit(device.index()));
        if (backend == null && device.kind() != Device.Kind.CPU) {
            Backends.of(device);
        }
    }

    /** The pool of this device. */
    public static Pool of(Device device) {
        return device.kind() == Device.Kind.CPU ? CPU : OTHERS.computeIfAbsent(device, Pool::new);
    }

    /** Bytes that live tensors occupy, slabs counted whole. */
    public long inUse() {
        return inUse;
    }

    /** Bytes taken from the system: in use or waiting to be used again. A backend that caches by itself counts what waits. */
    public long held() {
        return cache == null ? held : inUse;
    }

    /** Memory for a tensor, uninitialised, in the calling thread's scope if it has one. */
    public Storage allocate(long bytes) {
        var locals = ThreadMemory.current();
        if (bytes <= Slab.LARGEST && device.kind() == Device.Kind.CPU) {
            return small(bytes, locals);
        }
        if (cache != null) {
            return lent(exact(bytes, cache), bytes, bytes, locals.scope());
        }
        if (bytes > pressure.limit()) {
            throw tooMuch(bytes);
        }
        int sizeClass = SizeClass.of(Math.max(bytes, 256));
        return lent(block(sizeClass), bytes, SizeClass.bytes(sizeClass), locals.scope());
    }

    private Storage lent(long address, long bytes, long blockBytes, @Nullable Scope scope) {
        var storage = new Storage(device, address, bytes, null, scope);
        storage.lend(lend(storage, address, blockBytes));
        if (scope != null) {
            scope.add(storage);
        }
        return storage;
    }

    private long exact(long bytes, Backend from) {
        collect();
        pressure.before(bytes);
        return from.allocate(bytes, device.index());
    }

    private Storage small(long bytes, ThreadMemory locals) {
        var slab = locals.slab;
        long address = slab == null ? -1 : slab.take(bytes);
        if (slab == null || address < 0) {
            int sizeClass = SizeClass.of(Slab.BYTES);
            long base = block(sizeClass);
            slab = new Slab(base);
            slab.lend(lend(slab, base, SizeClass.bytes(sizeClass)));
            locals.slab = slab;
            if (locals.scope() != null) {
                locals.scope().add(slab);
            }
            address = slab.take(bytes);
        }
        return new Storage(device, address, bytes, slab, locals.scope());
    }

    ReferenceQueue<Object> unreachable() {
        return unreachable;
    }

    /** Returns what the collector found unreachable; true if there was anything. */
    boolean collect() {
        boolean any = false;
        for (var found = unreachable.poll(); found != null; found = unreachable.poll()) {
            if (found instanceof Lease lease) {
                lease.end();
                any = true;
            }
        }
        return any;
    }

    void takeBack(Lease lease) {
        lock.lock();
        try {
            unlink(lease);
            if (cache == null) {
                stack(SizeClass.of(lease.bytes)).push(lease.address);
            }
            inUse -= lease.bytes;
        } finally {
            lock.unlock();
        }
        if (cache != null) {
            cache.free(lease.address, lease.bytes, device.index());
        }
    }

    /** Has the Java collector look for tensors that nothing refers to, and takes their memory back. */
    public void reclaim() {
        pressure.relieve();
    }

    /**
     * Loans of one size.
     *
     * @param bytes of each
     * @param count how many
     */
    public record Holding(long bytes, long count) {}

    /** What is on loan by size, the sizes that hold most in all first. */
    public List<Holding> holdings() {
        var counts = new HashMap<Long, Long>();
        lock.lock();
        try {
            var lease = leases;
            while (lease != null) {
                counts.merge(lease.bytes, 1L, Long::sum);
                lease = lease.next == leases ? null : lease.next;
            }
        } finally {
            lock.unlock();
        }
        return counts.entrySet().stream().map(entry -> new Holding(entry.getKey(), entry.getValue()))
            .sorted(Comparator.comparingLong((Holding holding) -> holding.bytes * holding.count).reversed()).toList();
    }

    private long block(int sizeClass) {
        collect();
        long bytes = SizeClass.bytes(sizeClass);
        pressure.before(bytes);
        lock.lock();
        try {
            long address = stack(sizeClass).pop();
            if (address != 0) {
                return address;
            }
            if (held + bytes > pressure.limit()) {
                trim();
            }
            if (held + bytes > pressure.limit()) {
                throw tooMuch(bytes);
            }
            address = fromSystem(bytes);
            held += bytes;
            return address;
        } finally {
            lock.unlock();
        }
    }

    private long fromSystem(long bytes) {
        try {
            return backend != null ? backend.allocate(bytes, device.index()) : Arena.global().allocate(bytes, ALIGNMENT).address();
        } catch (OutOfMemoryError e) {
            var refusal = tooMuch(bytes);
            refusal.initCause(e);
            throw refusal;
        }
    }

    /** Gives cached blocks back to the system, which only happens when the limit would be passed. */
    private void trim() {
        if (backend == null) {
            return;
        }
        for (int sizeClass = 0; sizeClass < cached.length; sizeClass++) {
            var stack = cached[sizeClass];
            long bytes = SizeClass.bytes(sizeClass);
            for (long address = stack == null ? 0 : stack.pop(); address != 0; address = stack.pop()) {
                backend.free(address, bytes, device.index());
                held -= bytes;
            }
        }
    }

    private Lease lend(Object holder, long address, long bytes) {
        var lease = new Lease(this, holder, address, bytes);
        lock.lock();
        try {
            link(lease);
            inUse += bytes;
        } finally {
            lock.unlock();
        }
        return lease;
    }

    private void link(Lease lease) {
        if (leases != null) {
            lease.next = leases;
            lease.previous = leases.previous;
            leases.previous.next = lease;
            leases.previous = lease;
        }
        leases = lease;
    }

    private void unlink(Lease lease) {
        if (leases == lease) {
            leases = lease.next == lease ? null : lease.next;
        }
        lease.previous.next = lease.next;
        lease.next.previous = lease.previous;
        lease.next = lease;
        lease.previous = lease;
    }

    private AddressStack stack(int sizeClass) {
        var stack = cached[sizeClass];
        if (stack == null) {
            stack = new AddressStack();
            cached[sizeClass] = stack;
        }
        return stack;
    }

    private OutOfMemoryException tooMuch(long bytes) {
        return new OutOfMemoryException("memory: " + bytes + " bytes asked for on " + device + ", " + inUse + " in use and " + held
            + " held, the limit is " + pressure.limit()
            + "\n  try:   smaller batches, a scope around temporaries, or -Dtenon.memory.limit=BYTES");
    }
}
