package dev.tenon.memory;

import java.lang.ref.PhantomReference;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A block of a pool's memory on loan. It goes back with the last hold on it: the first is that of the storage or slab it was lent to, further
 * ones are those of threads that use it and did not make it, and of tensors that left a slab. The collector, which finds only what nobody
 * holds, gives it back whole.
 */
final class Lease extends PhantomReference<Object> {
    private static final AtomicIntegerFieldUpdater<Lease> HOLDS = AtomicIntegerFieldUpdater.newUpdater(Lease.class, "holds");
    private static final AtomicIntegerFieldUpdater<Lease> ENDED = AtomicIntegerFieldUpdater.newUpdater(Lease.class, "ended");

    final Pool pool;
    final long address;
    final long bytes;
    /** The thread that uses the memory without a hold of its own, or null if every use takes one. */
    final @Nullable UncheckedVisitor owner;
    /** The scope that ends this loan, or null. */
    volatile @Nullable Scope scope;
    private volatile int holds = 1;
    private volatile int ended;
    /** Neighbours in the pool's list, which keeps leases reachable; guarded by the pool's lock. */
    Lease previous = this;
    Lease next = this;

    Lease(Pool pool, Object holder, long address, long bytes, @Nullable UncheckedVisitor owner) {
        super(holder, pool.unreachable());
        this.pool = pool;
        this.address = address;
        this.bytes = bytes;
        this.owner = owner;
    }

    boolean isEnded() {
        return ended != 0 || holds <= 0;
    }

    /** One more hold; false if the memory has gone back already. */
    boolean hold() {
        for (int now = holds; now > 0; now = holds) {
            if (HOLDS.compareAndSet(this, now, now + 1)) {
                return true;
            }
        }
        return false;
    }

    /** One hold less, by someone who knows that the owner is not in the memory on its account. */
    void letGo() {
        if (HOLDS.decrementAndGet(this) == 0) {
            clear();
            pool.takeBack(this);
        }
    }

    /** One hold less as soon as the owner, which may be in the memory just now, has left it. What lay there is marked as released before. */
    void retire() {
        if (owner == null || owner == UncheckedVisitor.current()) {
            letGo();
        } else {
            pool.limbo().add(this, null);
        }
    }

    /** Ends the first hold; does nothing the second time. */
    void end() {
        if (ENDED.compareAndSet(this, 0, 1)) {
            retire();
        }
    }

    /** The collector found that nothing refers to the memory any more. */
    void lost() {
        if (HOLDS.getAndSet(this, 0) > 0) {
            pool.takeBack(this);
        }
    }
}
