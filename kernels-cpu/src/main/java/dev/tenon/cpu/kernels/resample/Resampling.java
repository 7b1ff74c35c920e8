package dev.tenon.cpu.kernels.resample;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.Indices;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.cpu.reduce.RowMath;
import dev.tenon.spi.Axis;

/**
 * Weighted sums along one dimension and their adjoint. What lies behind the dimension is a row of {@code inner} elements. A negative place
 * is no term.
 *
 * @param outer what lies before the dimension
 * @param size of the dimension itself
 * @param outputs rows of the weights
 * @param taps columns of the weights
 */
record Resampling(Lane lane, RowMath math, long outer, long size, long inner, long outputs, long taps) {
    static Resampling of(UncheckedOperand whole, UncheckedOperand weight, long dim) {
        var axis = Axis.of(whole.sizes(), dim);
        var lane = Lane.of(whole.dtype());
        return new Resampling(lane, RowMath.of(lane), axis.outer(), axis.size(), axis.inner(), weight.sizes()[0], weight.sizes()[1]);
    }

    void forward(String op, UncheckedOperand input, UncheckedOperand weight, UncheckedOperand index, UncheckedOperand output) {
        try (var x = Dense.read(input, lane.dtype());
            var w = Dense.read(weight, lane.dtype());
            var places = Dense.read(index, DType.INT64);
            var y = Dense.write(output, lane.dtype())) {
            Indices.checkUpper(op, places.address(), outputs * taps, size, 0);
            Workers.run(output.numel() == 0 ? 0 : outer * outputs, Workers.grain(inner * taps), (from, until) -> {
                for (long row = from; row < until; row++) {
                    long tap = row % outputs * taps;
                    sum(x.address() + row / outputs * size * inner * lane.bytes(), w.address(), places.address(), tap, y.address()
                        + row * inner * lane.bytes());
                }
            });
        }
    }

    private void sum(long x, long w, long places, long tap, long to) {
        if (inner == 1) {
            double sum = 0;
            for (long k = tap; k < tap + taps; k++) {
                long place = UncheckedAccess.i64(places, k);
                sum += place < 0 ? 0 : math.at(w, k) * math.at(x, place);
            }
            math.put(to, 0, sum);
            return;
        }
        UncheckedAccess.fill(to, inner * lane.bytes(), (byte) 0);
        for (long k = tap; k < tap + taps; k++) {
            long place = UncheckedAccess.i64(places, k);
            if (place >= 0) {
                math.combine(x + place * inner * lane.bytes(), math.at(w, k), to, 1, 0, to, inner);
            }
        }
    }

    void adjoint(String op, UncheckedOperand grad, UncheckedOperand weight, UncheckedOperand index, UncheckedOperand output) {
        try (var g = Dense.read(grad, lane.dtype());
            var w = Dense.read(weight, lane.dtype());
            var places = Dense.read(index, DType.INT64);
            var gx = Dense.write(output, lane.dtype())) {
            Indices.checkUpper(op, places.address(), outputs * taps, size, 0);
            Workers.run(output.numel() == 0 ? 0 : outer, Workers.grain(inner * outputs * taps), (from, until) -> {
                for (long i = from; i < until; i++) {
                    long to = gx.address() + i * size * inner * lane.bytes();
                    UncheckedAccess.fill(to, size * inner * lane.bytes(), (byte) 0);
                    spread(g.address() + i * outputs * inner * lane.bytes(), w.address(), places.address(), to);
                }
            });
        }
    }

    private void spread(long g, long w, long places, long to) {
        for (long k = 0; k < outputs * taps; k++) {
            long from = k / taps;
            long at = UncheckedAccess.i64(places, k);
            if (at < 0) {
                continue;
            }
            if (inner == 1) {
                math.put(to, at, math.at(to, at) + math.at(w, k) * math.at(g, from));
            } else {
                long row = to + at * inner * lane.bytes();
                math.combine(g + from * inner * lane.bytes(), math.at(w, k), row, 1, 0, row, inner);
            }
        }
    }
}
