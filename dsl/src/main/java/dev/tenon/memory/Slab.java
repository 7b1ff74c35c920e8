package dev.tenon.memory;

import org.jspecify.annotations.Nullable;

/**
 * A block that small tensors share, so that a tiny operator pays no allocator call and no reference of its own.
 * One thread fills it from the front. A slab filled within a scope goes back when the scope has ended and what escaped from it
 * was released; any other when the collector finds that the last tensor in it is gone.
 */
final class Slab {
    static final long BYTES = 64 << 10;
    /** Larger tensors get memory of their own. */
    static final long LARGEST = 4 << 10;
    private static final long ALIGNMENT = 64;

    private final long address;
    private final Lease lease;
    private long used;

    /** A slab over a block, whose lease has this slab for its holder. */
    Slab(Pool pool, Block block, @Nullable UncheckedVisitor owner) {
        this.address = block.address();
        this.lease = new Lease(pool, this, block.address(), block.bytes(), owner);
    }

    Lease lease() {
        return lease;
    }

    /** The address of {@code bytes} more, or -1 if this slab is full. */
    long take(long bytes) {
        long start = used;
        long end = start + ((bytes + ALIGNMENT - 1) & -ALIGNMENT);
        if (end > BYTES) {
            return -1;
        }
        used = end;
        return address + start;
    }
}
