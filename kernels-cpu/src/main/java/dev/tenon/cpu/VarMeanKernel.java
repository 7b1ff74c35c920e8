package dev.tenon.cpu;

import dev.tenon.core.Operand;
import dev.tenon.ops.VarMean;
import dev.tenon.spi.Axes;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;
import java.util.Arrays;

/** Variance and mean in two passes over each row: the deviations are exact to rounding, whatever the mean. */
public final class VarMeanKernel implements Kernel<VarMean> {
    @Override
    public void run(VarMean op, KernelCall call) {
        var folded = Axes.folded(op.dim(), call.in(0).rank());
        var rows = foldedLast(call.in(0), folded);
        var lane = Lane.of(call.in(0).dtype());
        long outputs = call.out(0).numel();
        long n = count(call.in(0), folded);
        double correction = op.correction() == null ? 1 : op.correction().doubleValue();
        double divisor = Math.max(0, n - correction);
        try (var in = Dense.read(rows, lane.dtype());
            var variances = Dense.write(call.out(0), lane.dtype());
            var means = Dense.write(call.out(1), lane.dtype())) {
            var math = RowMath.of(lane);
            Workers.run(outputs, Rows.grain(n), (first, last) -> {
                for (long row = first; row < last; row++) {
                    long at = in.address() + row * n * lane.bytes();
                    double mean = n == 0 ? Double.NaN : math.sum(at, n) / n;
                    double squares = n == 0 ? Double.NaN : math.squares(at, mean, n);
                    math.put(variances.address(), row, squares / divisor);
                    math.put(means.address(), row, mean);
                }
            });
        }
    }

    private static long count(Operand input, boolean[] folded) {
        long n = 1;
        for (int d = 0; d < folded.length; d++) {
            n *= folded[d] ? input.sizes()[d] : 1;
        }
        return n;
    }

    /** The same elements with the folded dimensions last. */
    private static Operand foldedLast(Operand input, boolean[] folded) {
        int[] order = Axes.foldedLast(folded, input.rank());
        var sizes = Arrays.stream(order).mapToLong(d -> input.sizes()[d]).toArray();
        var strides = Arrays.stream(order).mapToLong(d -> input.strides()[d]).toArray();
        return new Restrided(input, sizes, strides);
    }
}
