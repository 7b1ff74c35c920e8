package dev.tenon.gpu.device;

import dev.tenon.core.OutOfMemoryException;
import dev.tenon.gpu.driver.Driver;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Blocks that wait to be used again, by size, and the way to more. Small blocks are cut from chunks, which stay; larger ones come from the
 * device one by one and go back when memory runs out. One thread at a time.
 */
final class BlockCache {
    private static final long CHUNK = 2L << 20;
    private static final long SMALL = 64L << 10;

    private final Driver driver;
    private final long limit;
    private final Map<Long, Stack> waiting = new HashMap<>();
    private long chunk;
    private long chunkLeft;
    private long held;

    BlockCache(Driver driver, long limit) {
        this.driver = driver;
        this.limit = limit;
    }

    /** Bytes taken from the device. */
    long held() {
        return held;
    }

    /** A block of this size that waits, or 0. */
    long poll(long size) {
        var stack = waiting.get(size);
        return stack == null ? 0 : stack.pop();
    }

    void put(long address, long size) {
        waiting.computeIfAbsent(size, _ -> new Stack()).push(address);
    }

    /** A block from the device, or 0 if it has no more even when nothing waits. */
    long fromDevice(long size, boolean exact) {
        if (exact || size > SMALL) {
            return allocated(size);
        }
        if (chunkLeft < size) {
            long fresh = allocated(CHUNK);
            if (fresh == 0) {
                return 0;
            }
            chunk = fresh;
            chunkLeft = CHUNK;
        }
        chunkLeft -= size;
        return chunk + chunkLeft;
    }

    private long allocated(long size) {
        long address = attempted(size);
        if (address == 0 && trim()) {
            address = attempted(size);
        }
        held += address == 0 ? 0 : size;
        return address;
    }

    private long attempted(long size) {
        if (size > limit - held) {
            return 0;
        }
        try {
            return driver.allocate(size);
        } catch (OutOfMemoryException _) {
            return 0;
        }
    }

    /** A block went back to the device past this cache. */
    void forget(long size) {
        held -= size;
    }

    /** Gives the larger blocks that wait back to the device; true if there was any. */
    boolean trim() {
        boolean any = false;
        for (var entry : waiting.entrySet()) {
            long size = entry.getKey();
            if (size > SMALL) {
                for (long address = entry.getValue().pop(); address != 0; address = entry.getValue().pop()) {
                    driver.free(address);
                    held -= size;
                    any = true;
                }
            }
        }
        return any;
    }

    /** Addresses, last in, first out. */
    private static final class Stack {
        private long[] addresses = new long[8];
        private int count;

        void push(long address) {
            if (count == addresses.length) {
                addresses = Arrays.copyOf(addresses, 2 * count);
            }
            addresses[count++] = address;
        }

        long pop() {
            return count == 0 ? 0 : addresses[--count];
        }
    }
}
