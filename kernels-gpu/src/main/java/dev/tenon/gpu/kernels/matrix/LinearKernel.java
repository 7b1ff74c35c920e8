package dev.tenon.gpu.kernels.matrix;

import dev.tenon.core.Operand;
import dev.tenon.gpu.launch.Copies;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Linear;

/** {@code input · weightᵀ + bias}, the bias being what the product is added to. */
public final class LinearKernel extends GpuKernel<Linear> {
    @Override
    protected void run(Linear op, GpuCall call) {
        if (call.has(2)) {
            Copies.copy(call, call.in(2), call.out(0));
        }
        Products.run(call, rows(call, call.in(0)), Matrices.of(call.in(1)).transposed(), call.out(0), call.has(2));
    }

    private static Matrices rows(GpuCall call, Operand input) {
        if (input.rank() == 2) {
            return Matrices.of(input);
        }
        var dense = call.dense(0);
        long columns = input.sizes()[input.rank() - 1];
        return Matrices.rows(dense, call.out(0).numel() / Math.max(1, call.in(1).sizes()[0]), columns);
    }
}
