package dev.tenon.memory;

import java.lang.ref.PhantomReference;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A piece of a pool's memory on loan: given back once, by a scope or by the collector, whichever comes first. */
final class Lease extends PhantomReference<Object> {
    final Pool pool;
    final long address;
    final long bytes;
    /** The scope that ends this loan, or null; escaping only clears it, which costs no search in the scope's list. */
    volatile @Nullable Scope scope;
    private final AtomicBoolean ended = new AtomicBoolean();
    /** Neighbours in the pool's list, which keeps leases reachable; guarded by the pool's lock. */
    Lease previous = this;
    Lease next = this;

    Lease(Pool pool, Object holder, long address, long bytes) {
        super(holder, pool.unreachable());
        this.pool = pool;
        this.address = address;
        this.bytes = bytes;
    }

    boolean isEnded() {
        return ended.get();
    }

    /** Gives the memory back to the pool; does nothing the second time. */
    void end() {
        if (ended.compareAndSet(false, true)) {
            clear();
            pool.takeBack(this);
        }
    }
}
