package dev.tenon.memory;

import dev.tenon.core.Device;
import dev.tenon.core.ReleasedException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The memory behind one or more tensors that view it. Freed by the scope it belongs to, or else when nothing refers to it any more.
 * Who is to read or write it enters first ({@link UncheckedVisitor}, {@link #enter}); memory that is released meanwhile is not used again before it has been left.
 */
public final class UncheckedStorage {
    private static final AtomicIntegerFieldUpdater<UncheckedStorage> VERSION = AtomicIntegerFieldUpdater.newUpdater(UncheckedStorage.class,
        "version");
    private static final AtomicReferenceFieldUpdater<UncheckedStorage, String> RELEASED_BY = AtomicReferenceFieldUpdater
        .newUpdater(UncheckedStorage.class, String.class, "releasedBy");

    private static final VarHandle SCOPE = scope(MethodHandles.lookup());

    private final Device device;
    private final long address;
    private final long bytes;
    /** The thread that enters without being counted, because only it can release the memory at once; null if every use is counted. */
    private final @Nullable UncheckedVisitor owner;
    /** What the memory is of, held so that it stays reachable: a {@link Lease}, a {@link Slab} or {@link Foreign} memory. */
    private @Nullable Object backing;
    private boolean holdsSlab;
    private volatile @Nullable Scope scope;
    private volatile @Nullable String releasedBy;
    private volatile int version;
    private volatile int rebases;
    private @Nullable Export export;
    /** How many gradients of the running backward pass lie here; only the thread of that pass touches it. */
    private int pins;

    UncheckedStorage(Device device, long address, long bytes, @Nullable Object backing, @Nullable UncheckedVisitor owner,
        @Nullable Scope scope) {
        this.device = device;
        this.address = address;
        this.bytes = bytes;
        this.backing = backing;
        this.owner = owner;
        // Nobody else knows this storage yet: a volatile store would cost as much as the rest of a small tensor.
        SCOPE.set(this, scope);
    }

    /** Memory of the CPU that someone else owns, kept alive as long as this storage is reachable. Once its arena is closed it counts as released. */
    public static UncheckedStorage foreign(MemorySegment memory, Object owner) {
        return new UncheckedStorage(Device.CPU, memory.address(), memory.byteSize(), new Foreign(memory, owner), null, null);
    }

    public Device device() {
        return device;
    }

    public long bytes() {
        return bytes;
    }

    /** Address of the first byte, whether or not the storage is still alive; who uses it has entered. */
    public long address() {
        return address;
    }

    // ---- changes ----------------------------------------------------------------------------------------------------

    /** Counts in-place changes, so that a changed saved value is noticed. */
    public int version() {
        return version;
    }

    /** Notes an in-place change. */
    public void bump() {
        VERSION.incrementAndGet(this);
    }

    /** Counts in-place changes that autograd recorded; a view from before one has an outdated history. */
    public int rebases() {
        return rebases;
    }

    /** Notes an in-place change that autograd recorded. Only the thread that owns the graph calls this. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one graph is built by one thread
    public void rebase() {
        rebases++;
    }

    /** How many gradients of the running backward pass lie here; asked and counted by the thread of that pass only. */
    public int pins() {
        return pins;
    }

    /** One more gradient lies here. */
    public void pin() {
        pins++;
    }

    /** One less; returns how many are left. */
    public int unpin() {
        return --pins;
    }

    // ---- use --------------------------------------------------------------------------------------------------------

    /**
     * Enters the memory: until the visitor leaves it is not used for anything else, whoever releases it. The visitor is the calling thread's and
     * has entered before.
     *
     * @param user the operator or method that errors name
     * @throws ReleasedException if the memory has been released
     */
    public void enter(UncheckedVisitor visitor, String user) {
        if (isOpenTo(visitor)) {
            return;
        }
        var lease = owner == visitor ? null : lease();
        if (lease != null && !lease.hold()) {
            throw released(user);
        }
        if (!isAlive()) {
            if (lease != null) {
                lease.letGo();
            }
            throw released(user);
        }
        if (lease != null) {
            visitor.note(lease);
        } else if (backing instanceof Foreign foreign) {
            foreign.requireThread(user);
        }
    }

    /** Whether the thread may use the memory with nothing counted: it is alive and the thread's own. */
    public boolean isOpenTo(UncheckedVisitor visitor) {
        if (owner != visitor || releasedBy != null) {
            return false;
        }
        var in = scope;
        return in == null || !in.isClosed();
    }

    /**
     * The whole memory for code that is not Tenon's: it can be used from any thread until the storage is released, and throws afterwards.
     *
     * @throws ReleasedException if it has been released
     */
    public synchronized MemorySegment segment(String user) {
        requireAlive(user);
        if (backing instanceof Foreign foreign) {
            return foreign.memory();
        }
        var made = export;
        if (made == null) {
            made = new Export(this);
            var in = scope;
            if (in != null && !in.add(made)) {
                throw released(user);
            }
            export = made;
            if (releasedBy != null) {
                made.end();
                throw released(user);
            }
        }
        return made.memory;
    }

    // ---- life -------------------------------------------------------------------------------------------------------

    public boolean isAlive() {
        var in = scope;
        return releasedBy == null && (in == null || !in.isClosed())
            && (owner != null || !(backing instanceof Foreign foreign) || foreign.isOpen());
    }

    /**
     * Checks that the memory has not been released.
     *
     * @throws ReleasedException naming the scope that released it
     */
    public void requireAlive(String user) {
        if (!isAlive()) {
            throw released(user);
        }
    }

    private ReleasedException released(String user) {
        var in = scope;
        var by = releasedBy;
        if (by == null) {
            by = in != null ? in.toString() : backing instanceof Foreign ? "its owner, who closed the arena" : "a scope";
        }
        return new ReleasedException(user + ": the tensor's memory was released by " + by
            + "\n  try:   keep it: scope.keep(tensor) before the scope ends, or clone() it outside");
    }

    /** The scope that will free this, or null. */
    public @Nullable Scope scope() {
        return scope;
    }

    /**
     * Takes this storage out of its scope: from now on it lives as long as something refers to it.
     *
     * @throws ReleasedException if it has been released
     */
    public synchronized void escape(String user) {
        requireAlive(user);
        var in = scope;
        if (in == null) {
            return;
        }
        synchronized (in) {
            requireAlive(user);
            moveTo(null);
        }
    }

    /** Moves this storage out of its scope and into another or none; the caller holds the locks of both and of this. */
    void moveTo(@Nullable Scope target) {
        var lease = backing instanceof Lease own ? own : null;
        if (scope != null && !holdsSlab && backing instanceof Slab slab) {
            // What leaves the scope whose slab it lies in keeps that slab from going back.
            holdsSlab = slab.lease().hold();
        }
        scope = target;
        if (lease != null) {
            lease.scope = target;
        }
        if (target != null) {
            target.take(lease, export);
        }
    }

    /** Frees the memory now; later use is a {@link ReleasedException} that names {@code by}. Does nothing the second time. */
    public void release(String by) {
        if (!RELEASED_BY.compareAndSet(this, null, by)) {
            return;
        }
        synchronized (this) {
            if (export != null) {
                export.end();
            }
        }
        if (backing instanceof Lease own) {
            own.end();
        } else if (holdsSlab && backing instanceof Slab slab) {
            slab.lease().retire();
        }
    }

    /** Ties a large storage to its loan; called once, before the storage is handed out. */
    void lend(Lease loan) {
        backing = loan;
    }

    private static VarHandle scope(MethodHandles.Lookup lookup) {
        try {
            return lookup.findVarHandle(UncheckedStorage.class, "scope", Scope.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Nullable Lease lease() {
        return backing instanceof Lease own ? own : backing instanceof Slab slab ? slab.lease() : null;
    }
}
