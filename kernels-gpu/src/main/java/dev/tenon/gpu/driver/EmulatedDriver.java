package dev.tenon.gpu.driver;

import dev.tenon.core.DType;
import dev.tenon.core.DeviceException;
import dev.tenon.core.OutOfMemoryException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A device that runs kernels on the CPU: their sources are compiled by the system's C++ compiler, every thread of a block is a fiber, and
 * everything is done when a call returns. Memory is guarded and poisoned, and barriers that some threads miss are errors, so that tests
 * find what a card would hide.
 */
public final class EmulatedDriver implements Driver {
    private static final long MEMORY = 2L << 30;
    /** Few, so that launches are small; {@code -Dtenon.gpu.multiprocessors} plays a card that shares work out among more. */
    private static final int MULTIPROCESSORS = 2;
    private static final int THREADS = 1024;
    private static final int SHARED = 227 << 10;

    private final EmulatedMachine machine;
    private final GuardedMemory memory;
    private final List<EmulatedKernel> functions = new ArrayList<>();
    private final Map<EmulatedKernel, Long> handles = new IdentityHashMap<>();
    private final Map<Long, Long> events = new HashMap<>();
    private long nextEvent = 1;
    private String last = "nothing";

    private EmulatedDriver(EmulatedMachine machine) {
        this.machine = machine;
        this.memory = new GuardedMemory(machine, Long.getLong("tenon.gpu.memory", MEMORY));
    }

    /**
     * A new emulated device.
     *
     * @throws DeviceException if there is no C++ compiler
     */
    public static EmulatedDriver open() {
        var machine = EmulatedMachine.shared();
        if (machine == null) {
            throw new DeviceException("the emulated GPU needs a C++ compiler, and there is no g++ or clang++ on the path"
                + "\n  try:   installing g++, or the environment variable CXX");
        }
        return new EmulatedDriver(machine);
    }

    /** Whether this machine has the compiler that the emulator needs. */
    public static boolean isAvailable() {
        return EmulatedMachine.isAvailable();
    }

    @Override
    public String describe() {
        return "emulated GPU (" + machine.units().version() + ", " + (memory.limit() >> 20) + " MiB)";
    }

    @Override
    public boolean isEmulated() {
        return true;
    }

    @Override
    public int multiprocessors() {
        return Integer.getInteger("tenon.gpu.multiprocessors", MULTIPROCESSORS);
    }

    @Override
    public long totalMemory() {
        return memory.limit();
    }

    @Override
    public synchronized long freeMemory() {
        return memory.free();
    }

    @Override
    public synchronized long allocate(long bytes) {
        return memory.allocate(bytes);
    }

    @Override
    public synchronized void free(long address) {
        memory.free(address, last);
    }

    @Override
    public synchronized void upload(long host, long device, long bytes) {
        memory.require("a copy to the GPU", "the target", device, bytes);
        GuardedMemory.at(device, bytes).copyFrom(GuardedMemory.at(host, bytes));
    }

    @Override
    public synchronized void download(long device, long host, long bytes) {
        memory.require("a copy from the GPU", "the source", device, bytes);
        memory.check(device, last);
        GuardedMemory.at(host, bytes).copyFrom(GuardedMemory.at(device, bytes));
    }

    @Override
    public synchronized void copy(long from, long to, long bytes) {
        memory.require("a copy", "the source", from, bytes);
        memory.require("a copy", "the target", to, bytes);
        GuardedMemory.at(to, bytes).copyFrom(GuardedMemory.at(from, bytes));
    }

    /** Of elements as wide as the pattern is unlikely: any byte may be one. */
    @Override
    public synchronized long unwritten(long address, long elements, int bytes) {
        return bytes < Integer.BYTES ? -1 : GuardedMemory.poisoned(address, elements, bytes);
    }

    @Override
    public synchronized void fill(long address, int value, long bytes) {
        memory.require("a fill", "the target", address, bytes);
        GuardedMemory.at(address, bytes).fill((byte) value);
    }

    @Override
    public long function(Source source, String kernel) {
        var compiled = machine.units().kernel(source, kernel);
        synchronized (this) {
            return handles.computeIfAbsent(compiled, _ -> {
                functions.add(compiled);
                return (long) functions.size();
            });
        }
    }

    @Override
    public synchronized void launch(String operator, long function, Dim grid, Dim block, int shared, Arguments arguments) {
        var kernel = functions.get((int) function - 1);
        var refusal = kernel.refusal(arguments);
        if (!refusal.isEmpty()) {
            throw new DeviceException(operator + ": the kernel " + kernel.name() + ' ' + refusal);
        }
        requireSizes(operator, kernel.name(), grid, block, shared);
        last = operator + " (kernel " + kernel.name() + ")";
        requireLive(arguments);
        var error = machine.launch(kernel, grid, block, shared, arguments.pointers());
        if (error != null) {
            throw new DeviceException(last + ": " + error);
        }
        checkGuards(arguments);
    }

    private static void requireSizes(String operator, String kernel, Dim grid, Dim block, int shared) {
        if (grid.x() < 1 || grid.y() < 1 || grid.z() < 1 || grid.y() > 65535 || grid.z() > 65535 || block.x() < 1 || block.y() < 1
            || block.z() < 1 || block.z() > 64 || block.count() > THREADS || shared < 0 || shared > SHARED) {
            throw new DeviceException(operator + ": the kernel " + kernel + " cannot be launched with a grid " + grid + ", a block " + block
                + " and " + shared + " bytes of shared memory: a block has 1 to " + THREADS + " threads and at most " + SHARED + " bytes");
        }
    }

    /** Refuses arguments that point to memory that was given back. */
    private void requireLive(Arguments arguments) {
        for (int i = 0; i < arguments.count(); i++) {
            if (arguments.bytes(i) == 8 && memory.isFreed(argument(arguments, i).get(ValueLayout.JAVA_LONG, 0))) {
                throw new DeviceException(last + ": argument " + i + " points to freed memory");
            }
        }
    }

    /** Looks at the guards of every block that the kernel was told of. */
    private void checkGuards(Arguments arguments) {
        for (int i = 0; i < arguments.count(); i++) {
            var value = argument(arguments, i);
            for (long at = 0; at + 8 <= value.byteSize(); at += 8) {
                memory.check(value.get(ValueLayout.JAVA_LONG, at), last);
            }
        }
    }

    private static MemorySegment argument(Arguments arguments, int i) {
        long address = GuardedMemory.at(arguments.pointers(), 8L * arguments.count()).getAtIndex(ValueLayout.JAVA_LONG, i);
        return GuardedMemory.at(address, arguments.bytes(i));
    }

    @Override
    public synchronized void gemm(String operator, Gemm gemm) {
        if (gemm.m() == 0 || gemm.n() == 0 || gemm.batch() == 0) {
            return;
        }
        last = operator + " (matrix product)";
        int dtype = dtype(operator, gemm.dtype());
        requireMatrices(operator, gemm);
        if (!machine.gemm(dtype, gemm)) {
            throw new OutOfMemoryException(operator + ": there is no memory for a matrix product on the emulated GPU");
        }
        memory.check(gemm.c(), last);
    }

    /** Refuses matrices that leave their memory. */
    private void requireMatrices(String operator, Gemm g) {
        if (g.k() > 0 && g.alpha() != 0) {
            matrix(operator, "A", g, g.a(), g.transposeA() ? g.k() : g.m(), g.transposeA() ? g.m() : g.k(), g.lda(), g.strideA());
            matrix(operator, "B", g, g.b(), g.transposeB() ? g.n() : g.k(), g.transposeB() ? g.k() : g.n(), g.ldb(), g.strideB());
        }
        matrix(operator, "C", g, g.c(), g.m(), g.n(), g.ldc(), g.strideC());
    }

    private void matrix(String operator, String name, Gemm g, long address, long rows, long columns, long ld, long stride) {
        if (ld < columns) {
            throw new DeviceException(operator + ": rows of " + name + " are " + ld + " elements apart, and have " + columns);
        }
        memory.require(operator, "matrix " + name, address, ((g.batch() - 1) * stride + (rows - 1) * ld + columns) * g.dtype().bytes());
    }

    private static int dtype(String operator, DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> 0;
            case FLOAT32 -> 1;
            case FLOAT16 -> 2;
            case BFLOAT16 -> 3;
            default -> throw new DeviceException(operator + ": matrix products need a floating dtype, got " + dtype);
        };
    }

    @Override
    public void allowTf32(boolean allowed) {
        // products are in full precision here
    }

    @Override
    public synchronized long event() {
        events.put(nextEvent, System.nanoTime());
        return nextEvent++;
    }

    @Override
    public synchronized double milliseconds(long from, long to) {
        return (time(to) - time(from)) / 1e6;
    }

    private long time(long event) {
        var time = events.get(event);
        if (time == null) {
            throw new DeviceException("event " + event + " was released, or never made");
        }
        return time;
    }

    @Override
    public synchronized void release(long event) {
        events.remove(event);
    }

    @Override
    public synchronized void synchronize() {
        memory.checkAll(last);
    }
}
