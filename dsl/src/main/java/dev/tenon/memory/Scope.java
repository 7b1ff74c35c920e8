package dev.tenon.memory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Frees, when it ends, the memory of every tensor created in it on its thread, except what was kept.
 * Parameters, gradients and optimizer state never belong to one. Scopes nest; closing an outer one closes those within.
 */
public final class Scope implements AutoCloseable {
    private static final int FIRST_SWEEP = 256;

    private final String name;
    private final ThreadMemory thread;
    private final @Nullable Scope outer;
    /** What the thread was filling before this scope; it goes on with that afterwards. */
    private final @Nullable Slab outerSlab;
    private List<Lease> leases = new ArrayList<>();
    private List<Slab> slabs = List.of();
    private int nextSweep = FIRST_SWEEP;
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

    /** Lets this storage outlive the scope: it moves to the next outer scope. Storage of other scopes is left alone. */
    public void keep(Storage storage) {
        if (storage.scope() != this) {
            return;
        }
        var target = outer;
        while (target != null && target.closed) {
            target = target.outer;
        }
        if (target == null) {
            storage.escape();
        } else {
            storage.moveTo(target);
        }
    }

    /** Takes over storage that belongs to no scope, such as what another thread made: this scope will free it. */
    public void adopt(Storage storage) {
        if (storage.scope() == null && !closed) {
            storage.moveTo(this);
        }
    }

    void add(Storage storage) {
        var lease = storage.lease();
        if (lease == null) {
            return;
        }
        if (leases.size() >= nextSweep) {
            // A scope left open by a loop that was broken out of must not grow for ever.
            leases.removeIf(Lease::isEnded);
            nextSweep = Math.max(FIRST_SWEEP, leases.size() * 2);
        }
        leases.add(lease);
        lease.scope = this;
    }

    /** Notes a slab that is filled while this scope is the innermost. */
    void add(Slab slab) {
        if (slabs.isEmpty()) {
            slabs = new ArrayList<>(2);
        }
        slabs.add(slab);
    }

    /** Frees what was created in this scope; does nothing the second time. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        var within = thread.scope();
        if (encloses(within)) {
            for (; within != null && within != this; within = within.outer) {
                within.end();
            }
            leave();
        }
        end();
    }

    /** Ends this scope without freeing anything: what it holds lives as long as something refers to it. */
    public void dissolve() {
        if (encloses(thread.scope())) {
            leave();
        }
        leases = new ArrayList<>();
        slabs = List.of();
    }

    private void leave() {
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
        closed = true;
        for (var lease : leases) {
            if (lease.scope == this) {
                lease.end();
            }
        }
        leases = new ArrayList<>();
        slabs.forEach(Slab::letGo);
        slabs = List.of();
    }

    @Override
    public String toString() {
        return "scope '" + name + "'";
    }
}
