package dev.tenon.gpu.driver;

import dev.tenon.core.DeviceException;
import dev.tenon.core.OutOfMemoryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Memory of the emulated device: host memory with a guard band before and after every block, filled with a pattern that no computation
 * gives, so that elements written beyond a block or not written at all are found. Freed blocks wait before they are used again, so that
 * late writes are found, too.
 */
final class GuardedMemory {
    /** What uninitialised memory holds: every floating type of it is an odd negative number, every index far out of bounds. */
    static final byte POISON = (byte) 0xC5;
    private static final byte EDGE = (byte) 0xA7;
    private static final byte FREED = (byte) 0xDF;
    private static final int GUARD = 256;
    private static final long QUARANTINE = 16L << 20;
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final MemorySegment INTACT = Arena.global().allocate(GUARD).fill(EDGE);

    private final EmulatedMachine machine;
    private final long limit;
    private final TreeMap<Long, Block> blocks = new TreeMap<>();
    /** In the order in which they were freed, and by address: there can be a hundred thousand small ones. */
    private final ArrayDeque<Block> freed = new ArrayDeque<>();
    private final TreeMap<Long, Block> freedAt = new TreeMap<>();
    private long used;
    private long waiting;

    /** A block as its user sees it, between its guards. */
    private record Block(long address, long bytes) {}

    GuardedMemory(EmulatedMachine machine, long limit) {
        this.machine = machine;
        this.limit = limit;
    }

    static MemorySegment at(long address, long bytes) {
        return ALL.asSlice(address, bytes);
    }

    long limit() {
        return limit;
    }

    long free() {
        return limit - used;
    }

    long allocate(long bytes) {
        if (bytes < 0) {
            throw new OutOfMemoryException("the emulated GPU is asked for " + bytes + " bytes");
        }
        long whole = bytes > limit - used ? 0 : machine.allocate(GUARD + bytes + GUARD);
        if (whole == 0) {
            throw new OutOfMemoryException("the emulated GPU has no " + bytes + " bytes: " + used + " of " + limit + " are in use in "
                + blocks.size() + " blocks\n  try:   smaller batches, or -Dtenon.gpu.memory=BYTES");
        }
        var block = new Block(whole + GUARD, bytes);
        mend(block);
        at(block.address, bytes).fill(POISON);
        blocks.put(block.address, block);
        used += bytes;
        return block.address;
    }

    /** Takes a block back, after a look at its guards. */
    void free(long address, String last) {
        var block = blocks.remove(address);
        if (block == null) {
            throw new DeviceException(
                "0x" + Long.toHexString(address) + " is freed, but is no block of the emulated GPU, or freed already");
        }
        used -= block.bytes;
        at(block.address, block.bytes).fill(FREED);
        freed.add(block);
        freedAt.put(block.address, block);
        waiting += block.bytes;
        try {
            check(block, last);
        } finally {
            while (waiting > QUARANTINE) {
                release(freed.remove(), last);
            }
        }
    }

    private void release(Block block, String last) {
        waiting -= block.bytes;
        freedAt.remove(block.address);
        long written = written(block);
        machine.free(block.address - GUARD);
        if (written >= 0) {
            throw new DeviceException(
                last + ", or an operator before it, wrote to byte " + written + " of a freed block of " + block.bytes);
        }
    }

    private static long written(Block block) {
        var memory = at(block.address, block.bytes);
        if (block.bytes == 0) {
            return -1;
        }
        if (memory.get(ValueLayout.JAVA_BYTE, 0) != FREED) {
            return 0;
        }
        // all bytes are the first one if each is its neighbour
        long same = memory.asSlice(1).mismatch(memory.asSlice(0, block.bytes - 1));
        return same < 0 ? -1 : same + 1;
    }

    /** The first element that still holds the pattern, or -1. */
    static long poisoned(long address, long elements, int bytes) {
        var memory = at(address, elements * bytes);
        for (long i = 0; i < elements; i++) {
            boolean poisoned = true;
            for (int b = 0; poisoned && b < bytes; b++) {
                poisoned = memory.get(ValueLayout.JAVA_BYTE, i * bytes + b) == POISON;
            }
            if (poisoned) {
                return i;
            }
        }
        return -1;
    }

    /** Refuses bytes that are not all in one block. */
    void require(String operator, String what, long address, long bytes) {
        var block = containing(address);
        if (bytes != 0 && (block == null || bytes < 0 || bytes > block.address + block.bytes - address)) {
            throw new DeviceException(operator + ": " + what + ", " + bytes + " bytes at 0x" + Long.toHexString(address) + ", "
                + (block == null ? "is in no block of the emulated GPU"
                    : "leaves its block of " + block.bytes + " bytes, in which it begins at " + (address - block.address)));
        }
    }

    /** The block that holds an address, or ends there. */
    private @Nullable Block containing(long address) {
        var entry = blocks.floorEntry(address);
        return entry != null && address <= entry.getKey() + entry.getValue().bytes ? entry.getValue() : null;
    }

    /** Whether the address is in memory that was freed and waits. */
    boolean isFreed(long address) {
        var entry = freedAt.floorEntry(address);
        return entry != null && address < entry.getKey() + entry.getValue().bytes && containing(address) == null;
    }

    /** Looks at the guards of the block around an address, if there is one. */
    void check(long address, String last) {
        var block = containing(address);
        if (block != null) {
            check(block, last);
        }
    }

    void checkAll(String last) {
        for (var block : blocks.values()) {
            check(block, last);
        }
    }

    private static void check(Block block, String last) {
        var front = at(block.address - GUARD, GUARD);
        var back = at(block.address + block.bytes, GUARD);
        long before = front.mismatch(INTACT);
        if (before < 0 && back.mismatch(INTACT) < 0) {
            return;
        }
        long after = GUARD;
        while (after > 0 && back.get(ValueLayout.JAVA_BYTE, after - 1) == EDGE) {
            after--;
        }
        mend(block); // so that one overrun is one error
        throw new DeviceException(
            last + " wrote " + (before >= 0 ? GUARD - before + " bytes before the first" : after + " bytes beyond the last")
                + " byte of a block of " + block.bytes);
    }

    private static void mend(Block block) {
        at(block.address - GUARD, GUARD).fill(EDGE);
        at(block.address + block.bytes, GUARD).fill(EDGE);
    }
}
