package dev.tenon.memory;

import org.jspecify.annotations.Nullable;

/** What the allocator keeps per thread: the slab being filled and the innermost open scope. */
final class ThreadMemory {
    private static final ThreadLocal<ThreadMemory> CURRENT = ThreadLocal.withInitial(ThreadMemory::new);

    @Nullable Slab slab;
    private @Nullable Scope scope;

    static ThreadMemory current() {
        return CURRENT.get();
    }

    @Nullable Scope scope() {
        return scope;
    }

    void scope(@Nullable Scope innermost) {
        scope = innermost;
    }
}
