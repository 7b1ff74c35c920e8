package dev.tenon.cpu.kernels.linalg;

import dev.tenon.core.DType;
import dev.tenon.core.IndexException;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.LuPermutation;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** The exchanges of rows that an elimination made, one after another, as an order of the rows. */
public final class LuPermutationKernel implements Kernel<LuPermutation> {
    @Override
    public void run(LuPermutation op, KernelCall call) {
        var operands = new LuPermutation.Operands(call);
        var input = operands.pivots();
        long rows = op.rows();
        long steps = input.sizes()[input.rank() - 1];
        if (operands.result().numel() == 0) {
            return;
        }
        try (var pivots = Dense.read(input, DType.INT64); var order = Dense.write(operands.result(), DType.INT64)) {
            for (long matrix = 0; matrix < operands.result().numel() / rows; matrix++) {
                permute(pivots.address() + matrix * steps * Long.BYTES, steps, order.address() + matrix * rows * Long.BYTES, rows);
            }
        }
    }

    private static void permute(long pivots, long steps, long order, long rows) {
        for (long i = 0; i < rows; i++) {
            UncheckedAccess.i64(order, i, i);
        }
        for (long i = 0; i < steps; i++) {
            long other = UncheckedAccess.i64(pivots, i) - 1;
            if (other < 0 || other >= rows) {
                throw new IndexException("linalg.lu_solve: pivot " + (other + 1) + " is not one of the rows 1 to " + rows);
            }
            long row = UncheckedAccess.i64(order, i);
            UncheckedAccess.i64(order, i, UncheckedAccess.i64(order, other));
            UncheckedAccess.i64(order, other, row);
        }
    }
}
