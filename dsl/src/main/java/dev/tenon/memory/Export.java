package dev.tenon.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * The segment over a storage that user code was given. It keeps the storage reachable, and is closed when the storage is released: who still
 * has it then gets an exception from every access, and one that is under way is over before the memory is used again.
 */
final class Export {
    final UncheckedStorage storage;
    final MemorySegment memory;
    private final Arena arena = Arena.ofShared();

    Export(UncheckedStorage storage) {
        this.storage = storage;
        this.memory = MemorySegment.ofAddress(storage.address())
            .reinterpret(storage.bytes(), arena, _ -> Reference.reachabilityFence(storage));
    }

    /** Closes the segment; false while a native call, such as the writing of a file, is still using it. */
    boolean close() {
        if (!arena.scope().isAlive()) {
            return true;
        }
        try {
            arena.close();
            return true;
        } catch (IllegalStateException _) {
            return !arena.scope().isAlive();
        }
    }

    /** Closes the segment, or has the memory wait until that can be done. */
    void end() {
        var lease = storage.lease();
        if (!close() && lease != null && lease.hold()) {
            lease.pool.limbo().add(lease, this);
        }
    }
}
