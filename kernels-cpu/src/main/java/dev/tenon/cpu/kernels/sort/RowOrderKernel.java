package dev.tenon.cpu.kernels.sort;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import java.util.Arrays;

/** The order of a matrix's rows by their elements from the first on; stable. */
public final class RowOrderKernel implements Kernel<dev.tenon.ops.RowOrder> {
    @Override
    public void run(dev.tenon.ops.RowOrder op, KernelCall call) {
        var operands = new dev.tenon.ops.RowOrder.Operands(call);
        var lane = Lane.of(operands.input().dtype());
        int rows = Math.toIntExact(operands.input().sizes()[0]);
        long columns = operands.input().sizes()[1];
        var order = new Integer[rows];
        Arrays.setAll(order, i -> i);
        try (var in = Dense.read(operands.input(), lane.dtype())) {
            long p = in.address();
            Arrays.sort(order, (a, b) -> compare(lane, p, a * columns, b * columns, columns));
        }
        for (int i = 0; i < rows; i++) {
            UncheckedAccess.i64(operands.result().address(), i, order[i]);
        }
    }

    private static int compare(Lane lane, long p, long a, long b, long n) {
        for (long i = 0; i < n; i++) {
            int order = Long.compare(RowOrder.key(lane, p, a + i), RowOrder.key(lane, p, b + i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
