package dev.tenon.memory;

import dev.tenon.core.ArgumentException;
import java.lang.foreign.MemorySegment;
import java.util.Set;

/**
 * Memory that someone else owns. Operators work with its address, which holds no arena open: it must be memory that cannot be closed under
 * them, because nobody can close it at all, or because only the thread that they run on can.
 */
record Foreign(MemorySegment memory, Object owner) {
    /**
     * The JDK's scopes that end with the last reference, as those of arrays and buffers do, or never. It has no method that tells them from those of shared arenas; one of another
     * name is taken for shared.
     */
    private static final Set<String> NOT_CLOSEABLE = Set.of("GlobalSession", "HeapSession", "ImplicitSession");
    private static final Thread ANY_OTHER = Thread.ofVirtual().unstarted(() -> {});

    Foreign {
        if (memory.isAccessibleBy(ANY_OTHER) && !NOT_CLOSEABLE.contains(memory.scope().getClass().getSimpleName())) {
            throw new ArgumentException("tensor: the memory is that of a shared arena, which may be closed while an operator runs on it"
                + "\n  try:   memory of Arena.ofAuto(), or Creation.of(memory, ...), which copies");
        }
        if (memory.isReadOnly()) {
            throw new ArgumentException("tensor: the memory can only be read, and operators may write"
                + "\n  try:   Creation.of(memory, ...), which copies, or a file mapped as MapMode.PRIVATE");
        }
    }

    boolean isOpen() {
        return memory.scope().isAlive();
    }

    /**
     * Checks that the calling thread is the one that may close the memory, if any may.
     *
     * @throws ArgumentException if it is another
     */
    void requireThread(String user) {
        if (!memory.isAccessibleBy(Thread.currentThread())) {
            throw new ArgumentException(user + ": the tensor's memory is that of another thread's arena, which may close it meanwhile"
                + "\n  try:   memory of Arena.ofAuto(), or clone() it in that thread");
        }
    }
}
