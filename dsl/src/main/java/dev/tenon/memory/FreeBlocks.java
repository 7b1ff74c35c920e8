package dev.tenon.memory;

/**
 * Blocks that wait to be used again, by size class. A request that finds none of its class takes a block up to three classes larger, and the
 * class that has not been asked for the longest is the first to go back to the system. Guarded by the pool's lock.
 */
final class FreeBlocks {
    private static final int LARGER = 3;

    private final AddressStack[] stacks = new AddressStack[SizeClass.COUNT];
    private final long[] lastUse = new long[SizeClass.COUNT];
    private long clock;
    private long bytes;

    FreeBlocks() {
        for (int i = 0; i < stacks.length; i++) {
            stacks[i] = new AddressStack();
        }
    }

    /** Bytes of all that wait. */
    long bytes() {
        return bytes;
    }

    void put(int sizeClass, long address) {
        stacks[sizeClass].push(address);
        lastUse[sizeClass] = ++clock;
        bytes += SizeClass.bytes(sizeClass);
    }

    /** The class of a block that serves a request of this one, or -1 if none waits. */
    int find(int sizeClass) {
        lastUse[sizeClass] = ++clock;
        if (bytes == 0) {
            return -1;
        }
        int last = Math.min(sizeClass + LARGER, stacks.length - 1);
        for (int i = sizeClass; i <= last; i++) {
            if (!stacks[i].isEmpty()) {
                return i;
            }
        }
        return -1;
    }

    /** A block of exactly this class, which has one. */
    long take(int sizeClass) {
        bytes -= SizeClass.bytes(sizeClass);
        return stacks[sizeClass].pop();
    }

    /** The class with blocks that has not been used the longest, or -1 if nothing waits. */
    int stalest() {
        int found = -1;
        for (int i = 0; i < stacks.length; i++) {
            if (!stacks[i].isEmpty() && (found < 0 || lastUse[i] < lastUse[found])) {
                found = i;
            }
        }
        return found;
    }
}
