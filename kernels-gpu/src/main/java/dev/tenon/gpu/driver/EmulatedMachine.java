package dev.tenon.gpu.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** The native half of the emulator: runs grids one after another, multiplies matrices. */
final class EmulatedMachine {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final int MESSAGE = 512;
    private static @Nullable EmulatedMachine shared;

    private final UnitCompiler units;
    private final MethodHandle launch;
    private final MethodHandle gemm;
    private final MethodHandle allocate;
    private final MethodHandle free;

    private EmulatedMachine(UnitCompiler units) {
        this.units = units;
        var library = units.machine();
        var address = ValueLayout.ADDRESS;
        var message = address.withTargetLayout(MemoryLayout.sequenceLayout(MESSAGE, ValueLayout.JAVA_BYTE));
        launch = handle(library, "tn_launch", FunctionDescriptor.of(message, address, address, INT, INT, INT, INT, INT, INT, INT, LONG));
        gemm = handle(library, "tn_gemm", FunctionDescriptor.of(INT, INT, address, LONG, LONG, LONG));
        allocate = handle(library, "tn_allocate", FunctionDescriptor.of(LONG, LONG));
        free = handle(library, "tn_free", FunctionDescriptor.ofVoid(LONG));
    }

    private static MethodHandle handle(SymbolLookup library, String name, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), type);
    }

    /** The one machine of this process, compiled at its first use; null where there is no compiler. */
    static synchronized @Nullable EmulatedMachine shared() {
        if (shared == null && Compiler.FOUND != null) {
            shared = new EmulatedMachine(new UnitCompiler(Compiler.FOUND, KernelCache.standard()));
        }
        return shared;
    }

    static boolean isAvailable() {
        return Compiler.FOUND != null;
    }

    private static final class Compiler {
        static final @Nullable HostCompiler FOUND = HostCompiler.find();
    }

    UnitCompiler units() {
        return units;
    }

    /** Runs a grid; what went wrong, or null. */
    synchronized @Nullable String launch(EmulatedKernel kernel, Dim grid, Dim block, int shared, long pointers) {
        try {
            var message = (MemorySegment) launch.invokeExact(kernel.unit(), kernel.entry(), grid.x(), grid.y(), grid.z(), block.x(),
                block.y(),
                block.z(), shared, pointers);
            return message.address() == 0 ? null : message.getString(0);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Multiplies; whether there was memory for it. */
    boolean gemm(int dtype, Gemm g) {
        try (var arena = Arena.ofConfined()) {
            var problem = arena.allocateFrom(LONG, g.transposeA() ? 1 : 0, g.transposeB() ? 1 : 0, g.m(), g.n(), g.k(), g.lda(),
                g.strideA(),
                g.ldb(), g.strideB(), g.ldc(), g.strideC(), g.batch(), Double.doubleToRawLongBits(g.alpha()),
                Double.doubleToRawLongBits(g.beta()));
            return (int) gemm.invokeExact(dtype, problem, g.a(), g.b(), g.c()) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Memory aligned to 256 bytes, or 0. */
    long allocate(long bytes) {
        try {
            return (long) allocate.invokeExact(bytes);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    void free(long address) {
        try {
            free.invokeExact(address);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
