package dev.tenon.cpu.reduce;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.Restrided;
import dev.tenon.cpu.pointwise.Dense;

/** Runs a loop over every row along one dimension of floating operands of the same sizes, on all threads. */
public final class Rows {
    /** What happens to one row of n elements. */
    @FunctionalInterface
    public interface Unary {
        void row(RowMath math, long in, long to, long n);
    }

    /** What happens to one row of n elements of two operands. */
    @FunctionalInterface
    public interface Binary {
        void row(RowMath math, long a, long b, long to, long n);
    }

    private Rows() {}

    public static void unary(UncheckedOperand input, UncheckedOperand output, long dim, Unary body) {
        var lane = Lane.of(output.dtype());
        long n = length(input, dim);
        var math = RowMath.of(lane, n);
        try (var in = Dense.read(Restrided.last(input, dim), lane.dtype());
            var out = Dense.write(Restrided.last(output, dim), lane.dtype())) {
            long a = in.address();
            long to = out.address();
            Workers.run(rows(input, n), Workers.grain(n), (from, until) -> {
                for (long row = from; row < until; row++) {
                    long offset = row * n * lane.bytes();
                    body.row(math, a + offset, to + offset, n);
                }
            });
        }
    }

    public static void binary(UncheckedOperand left, UncheckedOperand right, UncheckedOperand output, long dim, Binary body) {
        var lane = Lane.of(output.dtype());
        long n = length(left, dim);
        var math = RowMath.of(lane, n);
        try (var first = Dense.read(Restrided.last(left, dim), lane.dtype());
            var second = Dense.read(Restrided.last(right, dim), lane.dtype());
            var out = Dense.write(Restrided.last(output, dim), lane.dtype())) {
            long a = first.address();
            long b = second.address();
            long to = out.address();
            Workers.run(rows(left, n), Workers.grain(n), (from, until) -> {
                for (long row = from; row < until; row++) {
                    long offset = row * n * lane.bytes();
                    body.row(math, a + offset, b + offset, to + offset, n);
                }
            });
        }
    }

    private static long length(UncheckedOperand operand, long dim) {
        var sizes = Restrided.last(operand, dim).sizes();
        return sizes[sizes.length - 1];
    }

    private static long rows(UncheckedOperand operand, long n) {
        return n == 0 ? 0 : operand.numel() / n;
    }
}
