package dev.tenon.cpu.engine;

import dev.tenon.core.Device;
import dev.tenon.memory.Pool;
import dev.tenon.memory.UncheckedStorage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A thread's temporary native memory, taken and given back like a stack, from the pool of the tensors and within its limit.
 * Small requests come from slabs that live as long as the thread's scratch, those of a virtual thread only until all is given back; large ones
 * go back to the pool when released.
 */
public final class Scratch {
    private static final ThreadLocal<Scratch> CURRENT = ThreadLocal.withInitial(Scratch::new);
    private static final long ALIGNMENT = 64;
    private static final long SLAB = 1 << 19;
    private static final int FEW_TAILS = 16;
    // A mark packs the number of loans (12 bits), the slab's number (12 bits) and the bytes used in it (40 bits).
    private static final int LOAN_SHIFT = 52;
    private static final int SLAB_SHIFT = 40;

    private final boolean isVirtual = Thread.currentThread().isVirtual();
    /** Unreachable with the thread's scratch, so that a thread that ends leaves nothing behind. */
    private final List<UncheckedStorage> slabs = new ArrayList<>();
    /** Temporaries too large for a slab. */
    private final List<UncheckedStorage> loans = new ArrayList<>();
    private final Block block = new Block();
    private MemorySegment tails = MemorySegment.NULL;
    private int slab = -1;
    private long base;
    private long used = SLAB;

    private Scratch() {}

    /** The calling thread's scratch. */
    public static Scratch of() {
        return CURRENT.get();
    }

    /** The thread's one block; pointwise kernels do not call one another. */
    public Block block() {
        return block;
    }

    /** One vector's room for each of that many operands, apart from what is taken: where {@code VectorTail} pads the end of a run. */
    public long tails(int operands) {
        if (tails.byteSize() < operands * ALIGNMENT) {
            tails = Arena.ofAuto().allocate(Math.max(operands, FEW_TAILS) * ALIGNMENT, ALIGNMENT);
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
            var loan = Pool.of(Device.CPU).borrow(size);
            loans.add(loan);
            return loan.address();
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
            loans.removeLast().release("its kernel");
        }
        slab = (int) ((mark >>> SLAB_SHIFT) & 0xFFF) - 1;
        used = mark & ((1L << SLAB_SHIFT) - 1);
        base = slab < 0 ? 0 : slabs.get(slab).address();
        if (isVirtual && slab < 0) {
            slabs.forEach(whole -> whole.release("its kernel"));
            slabs.clear();
        }
    }

    /** Gives back everything: what used it has failed. */
    public void abandon() {
        release(SLAB);
    }

    private void nextSlab() {
        if (slab + 1 == slabs.size()) {
            slabs.add(Pool.of(Device.CPU).borrow(SLAB));
        }
        slab++;
        base = slabs.get(slab).address();
        used = 0;
    }
}
