package dev.tenon.cpu.engine;

import dev.tenon.core.OutOfMemoryException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/**
 * Aligned memory from the system, not zeroed by us: an output is written whole by its kernel. What is large is mapped, so that the system has it
 * back as soon as it is freed; a C library keeps what it is given. On Windows the library itself maps what is large.
 */
public final class NativeMemory {
    private static final long ALIGNMENT = 64;
    private static final long MAPPED_FROM = 256L << 10;

    private static final boolean WINDOWS = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    private static final MethodHandle ALLOCATE = function(WINDOWS ? "_aligned_malloc" : "aligned_alloc",
        FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

    /** Looked up when first needed: a method handle takes milliseconds to make. */
    private static final class Release {
        static final MethodHandle FREE = function(WINDOWS ? "_aligned_free" : "free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
    }

    private NativeMemory() {}

    /** At least {@code bytes}, uninitialised. */
    public static long allocate(long bytes) {
        // aligned_alloc wants a multiple of the alignment.
        long size = Math.max(ALIGNMENT, bytes + ALIGNMENT - 1 & -ALIGNMENT);
        if (size < bytes) {
            throw new OutOfMemoryException("allocate: " + bytes + " bytes cannot be addressed");
        }
        long address = isMapped(bytes) ? MappedMemory.map(bytes) : call(size);
        if (address == 0) {
            throw new OutOfMemoryException("allocate: the system has no " + bytes + " bytes left");
        }
        return address;
    }

    private static boolean isMapped(long bytes) {
        return bytes >= MAPPED_FROM && !WINDOWS;
    }

    /** _aligned_malloc takes the size first, aligned_alloc the alignment. */
    private static long call(long size) {
        try {
            var memory = WINDOWS ? (MemorySegment) ALLOCATE.invokeExact(size, ALIGNMENT)
                : (MemorySegment) ALLOCATE.invokeExact(ALIGNMENT, size);
            return memory.address();
        } catch (Throwable e) {
            throw new IllegalStateException("the system's allocator could not be called", e);
        }
    }

    /** Takes back what {@link #allocate} gave for so many bytes. */
    public static void free(long address, long bytes) {
        if (isMapped(bytes)) {
            MappedMemory.unmap(address, bytes);
            return;
        }
        try {
            Release.FREE.invokeExact(MemorySegment.ofAddress(address));
        } catch (Throwable e) {
            throw new IllegalStateException("the system's allocator could not be called", e);
        }
    }

    static MethodHandle function(String name, FunctionDescriptor descriptor) {
        var linker = Linker.nativeLinker();
        var symbol = linker.defaultLookup().find(name)
            .orElseThrow(() -> new UnsatisfiedLinkError("the system's C library has no " + name));
        return linker.downcallHandle(symbol, descriptor);
    }
}
