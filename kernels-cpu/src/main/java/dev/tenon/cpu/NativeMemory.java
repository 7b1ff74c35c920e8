package dev.tenon.cpu;

import dev.tenon.core.OutOfMemoryException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Aligned memory from the system's allocator, not zeroed: an output is written whole by its kernel. */
final class NativeMemory {
    private static final long ALIGNMENT = 64;
    /** The size of a huge page on x86-64 and arm64. Large tensors on huge pages fault 512 times less often. */
    private static final long HUGE_PAGE = 2L << 20;
    private static final long HUGE_FROM = 4L << 20;
    private static final int MADV_HUGEPAGE = 14;

    private static final boolean WINDOWS = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    private static final MethodHandle ALLOCATE = function(WINDOWS ? "_aligned_malloc" : "aligned_alloc",
        FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

    /** Looked up at the first large allocation only: a method handle takes milliseconds to make. */
    private static final class Advice {
        static final @Nullable MethodHandle ADVISE = System.getProperty("os.name").equals("Linux")
            ? function("madvise",
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT))
            : null;
    }

    private static final class Release {
        static final MethodHandle FREE = function(WINDOWS ? "_aligned_free" : "free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
    }

    private NativeMemory() {}

    /** At least {@code bytes}, uninitialised. */
    static long allocate(long bytes) {
        boolean isLarge = bytes >= HUGE_FROM;
        long alignment = isLarge ? HUGE_PAGE : ALIGNMENT;
        // aligned_alloc wants a multiple of the alignment.
        long size = Math.max(alignment, bytes + alignment - 1 & -alignment);
        if (size < bytes) {
            throw new OutOfMemoryException("allocate: " + bytes + " bytes cannot be addressed");
        }
        long address = call(size, alignment);
        if (address == 0) {
            throw new OutOfMemoryException("allocate: the system has no " + bytes + " bytes left");
        }
        if (isLarge) {
            advise(address, size);
        }
        return address;
    }

    /** _aligned_malloc takes the size first, aligned_alloc the alignment. */
    private static long call(long size, long alignment) {
        try {
            var memory = WINDOWS ? (MemorySegment) ALLOCATE.invokeExact(size, alignment)
                : (MemorySegment) ALLOCATE.invokeExact(alignment, size);
            return memory.address();
        } catch (Throwable e) {
            throw new IllegalStateException("the system's allocator could not be called", e);
        }
    }

    /** A wish that the system may refuse. */
    private static void advise(long address, long size) {
        var advise = Advice.ADVISE;
        if (advise == null) {
            return;
        }
        try {
            int ignored = (int) advise.invokeExact(MemorySegment.ofAddress(address), size, MADV_HUGEPAGE);
        } catch (Throwable e) {
            throw new IllegalStateException("madvise could not be called", e);
        }
    }

    static void free(long address) {
        try {
            Release.FREE.invokeExact(MemorySegment.ofAddress(address));
        } catch (Throwable e) {
            throw new IllegalStateException("the system's allocator could not be called", e);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        var linker = Linker.nativeLinker();
        var symbol = linker.defaultLookup().find(name)
            .orElseThrow(() -> new UnsatisfiedLinkError("the system's C library has no " + name));
        return linker.downcallHandle(symbol, descriptor);
    }
}
