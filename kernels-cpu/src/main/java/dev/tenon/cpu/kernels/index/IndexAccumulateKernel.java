package dev.tenon.cpu.kernels.index;

import dev.tenon.core.DType;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.layout.Indices;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.cpu.reduce.Accumulate;
import dev.tenon.ops.IndexAccumulate;
import dev.tenon.spi.Axis;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.KernelCall;

/**
 * A copy of the input to whose slices those of the source are added; with zeros it is the gradient of an embedding. Threads own ranges of
 * destination slices and each reads the whole index, so that every sum is taken in the order of the index whatever the threads.
 */
public final class IndexAccumulateKernel implements Kernel<IndexAccumulate> {
    /** Elements of a slice from which reading the index more than once pays. */
    private static final long WIDE = 16;

    @Override
    public void run(IndexAccumulate op, KernelCall call) {
        var operands = new IndexAccumulate.Operands(call);
        var in = operands.input();
        var lane = Lane.of(in.dtype());
        var axis = Axis.of(in.sizes(), op.dim());
        long count = operands.index().numel();
        try (var original = Dense.read(in, lane.dtype());
            var index = Dense.read(operands.index(), DType.INT64);
            var source = Dense.read(operands.source(), lane.dtype());
            var out = Dense.write(operands.result(), lane.dtype())) {
            Indices.check(op.descriptor().name(), index.address(), count, axis.size(), axis.dim());
            UncheckedAccess.copy(original.address(), out.address(), in.numel() * lane.bytes());
            long grain = axis.inner() < WIDE ? axis.size() : Workers.grain(axis.inner());
            Workers.run(axis.size(), Math.max(1, grain), (from, until) -> {
                for (long o = 0; o < axis.outer(); o++) {
                    add(lane, axis.inner(), index.address(), count, from, until, source.address() + o * count * axis.inner() * lane.bytes(),
                        out.address() + o * axis.size() * axis.inner() * lane.bytes());
                }
            });
        }
    }

    private static void add(Lane lane, long inner, long index, long count, long from, long until, long source, long out) {
        long bytes = inner * lane.bytes();
        for (long i = 0; i < count; i++) {
            long to = UncheckedAccess.i64(index, i);
            if (to >= from && to < until) {
                Accumulate.row(lane, source + i * bytes, out + to * bytes, inner);
            }
        }
    }
}
