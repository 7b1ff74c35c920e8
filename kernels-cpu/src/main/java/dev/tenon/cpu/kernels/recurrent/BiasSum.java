package dev.tenon.cpu.kernels.recurrent;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.pointwise.Dense;
import org.jspecify.annotations.Nullable;

/** The sum of two biases that are always added together; either may be missing. Closed in the reverse order of opening. */
final class BiasSum implements AutoCloseable {
    private final Scratch scratch = Scratch.of();
    private final long mark = scratch.mark();
    private final long address;

    BiasSum(Lane lane, long n, @Nullable UncheckedOperand... parts) {
        long sum = 0;
        for (var part : parts) {
            if (part != null) {
                boolean isFirst = sum == 0;
                sum = isFirst ? scratch.take(n * lane.bytes()) : sum;
                add(lane, part, n, isFirst, sum);
            }
        }
        this.address = sum;
    }

    private static void add(Lane lane, UncheckedOperand part, long n, boolean isFirst, long to) {
        try (var dense = Dense.read(part, lane.dtype())) {
            if (isFirst) {
                UncheckedAccess.copy(dense.address(), to, n * lane.bytes());
            } else {
                CellMath.of(lane).add(dense.address(), to, n);
            }
        }
    }

    /** 0 where there is no bias. */
    long address() {
        return address;
    }

    @Override
    public void close() {
        scratch.release(mark);
    }
}
