package dev.tenon.gpu.device;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Device;
import dev.tenon.core.OutOfMemoryException;
import dev.tenon.gpu.driver.Driver;
import dev.tenon.memory.Pool;

/**
 * A device's memory. Blocks that are given back wait by size for the next request: the device does everything in the order in which it is
 * queued, so a block can be given away again at once, while what uses it is still to run. An emulated device gets every request as it is,
 * so that its guards lie right behind each tensor.
 */
public final class DeviceMemory {
    private final Device device;
    private final Driver driver;
    private final BlockCache cache;
    private final boolean exact;
    private final long limit;
    private long inUse;
    private long peak;
    private long allocations;
    private long hits;

    /**
     * What a device's memory has done.
     *
     * @param inUse bytes of tensors and of temporaries
     * @param held bytes taken from the device: in use or waiting to be used again
     * @param peak the most bytes that were in use at once
     * @param allocations how often memory was asked for
     * @param hits how often a block that had waited served
     */
    public record Statistics(long inUse, long held, long peak, long allocations, long hits) {}

    DeviceMemory(Device device, Driver driver) {
        this.device = device;
        this.driver = driver;
        this.exact = driver.isEmulated();
        this.limit = (long) (driver.totalMemory() * fraction());
        this.cache = new BlockCache(driver, limit);
    }

    private static double fraction() {
        var set = System.getProperty("tenon.gpu.memory.fraction", "1");
        try {
            double fraction = Double.parseDouble(set);
            if (fraction > 0 && fraction <= 1) {
                return fraction;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw new ArgumentException("tenon.gpu.memory.fraction: expected a number above 0 and up to 1, got " + set);
    }

    /** Bytes that may be taken from the device: the fraction of its memory that {@code -Dtenon.gpu.memory.fraction} names, or all. */
    public long limit() {
        return limit;
    }

    /**
     * Uninitialised memory.
     *
     * @throws OutOfMemoryException if there is none even when nothing waits and unreachable tensors are collected
     */
    public long take(long bytes) {
        long address = taken(bytes);
        if (address == 0) {
            Pool.of(device).reclaim();
            address = taken(bytes);
        }
        if (address == 0) {
            throw new OutOfMemoryException(MemoryReport.outOfMemory(device, bytes, statistics(), driver));
        }
        return address;
    }

    /** Takes back what {@link #take} gave for so many bytes; what was queued before may still use it. */
    public synchronized void giveBack(long address, long bytes) {
        long size = size(bytes);
        inUse -= size;
        if (!exact) {
            cache.put(address, size);
            return;
        }
        cache.forget(size);
        driver.free(address);
    }

    public synchronized Statistics statistics() {
        return new Statistics(inUse, cache.held(), peak, allocations, hits);
    }

    /** Gives what waits back to the device. */
    public synchronized void trim() {
        cache.trim();
    }

    private synchronized long taken(long bytes) {
        long size = size(bytes);
        long address = exact ? 0 : cache.poll(size);
        hits += address == 0 ? 0 : 1;
        if (address == 0) {
            address = cache.fromDevice(size, exact);
        }
        if (address != 0) {
            allocations++;
            inUse += size;
            peak = Math.max(peak, inUse);
        }
        return address;
    }

    private long size(long bytes) {
        return exact ? Math.max(bytes, 1) : BlockSize.of(bytes);
    }
}
