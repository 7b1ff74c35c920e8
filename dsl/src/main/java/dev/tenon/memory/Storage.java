package dev.tenon.memory;

import dev.tenon.core.Device;
import dev.tenon.core.ReleasedException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The memory behind one or more tensors that view it. Freed by the scope it belongs to, or else when nothing refers to it any more.
 */
public final class Storage {
    private static final AtomicIntegerFieldUpdater<Storage> VERSION = AtomicIntegerFieldUpdater.newUpdater(Storage.class, "version");

    private final Device device;
    private final long address;
    private final long bytes;
    /** A small storage's slab, or the owner of foreign memory: held so that it stays reachable. Large storages have a lease instead. */
    private final @Nullable Object keptAlive;
    private @Nullable Lease lease;
    private boolean holdsSlab;
    private volatile @Nullable Scope scope;
    private volatile @Nullable String releasedBy;
    private volatile int version;
    private volatile int rebases;
    /** How many gradients of the running backward pass lie here; only the thread of that pass touches it. */
    public int pins;

    Storage(Device device, long address, long bytes, @Nullable Object keptAlive, @Nullable Scope scope) {
        this.device = device;
        this.address = address;
        this.bytes = bytes;
        this.keptAlive = keptAlive;
        this.scope = scope;
    }

    /** Memory that someone else owns, kept alive as long as this storage is reachable: a mapped file, a Java buffer. */
    public static Storage foreign(Device device, long address, long bytes, Object owner) {
        return new Storage(device, address, bytes, owner, null);
    }

    public Device device() {
        return device;
    }

    public long bytes() {
        return bytes;
    }

    /** Address of the first byte, whether or not the storage is still alive; callers check {@link #requireAlive} first. */
    public long address() {
        return address;
    }

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

    public boolean isAlive() {
        var owner = scope;
        return releasedBy == null && (owner == null || !owner.isClosed());
    }

    /**
     * Checks that the memory has not been released.
     *
     * @throws ReleasedException naming the scope that released it
     */
    public void requireAlive(String user) {
        if (!isAlive()) {
            var owner = scope;
            var by = releasedBy != null ? releasedBy : owner == null ? "a scope" : owner.toString();
            throw new ReleasedException(user + ": the tensor's memory was released by " + by
                + "\n  try:   keep it: scope.keep(tensor) before the scope ends, or clone() it outside");
        }
    }

    /** The scope that will free this, or null. */
    public @Nullable Scope scope() {
        return scope;
    }

    /** Takes this storage out of its scope: from now on it lives as long as something refers to it. */
    public void escape() {
        holdSlab();
        scope = null;
        if (lease != null) {
            lease.scope = null;
        }
    }

    /** What leaves the scope whose slab it lies in keeps that slab from going back. */
    private void holdSlab() {
        if (scope != null && !holdsSlab && keptAlive instanceof Slab slab) {
            holdsSlab = true;
            slab.hold();
        }
    }

    /** Moves this storage to another scope. */
    void moveTo(Scope target) {
        holdSlab();
        scope = target;
        if (lease != null) {
            target.add(this);
        }
    }

    /** Frees the memory now; later use is a {@link ReleasedException} that names {@code by}. Does nothing the second time. */
    public void release(String by) {
        if (releasedBy == null) {
            releasedBy = by;
            if (lease != null) {
                lease.end();
            } else if (holdsSlab && keptAlive instanceof Slab slab) {
                slab.letGo();
            }
        }
    }

    /** Ties a large storage to its loan; called once, before the storage is handed out. */
    void lend(Lease loan) {
        lease = loan;
    }

    @Nullable Lease lease() {
        return lease;
    }
}
