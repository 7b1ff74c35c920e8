package dev.tenon.cpu.kernels.linalg;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.cpu.blas.Lapack;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.ThinSvd;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Thin singular value decompositions in batches, by LAPACK's divide and conquer. */
public final class ThinSvdKernel implements Kernel<ThinSvd> {
    private static final String NAME = "linalg.svd";

    @Override
    public void run(ThinSvd op, KernelCall call) {
        var operands = new ThinSvd.Operands(call);
        var input = operands.input();
        var dtype = input.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
        long m = input.sizes()[input.rank() - 2];
        long n = input.sizes()[input.rank() - 1];
        long k = Math.min(m, n);
        if (input.numel() == 0) {
            return;
        }
        long bytes = dtype.bytes();
        try (var matrices = Dense.read(input, dtype);
            var u = Dense.write(operands.u(), dtype);
            var s = Dense.write(operands.s(), dtype);
            var vh = Dense.write(operands.vh(), dtype)) {
            var scratch = Scratch.of();
            long mark = scratch.mark();
            long work = scratch.take(m * n * bytes);
            for (long i = 0; i < input.numel() / (m * n); i++) {
                long matrix = matrices.address() + i * m * n * bytes;
                Lapack.requireFinite(NAME, dtype, matrix, m, n, false, i);
                UncheckedAccess.copy(matrix, work, m * n * bytes); // LAPACK overwrites it
                int status = Lapack.gesdd(NAME, dtype, m, n, work, s.address() + i * k * bytes, u.address() + i * m * k * bytes,
                    vh.address() + i * k * n * bytes);
                if (status != 0) {
                    throw new ArgumentException(NAME + ": matrix " + i + " of the batch did not converge");
                }
            }
            scratch.release(mark);
        }
    }
}
