package dev.tenon.cpu.kernels.matrix;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.blas.MatrixProduct;
import dev.tenon.cpu.blas.StridedMatrix;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.Linear;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** {@code input · weightᵀ + bias}, the bias being what OpenBLAS adds the product to. */
public final class LinearKernel implements Kernel<Linear> {
    @Override
    public void run(Linear op, KernelCall call) {
        var operands = new Linear.Operands(call);
        var lane = Lane.of(call.compute());
        if (operands.result().numel() == 0) {
            return;
        }
        var input = operands.input();
        var weight = operands.weight();
        var added = operands.bias();
        boolean isReady = lane != Lane.I64 && input.dtype() == lane.dtype() && weight.dtype() == lane.dtype()
            && (input.rank() == 2 || input.isContiguous())
            && (added == null || added.dtype() == lane.dtype() && added.isContiguous());
        if (isReady) {
            long bias = added == null ? 0 : added.address();
            MatrixProduct.run(lane, rows(input, operands.result().numel() / weight.sizes()[0]), StridedMatrix.of(weight).transposed(), bias,
                operands.result().address(), false);
        } else {
            converted(operands, lane);
        }
    }

    private static StridedMatrix rows(UncheckedOperand input, long count) {
        return input.rank() == 2 ? StridedMatrix.of(input) : rows(input.address(), count, input.sizes()[input.rank() - 1]);
    }

    private static StridedMatrix rows(long address, long rows, long columns) {
        return new StridedMatrix(address, rows, columns, columns, 1);
    }

    private static void converted(Linear.Operands operands, Lane lane) {
        var dtype = lane.dtype();
        long features = operands.weight().sizes()[0];
        long inner = operands.weight().sizes()[1];
        long count = operands.result().numel() / features;
        var added = operands.bias();
        try (var input = Dense.read(operands.input(), dtype);
            var weight = Dense.read(operands.weight(), dtype);
            // Without a bias the weight stands in, read but not used.
            var bias = Dense.read(added == null ? operands.weight() : added, dtype);
            var out = Dense.write(operands.result(), dtype)) {
            long first = added == null ? 0 : bias.address();
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
                long sum = bias == 0 ? 0 : UncheckedAccess.i64(bias, f);
                for (long i = 0; i < inner; i++) {
                    sum += UncheckedAccess.i64(input, r * inner + i) * UncheckedAccess.i64(weight, f * inner + i);
                }
                UncheckedAccess.i64(out, r * features + f, sum);
            }
        }
    }
}
