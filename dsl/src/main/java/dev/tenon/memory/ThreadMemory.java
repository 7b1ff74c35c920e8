package dev.tenon.memory;

import org.jspecify.annotations.Nullable;

/** What the allocator keeps per thread: the slab being filled and the innermost open scope. Only that thread has it. */
public final class ThreadMemory {
    private static final ThreadLocal<ThreadMemory> CURRENT = ThreadLocal.withInitial(ThreadMemory::new);

    /** Virtual threads come by the thousand and share slabs. */
    final boolean isVirtual = Thread.currentThread().isVirtual();
    final UncheckedVisitor visitor = new UncheckedVisitor(isVirtual);
    @Nullable Slab slab;
    private @Nullable UncheckedVisitor owner = isVirtual ? null : visitor;
    private volatile @Nullable Scope scope;

    private ThreadMemory() {}

    /** That of the calling thread. */
    public static ThreadMemory current() {
        return CURRENT.get();
    }

    /** The thread as a visitor of tensors' memory. */
    public UncheckedVisitor visitor() {
        return visitor;
    }

    /** The visitor that what this thread allocates belongs to; null if every use of it is counted. */
    @Nullable UncheckedVisitor owner() {
        return owner;
    }

    /** What this thread allocates from now on is mostly used by others. */
    void allocateForOthers() {
        visitor.countAll();
        owner = null;
        slab = null;
    }

    /** The innermost open scope; called by the thread itself, which leaves scopes that another thread has closed. */
    @Nullable Scope scope() {
        var innermost = scope;
        while (innermost != null && innermost.isClosed()) {
            innermost.leave();
            innermost = scope;
        }
        return innermost;
    }

    /** The scope last opened, closed or not, for a look from any thread. */
    @Nullable Scope lastOpened() {
        return scope;
    }

    void scope(@Nullable Scope innermost) {
        scope = innermost;
    }
}
