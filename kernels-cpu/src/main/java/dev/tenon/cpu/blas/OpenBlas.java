package dev.tenon.cpu.blas;

import dev.tenon.cpu.engine.Workers;
import dev.tenon.spi.UnpackedLibraries;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * OpenBLAS on one thread: {@link Workers} divide the work, so the two never compete for cores. Loaded at the first product
 * that is worth it. Pointer objects are kept for each thread and only told addresses: allocating one would cost more than a small product.
 */
public final class OpenBlas {
    private static final int ROW_MAJOR = openblas_nolapack.CblasRowMajor;
    private static final int PLAIN = openblas_nolapack.CblasNoTrans;
    private static final long LONGEST_CONFIGURATION = 1024;
    private static final int TRANSPOSED = openblas_nolapack.CblasTrans;
    private static final ThreadLocal<Floats> FLOATS = ThreadLocal.withInitial(Floats::new);
    private static final ThreadLocal<Doubles> DOUBLES = ThreadLocal.withInitial(Doubles::new);

    static {
        load();
    }

    private OpenBlas() {}

    /** A float pointer that can be pointed anywhere. */
    static final class FloatAt extends FloatPointer {
        FloatAt() {
            super((Pointer) null);
        }

        FloatAt at(long where) {
            address = where;
            return this;
        }
    }

    /** A double pointer that can be pointed anywhere. */
    static final class DoubleAt extends DoublePointer {
        DoubleAt() {
            super((Pointer) null);
        }

        DoubleAt at(long where) {
            address = where;
            return this;
        }
    }

    private static final class Floats {
        final FloatAt a = new FloatAt();
        final FloatAt b = new FloatAt();
        final FloatAt c = new FloatAt();
    }

    private static final class Doubles {
        final DoubleAt a = new DoubleAt();
        final DoubleAt b = new DoubleAt();
        final DoubleAt c = new DoubleAt();
    }

    /** {@code c = alpha · a · b + beta · c}, row-major. */
    public static void gemm(boolean transA, boolean transB, long m, long n, long k, float alpha, long a, long lda, long b, long ldb,
        float beta,
        long c, long ldc) {
        var p = FLOATS.get();
        openblas_nolapack.cblas_sgemm(ROW_MAJOR, transA ? TRANSPOSED : PLAIN, transB ? TRANSPOSED : PLAIN, (int) m, (int) n, (int) k, alpha,
            p.a.at(a), (int) lda, p.b.at(b), (int) ldb, beta, p.c.at(c), (int) ldc);
    }

    /** {@code c = alpha · a · b + beta · c} in double precision, row-major. */
    public static void gemm(boolean transA, boolean transB, long m, long n, long k, double alpha, long a, long lda, long b, long ldb,
        double beta,
        long c, long ldc) {
        var p = DOUBLES.get();
        openblas_nolapack.cblas_dgemm(ROW_MAJOR, transA ? TRANSPOSED : PLAIN, transB ? TRANSPOSED : PLAIN, (int) m, (int) n, (int) k, alpha,
            p.a.at(a), (int) lda, p.b.at(b), (int) ldb, beta, p.c.at(c), (int) ldc);
    }

    /** Thin singular value decomposition of a row-major float matrix, which is overwritten; LAPACK's status. */
    static int gesdd(long m, long n, FloatAt a, FloatAt s, FloatAt u, FloatAt vh) {
        long k = Math.min(m, n);
        return openblas.LAPACKE_sgesdd(openblas.LAPACK_ROW_MAJOR, (byte) 'S', (int) m, (int) n, a, (int) n, s, u, (int) k, vh, (int) n);
    }

    /** The same in double precision. */
    static int gesdd(long m, long n, DoubleAt a, DoubleAt s, DoubleAt u, DoubleAt vh) {
        long k = Math.min(m, n);
        return openblas.LAPACKE_dgesdd(openblas.LAPACK_ROW_MAJOR, (byte) 'S', (int) m, (int) n, a, (int) n, s, u, (int) k, vh, (int) n);
    }

    /** Loads the library with its settings, for callers that use it directly. */
    static void ready() {}

    /** What OpenBLAS says of itself, and how it is used. */
    public static String describe() {
        return configuration() + "; " + openblas_nolapack.blas_get_num_threads() + " thread in each of " + Workers.threads() + " workers";
    }

    private static String configuration() {
        try {
            var library = SymbolLookup.libraryLookup(Path.of(Loader.load(openblas_nolapack.class)), Arena.global());
            var call = Linker.nativeLinker().downcallHandle(library.findOrThrow("openblas_get_config"),
                FunctionDescriptor.of(ValueLayout.ADDRESS));
            return ((MemorySegment) call.invokeExact()).reinterpret(LONGEST_CONFIGURATION).getString(0).strip();
        } catch (Throwable e) {
            return "OpenBLAS (" + e.getMessage() + ")";
        }
    }

    private static void load() {
        UnpackedLibraries.keepPrivate();
        // Read by the library when it is loaded: otherwise it starts threads that nobody uses.
        environment("OPENBLAS_NUM_THREADS", "1");
        Loader.load(openblas_nolapack.class);
        openblas_nolapack.blas_set_num_threads(1);
    }

    /** Sets a variable of the process that the user has not set. */
    private static void environment(String name, String value) {
        if (System.getenv(name) != null || System.getProperty("os.name").startsWith("Windows")) {
            return;
        }
        try (var arena = Arena.ofConfined()) {
            var linker = Linker.nativeLinker();
            var setenv = linker.downcallHandle(linker.defaultLookup().find("setenv").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
            int ignored = (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 0);
        } catch (Throwable e) {
            System.getLogger("dev.tenon.cpu").log(Level.DEBUG, "could not set " + name, e);
        }
    }
}
