package dev.tenon.cpu.reduce;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.Restrided;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.spi.KernelCall;

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

    public static void unary(KernelCall call, long dim, Unary body) {
        var lane = Lane.of(call.out(0).dtype());
        long n = length(call, dim);
        var math = RowMath.of(lane, n);
        try (var in = Dense.read(Restrided.last(call.in(0), dim), lane.dtype());
            var out = Dense.write(Restrided.last(call.out(0), dim), lane.dtype())) {
            long a = in.address();
            long to = out.address();
            Workers.run(rows(call, n), Workers.grain(n), (from, until) -> {
                for (long row = from; row < until; row++) {
                    long offset = row * n * lane.bytes();
                    body.row(math, a + offset, to + offset, n);
                }
            });
        }
    }

    public static void binary(KernelCall call, long dim, Binary body) {
        var lane = Lane.of(call.out(0).dtype());
        long n = length(call, dim);
        var math = RowMath.of(lane, n);
        try (var first = Dense.read(Restrided.last(call.in(0), dim), lane.dtype());
            var second = Dense.read(Restrided.last(call.in(1), dim), lane.dtype());
            var out = Dense.write(Restrided.last(call.out(0), dim), lane.dtype())) {
            long a = first.address();
            long b = second.address();
            long to = out.address();
            Workers.run(rows(call, n), Workers.grain(n), (from, until) -> {
                for (long row = from; row < until; row++) {
                    long offset = row * n * lane.bytes();
                    body.row(math, a + offset, b + offset, to + offset, n);
                }
            });
        }
    }

    private static long length(KernelCall call, long dim) {
        var sizes = Restrided.last(call.in(0), dim).sizes();
        return sizes[sizes.length - 1];
    }

    private static long rows(KernelCall call, long n) {
        return n == 0 ? 0 : call.in(0).numel() / n;
    }
}
