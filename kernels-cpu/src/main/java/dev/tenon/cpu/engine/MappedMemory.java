package dev.tenon.cpu.engine;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Pages mapped for one block and given back with it, on Linux and macOS. */
final class MappedMemory {
    private static final long PAGE = 16L << 10;
    /** The size of a huge page on x86-64 and arm64. Large tensors on huge pages fault 512 times less often. */
    private static final long HUGE_PAGE = 2L << 20;
    private static final long HUGE_FROM = 4L << 20;

    private static final boolean LINUX = System.getProperty("os.name").equals("Linux");
    private static final int READ_AND_WRITE = 3;
    private static final int PRIVATE = 2;
    private static final int ANONYMOUS = LINUX ? 0x20 : 0x1000;
    private static final int MADV_HUGEPAGE = 14;

    private static final MethodHandle MAP = NativeMemory.function("mmap",
        FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
    private static final MethodHandle UNMAP = NativeMemory.function("munmap",
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

    /** Looked up at the first large allocation only: a method handle takes milliseconds to make. */
    private static final class Advice {
        static final MethodHandle ADVISE = NativeMemory.function("madvise",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    }

    private MappedMemory() {}

    /** Pages of at least so many bytes, or 0 if the system has none left. */
    static long map(long bytes) {
        long size = size(bytes);
        if (size < HUGE_FROM || !LINUX) {
            return mapped(size);
        }
        long whole = mapped(size + HUGE_PAGE);
        if (whole == 0) {
            return 0;
        }
        long address = whole + HUGE_PAGE - 1 & -HUGE_PAGE;
        discard(whole, address - whole);
        discard(address + size, whole + HUGE_PAGE - address);
        advise(address, size);
        return address;
    }

    static void unmap(long address, long bytes) {
        discard(address, size(bytes));
    }

    private static long size(long bytes) {
        return bytes + PAGE - 1 & -PAGE;
    }

    private static long mapped(long size) {
        try {
            long address = size <= 0 ? -1 : (long) MAP.invokeExact(0L, size, READ_AND_WRITE, PRIVATE | ANONYMOUS, -1, 0L);
            return address == -1 ? 0 : address;
        } catch (Throwable e) {
            throw new IllegalStateException("the system's mmap could not be called", e);
        }
    }

    private static void discard(long address, long size) {
        if (size == 0) {
            return;
        }
        try {
            int ignored = (int) UNMAP.invokeExact(address, size);
        } catch (Throwable e) {
            throw new IllegalStateException("the system's munmap could not be called", e);
        }
    }

    /** A wish that the system may refuse. */
    private static void advise(long address, long size) {
        try {
            int ignored = (int) Advice.ADVISE.invokeExact(MemorySegment.ofAddress(address), size, MADV_HUGEPAGE);
        } catch (Throwable e) {
            throw new IllegalStateException("madvise could not be called", e);
        }
    }
}
