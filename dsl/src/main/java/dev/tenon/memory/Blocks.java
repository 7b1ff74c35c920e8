package dev.tenon.memory;

import dev.tenon.core.OutOfMemoryException;
import dev.tenon.spi.UncheckedMemory;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/** Where a pool's blocks come from and go to: those that wait, and the system. Guarded by the pool's lock. */
final class Blocks {
    private static final long ALIGNMENT = 64;

    private final @Nullable UncheckedMemory system;
    private final int index;
    private final long limit;
    private final FreeBlocks free = new FreeBlocks();
    private final Reserve reserve = new Reserve(System.nanoTime());
    private volatile long held;

    Blocks(@Nullable UncheckedMemory system, int index, long limit) {
        this.system = system;
        this.index = index;
        this.limit = limit;
    }

    /** Bytes taken from the system; may be read without the lock. */
    long held() {
        return held;
    }

    /** Bytes that wait to be used again. */
    long waiting() {
        return free.bytes();
    }

    /** A block of this class or a little larger; null if the limit or the system has no room for it, whatever goes back. */
    @Nullable Block take(int sizeClass) {
        int found = free.find(sizeClass);
        if (found >= 0) {
            return new Block(free.take(found), SizeClass.bytes(found));
        }
        long bytes = SizeClass.bytes(sizeClass);
        shrinkTo(limit - bytes);
        if (bytes > limit - held) {
            return null;
        }
        long address = fromSystem(bytes);
        if (address == 0) {
            shrinkTo(0);
            address = fromSystem(bytes);
        }
        if (address == 0) {
            return null;
        }
        grow(bytes);
        return new Block(address, bytes);
    }

    /** Keeps a block for the next request. */
    void put(Block block) {
        free.put(SizeClass.of(block.bytes()), block.address());
    }

    /** Gives back to the system what is more than the {@link Reserve} allows; true every few seconds, when {@link #peak} may have fallen. */
    boolean tidy(long inUse) {
        boolean ended = reserve.note(inUse, System.nanoTime());
        shrinkTo(reserve.most());
        return ended;
    }

    /** The most that was in use lately. */
    long peak() {
        return reserve.peak();
    }

    /** Gives blocks that wait back to the system until only so much is held, those of sizes that have not been asked for the longest first. */
    private void shrinkTo(long most) {
        if (system == null || held <= most) {
            return;
        }
        for (int stalest = free.stalest(); stalest >= 0 && held > most; stalest = free.stalest()) {
            long bytes = SizeClass.bytes(stalest);
            system.free(free.take(stalest), bytes, index);
            grow(-bytes);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // changed only with the lock
    private void grow(long bytes) {
        held += bytes;
    }

    /** New memory, or 0 if the system has none. */
    private long fromSystem(long bytes) {
        try {
            return system != null ? system.allocate(bytes, index) : Arena.global().allocate(bytes, ALIGNMENT).address();
        } catch (OutOfMemoryError | OutOfMemoryException _) {
            return 0;
        }
    }
}
