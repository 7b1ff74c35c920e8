package dev.tenon.cpu.kernels.norm;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Scratch;
import dev.tenon.cpu.pointwise.Dense;
import dev.tenon.cpu.reduce.RowMath;
import org.jspecify.annotations.Nullable;

/** An optional vector of parameters, such as a norm's weight: the operand's elements, or a constant repeated. */
record Parameter(long address, @Nullable Dense given, Scratch scratch, long mark) implements AutoCloseable {
    /** An operand of n elements in {@code lane}, or n times {@code otherwise} where it was not given. */
    static Parameter of(@Nullable UncheckedOperand operand, long n, double otherwise, Lane lane) {
        var scratch = Scratch.of();
        long mark = scratch.mark();
        if (operand != null) {
            var given = Dense.read(operand, lane.dtype());
            return new Parameter(given.address(), given, scratch, mark);
        }
        long address = scratch.take(n * lane.bytes());
        var math = RowMath.of(lane);
        for (long j = 0; j < n; j++) {
            math.put(address, j, otherwise);
        }
        return new Parameter(address, null, scratch, mark);
    }

    @Override
    public void close() {
        if (given != null) {
            given.close();
        } else {
            scratch.release(mark);
        }
    }
}
