package dev.tenon.memory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Frees, when it ends, the memory of every tensor created in it on its thread, except what was kept.
 * Parameters, gradients and optimizer state never belong to one. Scopes nest; closing an outer one closes those within. Any thread may close
 * one: what others are computing with stays until they have done.
 */
public final class Scope implements AutoCloseable {
    private static final int FIRST_SWEEP = 256;

    private final String name;
    private final ThreadMemory thread;
    private final @Nullable Scope outer;
    /** What the thread was filling before this scope; it goes on with that afterwards. */
    private final @Nullable Slab outerSlab;
    // The lists are guarded by this scope's lock; closed is set with it.
    private List<Lease> leases = new ArrayList<>();
    private List<Slab> slabs = List.of();
    private List<Export> exports = List.of();
    private int nextSweep = FIRST_SWEEP;
    private boolean dissolved;
    private volatile boolean closed;

    private Scope(String name, ThreadMemory thread) {
        this.name = name;
        this.thread = thread;
        this.outer = thread.scope();
        this.outerSlab = thread.slab;
    }

    /**
     * Opens a scope on this thread.
     *
     * @param name what errors call it, such as {@code "iteration 7"}
     */
    public static Scope open(String name) {
        var thread = ThreadMemory.current();
        var scope = new Scope(name, thread);
        thread.scope(scope);
        thread.slab = null;
        return scope;
    }

    /** The innermost open scope of this thread, or null. */
    public static @Nullable Scope current() {
        return ThreadMemory.current().scope();
    }

    public boolean isClosed() {
        return closed;
    }

    /**
     * Lets this storage outlive the scope: it moves to the next outer scope. UncheckedStorage of other scopes is left alone.
     *
     * @throws dev.tenon.core.ReleasedException if it has been released
     */
    public void keep(UncheckedStorage storage) {
        synchronized (storage) {
            storage.requireAlive("keep");
            if (storage.scope() != this) {
                return;
            }
            synchronized (this) {
                storage.requireAlive("keep");
                for (var target = outer; target != null; target = target.outer) {
                    if (target.takes(storage)) {
                        return;
                    }
                }
                storage.moveTo(null);
            }
        }
    }

    /**
     * Takes over storage that belongs to no scope, such as what another thread made: this scope will free it.
     *
     * @throws dev.tenon.core.ReleasedException if it has been released
     */
    public void adopt(UncheckedStorage storage) {
        synchronized (storage) {
            storage.requireAlive("moveTo");
            if (storage.scope() == null) {
                takes(storage);
            }
        }
    }

    /** Takes the storage unless this scope is closed; the caller holds the locks of the storage and of its scope. */
    private synchronized boolean takes(UncheckedStorage storage) {
        if (!closed) {
            storage.moveTo(this);
        }
        return !closed;
    }

    /** Notes what a storage that comes in brings along; with this scope's lock. */
    void take(@Nullable Lease lease, @Nullable Export export) {
        if (lease != null) {
            note(lease);
        }
        if (export != null) {
            note(export);
        }
    }

    /** Notes a loan that was made in this scope. */
    void add(Lease lease) {
        synchronized (this) {
            if (!closed) {
                lease.scope = this;
                note(lease);
                return;
            }
        }
        lease.end();
    }

    private void note(Lease lease) {
        if (leases.size() >= nextSweep) {
            // A scope left open by a loop that was broken out of must not grow for ever.
            leases.removeIf(Lease::isEnded);
            nextSweep = Math.max(FIRST_SWEEP, leases.size() * 2);
        }
        leases.add(lease);
    }

    /** Notes a slab that is filled while this scope is the innermost. */
    void add(Slab slab) {
        synchronized (this) {
            if (!closed) {
                slabs = slabs.isEmpty() ? new ArrayList<>(2) : slabs;
                slabs.add(slab);
                return;
            }
        }
        slab.lease().end();
    }

    /** Notes a segment to be closed with this scope; false if it is closed already. */
    synchronized boolean add(Export export) {
        if (!closed) {
            note(export);
        }
        return !closed;
    }

    private void note(Export export) {
        exports = exports.isEmpty() ? new ArrayList<>(2) : exports;
        exports.add(export);
    }

    /** Frees what was created in this scope; does nothing the second time. */
    @Override
    public void close() {
        for (var within = thread.lastOpened(); within != null && within != this && encloses(within); within = within.outer) {
            within.end();
        }
        end();
        if (thread == ThreadMemory.current()) {
            // Leaves every scope that is closed, this one among them unless an open one lies within.
            thread.scope();
        }
    }

    /** Ends this scope without freeing anything: what it holds lives as long as something refers to it. */
    public void dissolve() {
        if (encloses(thread.lastOpened()) && thread == ThreadMemory.current()) {
            leave();
        }
        synchronized (this) {
            dissolved = true;
            empty();
        }
    }

    /** The thread goes on where it was before; only called on it. */
    void leave() {
        thread.scope(outer);
        thread.slab = outerSlab;
    }

    private boolean encloses(@Nullable Scope inner) {
        for (var scope = inner; scope != null; scope = scope.outer) {
            if (scope == this) {
                return true;
            }
        }
        return false;
    }

    private void end() {
        List<Lease> ownLeases;
        List<Slab> ownSlabs;
        List<Export> ownExports;
        synchronized (this) {
            if (closed || dissolved) {
                return;
            }
            ownLeases = leases;
            ownSlabs = slabs;
            ownExports = exports;
            empty();
            closed = true;
        }
        for (var export : ownExports) {
            if (export.storage.scope() == this) {
                export.end();
            }
        }
        for (var lease : ownLeases) {
            if (lease.scope == this) {
                lease.end();
            }
        }
        for (var slab : ownSlabs) {
            slab.lease().end();
        }
    }

    private void empty() {
        leases = new ArrayList<>();
        slabs = List.of();
        exports = List.of();
    }

    @Override
    public String toString() {
        return "scope '" + name + "'";
    }
}
