package dev.tenon.gpu.kernels.matrix;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.launch.Copies;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.Linear;

/** {@code input · weightᵀ + bias}, the bias being what the product is added to. */
public final class LinearKernel extends GpuKernel<Linear> {
    @Override
    protected void run(Linear op, GpuCall call) {
        var operands = new Linear.Operands(call.operands());
        var bias = operands.bias();
        if (bias != null) {
            Copies.copy(call, bias, operands.result());
        }
        Products.run(call, rows(call, operands), Matrices.of(operands.weight()).transposed(), operands.result(), bias != null);
    }

    private static Matrices rows(GpuCall call, Linear.Operands operands) {
        var input = operands.input();
        if (input.rank() == 2) {
            return Matrices.of(input);
        }
        var dense = call.dense(input);
        long columns = input.sizes()[input.rank() - 1];
        return Matrices.rows(dense, operands.result().numel() / Math.max(1, operands.weight().sizes()[0]), columns);
    }
}
