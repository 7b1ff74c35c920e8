package dev.tenon.cpu.kernels.matrix;

import dev.tenon.core.Operand;
import dev.tenon.cpu.blas.MatrixProduct;
import dev.tenon.cpu.blas.StridedMatrix;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.RawMemory;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.Linear;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** {@code input · weightᵀ + bias}, the bias being what OpenBLAS adds the product to. */
public final class LinearKernel implements Kernel<Linear> {
    @Override
    public void run(Linear op, KernelCall call) {
        var lane = Lane.of(call.compute());
        if (call.out(0).numel() == 0) {
            return;
        }
        var input = call.in(0);
        var weight = call.in(1);
        boolean isReady = lane != Lane.I64 && input.dtype() == lane.dtype() && weight.dtype() == lane.dtype()
            && (input.rank() == 2 || input.isContiguous())
            && (!call.has(2) || call.in(2).dtype() == lane.dtype() && call.in(2).isContiguous());
        if (isReady) {
            long bias = call.has(2) ? call.in(2).address() : 0;
            MatrixProduct.run(lane, rows(input, call.out(0).numel() / weight.sizes()[0]), StridedMatrix.of(weight).transposed(), bias,
                call.out(0).address(), false);
        } else {
            converted(call, lane);
        }
    }

    private static StridedMatrix rows(Operand input, long count) {
        return input.rank() == 2 ? StridedMatrix.of(input) : rows(input.address(), count, input.sizes()[input.rank() - 1]);
    }

    private static StridedMatrix rows(long address, long rows, long columns) {
        return new StridedMatrix(address, rows, columns, columns, 1);
    }

    private static void converted(KernelCall call, Lane lane) {
        var dtype = lane.dtype();
        long features = call.in(1).sizes()[0];
        long inner = call.in(1).sizes()[1];
        long count = call.out(0).numel() / features;
        // Without a bias input 1 stands in, read but not used.
        var added = call.has(2) ? call.in(2) : call.in(1);
        try (var input = Dense.read(call.in(0), dtype);
            var weight = Dense.read(call.in(1), dtype);
            var bias = Dense.read(added, dtype);
            var out = Dense.write(call.out(0), dtype)) {
            long first = call.has(2) ? bias.address() : 0;
            if (lane == Lane.I64) {
                integers(input.address(), weight.address(), first, out.address(), count, features, inner);
            } else {
                MatrixProduct.run(lane, rows(input.address(), count, inner), rows(weight.address(), features, inner).transposed(), first,
                    out.address(), false);
            }
        }
    }

    private static void integers(long input, long weight, long bias, long out, long rows, long features, long inner) {
        for (long r = 0; r < rows; r++) {
            for (long f = 0; f < features; f++) {
                long sum = bias == 0 ? 0 : RawMemory.i64(bias, f);
                for (long i = 0; i < inner; i++) {
                    sum += RawMemory.i64(input, r * inner + i) * RawMemory.i64(weight, f * inner + i);
                }
                RawMemory.i64(out, r * features + f, sum);
            }
        }
    }
}
