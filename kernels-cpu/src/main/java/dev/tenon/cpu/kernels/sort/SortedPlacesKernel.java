package dev.tenon.cpu.kernels.sort;

import dev.tenon.core.DType;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.Indices;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.ops.SortedPlaces;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/** Binary search in ascending rows, for every element of the input in its own row, or in the only one. NaN is above everything. */
public final class SortedPlacesKernel implements Kernel<SortedPlaces> {
    @Override
    public void run(SortedPlaces op, KernelCall call) {
        var operands = new SortedPlaces.Operands(call);
        var sequence = operands.sortedSequence();
        var input = operands.input();
        var given = operands.sorter();
        var lane = Lane.of(call.compute());
        long n = sequence.sizes()[sequence.rank() - 1];
        boolean rows = sequence.rank() > 1;
        long perRow = rows ? input.sizes()[input.rank() - 1] : 1;
        try (var sorted = Dense.read(sequence, lane.dtype());
            var wanted = Dense.read(input, lane.dtype());
            var sorter = Dense.read(given == null ? sequence : given, DType.INT64);
            var out = Dense.write(operands.result(), DType.INT64)) {
            long order = given == null ? 0 : sorter.address();
            if (order != 0) {
                Indices.check("searchsorted", order, sequence.numel(), n, sequence.rank() - 1L);
            }
            Workers.run(input.numel(), 1024, (from, until) -> {
                for (long i = from; i < until; i++) {
                    long start = rows ? i / perRow * n : 0;
                    UncheckedAccess.i64(out.address(), i, place(lane, sorted.address(), order, start, n, wanted.address(), i, op.right()));
                }
            });
        }
    }

    /** The first place whose element is not less than the wanted one, or for {@code right} the first that is greater. */
    private static long place(Lane lane, long sorted, long order, long start, long n, long wanted, long i, boolean right) {
        long low = 0;
        long high = n;
        while (low < high) {
            long middle = low + high >>> 1;
            long at = start + (order == 0 ? middle : UncheckedAccess.i64(order, start + middle));
            if (isBefore(lane, sorted, at, wanted, i, right)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static boolean isBefore(Lane lane, long sorted, long at, long wanted, long i, boolean right) {
        if (lane == Lane.I64) {
            return right ? UncheckedAccess.i64(sorted, at) <= UncheckedAccess.i64(wanted, i)
                : UncheckedAccess.i64(sorted, at) < UncheckedAccess.i64(wanted, i);
        }
        double element = lane == Lane.F32 ? UncheckedAccess.f32(sorted, at) : UncheckedAccess.f64(sorted, at);
        double value = lane == Lane.F32 ? UncheckedAccess.f32(wanted, i) : UncheckedAccess.f64(wanted, i);
        return right ? !(element > value) : !(element >= value);
    }
}
