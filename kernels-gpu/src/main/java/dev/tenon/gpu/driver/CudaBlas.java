package dev.tenon.gpu.driver;

import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;

/**
 * Products by cuBLAS on the context's stream. cuBLAS takes column-major matrices, and a row-major matrix read so is its own transpose:
 * so {@code C = A B} is asked for as {@code Cᵀ = Bᵀ Aᵀ}, which only swaps the operands.
 */
final class CudaBlas {
    /** As PyTorch: Hopper's products want more. A fixed workspace also makes results the same from run to run. */
    private static final long WORKSPACE = 8320L << 10;
    private static final long HOPPER_WORKSPACE = 32L << 20;

    private final CudaContext context;
    private final cublasContext handle = new cublasContext();
    private final Address a = new Address();
    private final Address b = new Address();
    private final Address c = new Address();
    private final MemorySegment factors = Arena.ofAuto().allocate(2 * Double.BYTES, Double.BYTES);
    private final Address alpha = new Address().at(factors.address());
    private final Address beta = new Address().at(factors.address() + Double.BYTES);
    private boolean ready;
    private boolean tf32;

    CudaBlas(CudaContext context) {
        this.context = context;
    }

    synchronized void allowTf32(boolean allowed) {
        if (allowed != tf32) {
            tf32 = allowed;
            if (ready) {
                context.enter();
                setMode("allowTf32");
            }
        }
    }

    /** The context is entered behind the lock: a virtual thread may come out of a wait for that on another carrier. */
    synchronized void run(String operator, Gemm gemm) {
        if (gemm.m() == 0 || gemm.n() == 0 || gemm.batch() == 0) {
            return;
        }
        context.enter();
        open(operator);
        factors(gemm);
        int status = fits(gemm) ? narrow(gemm) : wide(gemm);
        if (status != cublas.CUBLAS_STATUS_SUCCESS) {
            throw context.errors().product(status, cudart.cuStreamQuery(context.stream()), operator, gemm.toString());
        }
    }

    private void open(String operator) {
        if (ready) {
            return;
        }
        check(cublas.cublasCreate_v2(handle), operator);
        check(cublas.cublasSetStream_v2(handle, context.stream()), operator);
        // After the stream, because setting that takes the workspace away again.
        int major = CudaCards.attribute(cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, context.device());
        long bytes = major >= 9 ? HOPPER_WORKSPACE : WORKSPACE;
        var workspace = new long[1];
        context.errors().check(cudart.cuMemAlloc(workspace, bytes), operator);
        check(cublas.cublasSetWorkspace_v2(handle, new Address().at(workspace[0]), bytes), operator);
        setMode(operator);
        ready = true;
    }

    private void setMode(String operator) {
        check(cublas.cublasSetMathMode(handle, tf32 ? cublas.CUBLAS_TF32_TENSOR_OP_MATH : cublas.CUBLAS_DEFAULT_MATH), operator);
    }

    private void check(int status, String operator) {
        if (status != cublas.CUBLAS_STATUS_SUCCESS) {
            throw context.errors().product(status, cudart.cuStreamQuery(context.stream()), operator, "while cuBLAS was being started");
        }
    }

    /** In the computing type, which is float but for float64. */
    private void factors(Gemm gemm) {
        if (gemm.dtype() == DType.FLOAT64) {
            factors.set(ValueLayout.JAVA_DOUBLE, 0, gemm.alpha());
            factors.set(ValueLayout.JAVA_DOUBLE, Double.BYTES, gemm.beta());
        } else {
            factors.set(ValueLayout.JAVA_FLOAT, 0, (float) gemm.alpha());
            factors.set(ValueLayout.JAVA_FLOAT, Double.BYTES, (float) gemm.beta());
        }
    }

    private static boolean fits(Gemm g) {
        return (g.m() | g.n() | g.k() | g.lda() | g.ldb() | g.ldc() | g.batch()) <= Integer.MAX_VALUE;
    }

    private int narrow(Gemm g) {
        int type = type(g.dtype());
        int computing = g.dtype() == DType.FLOAT64 ? cublas.CUBLAS_COMPUTE_64F : cublas.CUBLAS_COMPUTE_32F;
        return g.batch() == 1
            ? cublas.cublasGemmEx(handle, op(g.transposeB()), op(g.transposeA()), (int) g.n(), (int) g.m(), (int) g.k(), alpha, b.at(g.b()),
                type,
                (int) leading(g.ldb()), a.at(g.a()), type, (int) leading(g.lda()), beta, c.at(g.c()), type, (int) leading(g.ldc()),
                computing,
                cublas.CUBLAS_GEMM_DEFAULT)
            : cublas.cublasGemmStridedBatchedEx(handle, op(g.transposeB()), op(g.transposeA()), (int) g.n(), (int) g.m(), (int) g.k(),
                alpha,
                b.at(g.b()), type, (int) leading(g.ldb()), g.strideB(), a.at(g.a()), type, (int) leading(g.lda()), g.strideA(), beta,
                c.at(g.c()),
                type, (int) leading(g.ldc()), g.strideC(), (int) g.batch(), computing, cublas.CUBLAS_GEMM_DEFAULT);
    }

    private int wide(Gemm g) {
        int type = type(g.dtype());
        int computing = g.dtype() == DType.FLOAT64 ? cublas.CUBLAS_COMPUTE_64F : cublas.CUBLAS_COMPUTE_32F;
        return cublas.cublasGemmStridedBatchedEx_64(handle, op(g.transposeB()), op(g.transposeA()), g.n(), g.m(), g.k(), alpha, b.at(g.b()),
            type,
            leading(g.ldb()), g.strideB(), a.at(g.a()), type, leading(g.lda()), g.strideA(), beta, c.at(g.c()), type, leading(g.ldc()),
            g.strideC(), g.batch(), computing, cublas.CUBLAS_GEMM_DEFAULT);
    }

    private static int op(boolean transpose) {
        return transpose ? cublas.CUBLAS_OP_T : cublas.CUBLAS_OP_N;
    }

    /** Of a matrix without elements it may be 0 here, which cuBLAS refuses. */
    private static long leading(long elements) {
        return Math.max(elements, 1);
    }

    private static int type(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> cudart.CUDA_R_64F;
            case FLOAT32 -> cudart.CUDA_R_32F;
            case FLOAT16 -> cudart.CUDA_R_16F;
            case BFLOAT16 -> cudart.CUDA_R_16BF;
            default -> throw new DTypeException("a product of matrices on the GPU takes floating dtypes, and this is " + dtype
                + "\n  try:   x.to(DType.FLOAT64), then back");
        };
    }
}
