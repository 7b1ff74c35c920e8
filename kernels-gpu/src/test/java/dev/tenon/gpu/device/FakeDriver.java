package dev.tenon.gpu.device;

import dev.tenon.core.DeviceException;
import dev.tenon.core.OutOfMemoryException;
import dev.tenon.gpu.driver.Arguments;
import dev.tenon.gpu.driver.Dim;
import dev.tenon.gpu.driver.Driver;
import dev.tenon.gpu.driver.Gemm;
import dev.tenon.gpu.driver.Source;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A device that moves memory and computes nothing, which can be told to break. */
final class FakeDriver implements Driver {
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /** The sizes that were asked for, in order. */
    final List<Long> allocated = new ArrayList<>();
    /** Whose kernels were queued. */
    final List<String> launched = new ArrayList<>();
    private final Map<Long, Block> blocks = new HashMap<>();
    private final long total;
    private final boolean emulated;
    private long used;
    private @Nullable String breaksAt;
    private @Nullable String broken;

    private record Block(Arena arena, long bytes) {}

    FakeDriver(long total, boolean emulated) {
        this.total = total;
        this.emulated = emulated;
    }

    /** From the kernel of this operator on, whoever waits for the device is told that it is broken. */
    void breakAt(String operator) {
        breaksAt = operator;
    }

    int blocks() {
        return blocks.size();
    }

    @Override
    public String describe() {
        return "a fake";
    }

    @Override
    public boolean isEmulated() {
        return emulated;
    }

    @Override
    public int multiprocessors() {
        return 1;
    }

    @Override
    public long totalMemory() {
        return total;
    }

    @Override
    public long freeMemory() {
        return total - used;
    }

    @Override
    public synchronized long allocate(long bytes) {
        requireSound();
        if (bytes > total - used) {
            throw new OutOfMemoryException("no " + bytes + " bytes");
        }
        var arena = Arena.ofShared();
        long address = arena.allocate(bytes, 256).address();
        blocks.put(address, new Block(arena, bytes));
        allocated.add(bytes);
        used += bytes;
        return address;
    }

    @Override
    public synchronized void free(long address) {
        requireSound();
        var block = blocks.remove(address);
        if (block == null) {
            throw new IllegalArgumentException("freed twice, or never allocated");
        }
        used -= block.bytes;
        block.arena.close();
    }

    @Override
    public void upload(long host, long device, long bytes) {
        requireSound();
        MemorySegment.copy(ALL, host, ALL, device, bytes);
    }

    @Override
    public void download(long device, long host, long bytes) {
        requireSound();
        MemorySegment.copy(ALL, device, ALL, host, bytes);
    }

    @Override
    public void copy(long from, long to, long bytes) {
        requireSound();
        MemorySegment.copy(ALL, from, ALL, to, bytes);
    }

    @Override
    public void fill(long address, int value, long bytes) {
        requireSound();
        ALL.asSlice(address, bytes).fill((byte) value);
    }

    @Override
    public long function(Source source, String kernel) {
        return 1;
    }

    @Override
    public void launch(String operator, long function, Dim grid, Dim block, int shared, Arguments arguments) {
        launched.add(operator);
        if (operator.equals(breaksAt)) {
            broken = operator + ": an illegal memory access was encountered";
        }
    }

    @Override
    public void gemm(String operator, Gemm gemm) {
        launched.add(operator);
    }

    @Override
    public void allowTf32(boolean allowed) {}

    @Override
    public long event() {
        return 1;
    }

    @Override
    public double milliseconds(long from, long to) {
        return 0;
    }

    @Override
    public void release(long event) {}

    @Override
    public void synchronize() {
        requireSound();
    }

    private void requireSound() {
        if (broken != null) {
            throw new DeviceException(broken);
        }
    }
}
