package dev.tenon.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A thread's temporary native memory, taken and given back like a stack.
 * Small requests come from slabs that live as long as the thread's scratch; large ones go back to the system when released.
 */
public final class Scratch {
    private static final ThreadLocal<Scratch> CURRENT = ThreadLocal.withInitial(Scratch::new);
    private static final long ALIGNMENT = 64;
    private static final long SLAB = 1 << 19;
    // A mark packs the number of loans (12 bits), the slab's number (12 bits) and the bytes used in it (40 bits).
    private static final int LOAN_SHIFT = 52;
    private static final int SLAB_SHIFT = 40;

    private final List<MemorySegment> slabs = new ArrayList<>();
    /** Temporaries too large for a slab. */
    private final List<Long> loans = new ArrayList<>();
    private final Block block = new Block();
    private MemorySegment tails = Arena.ofAuto().allocate(16 * ALIGNMENT, ALIGNMENT);
    private int slab = -1;
    private long base;
    private long used = SLAB;

    private Scratch() {}

    /** The calling thread's scratch. */
    public static Scratch of() {
        return CURRENT.get();
    }

    /** The thread's one block; pointwise kernels do not call one another. */
    Block block() {
        return block;
    }

    /** One vector's room for each of that many operands, apart from what is taken: where {@link VectorTail} pads the end of a run. */
    long tails(int operands) {
        if (tails.byteSize() < operands * ALIGNMENT) {
            tails = Arena.ofAuto().allocate(operands * ALIGNMENT, ALIGNMENT);
        }
        return tails.address();
    }

    /** The state to {@link #release} to. */
    public long mark() {
        return ((long) loans.size() << LOAN_SHIFT) | ((slab + 1L) << SLAB_SHIFT) | used;
    }

    /** Uninitialised memory, 64-byte aligned, valid until a mark taken before it is released. */
    public long take(long bytes) {
        long size = (bytes + ALIGNMENT - 1) & -ALIGNMENT;
        if (size > SLAB / 2) {
            long address = NativeMemory.allocate(size);
            loans.add(address);
            return address;
        }
        if (used + size > SLAB) {
            nextSlab();
        }
        long address = base + used;
        used += size;
        return address;
    }

    /** Gives back everything taken since {@code mark} was asked for. */
    public void release(long mark) {
        int keep = (int) (mark >>> LOAN_SHIFT);
        while (loans.size() > keep) {
            NativeMemory.free(loans.removeLast());
        }
        slab = (int) ((mark >>> SLAB_SHIFT) & 0xFFF) - 1;
        used = mark & ((1L << SLAB_SHIFT) - 1);
        base = slab < 0 ? 0 : slabs.get(slab).address();
    }

    private void nextSlab() {
        slab++;
        if (slab == slabs.size()) {
            // Owned by the collector, so that a thread that ends leaves nothing behind.
            slabs.add(Arena.ofAuto().allocate(SLAB, ALIGNMENT));
        }
        base = slabs.get(slab).address();
        used = 0;
    }
}
