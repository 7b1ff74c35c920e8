package dev.tenon.cpu.layout;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.spi.Layout;
import java.util.Arrays;

/** Visits in row-major order every position of an index tensor, and where it lies in another operand apart from the indexed dimension. */
public final class Grid {
    private final Layout layout;
    private final long rows;

    /** What happens to one row of positions; offsets and strides are in elements. */
    @FunctionalInterface
    public interface Row {
        void run(long index, long indexStride, long other, long otherStride, long n);
    }

    /** Over {@code sizes}; the index is contiguous, and {@code strides} are those of the other operand, zero at the indexed dimension. */
    public Grid(UncheckedOperand index, long[] sizes, long[] strides) {
        layout = Layout.over(sizes, 0, Restrided.contiguous(index, sizes),
            new Restrided(index, sizes, Arrays.copyOf(strides, sizes.length)));
        long count = 1;
        for (int d = 0; d < layout.rank() - 1; d++) {
            count *= layout.size(d);
        }
        rows = layout.inner() == 0 ? 0 : count;
    }

    /** The strides of {@code operand} with that of {@code dim} replaced by zero; one zero for a 0-d operand. */
    public static long[] without(long[] strides, int dim) {
        if (strides.length == 0) {
            return new long[0];
        }
        var result = strides.clone();
        result[dim] = 0;
        return result;
    }

    public long rows() {
        return rows;
    }

    /** How many rows a thread takes at least. */
    public long grain() {
        return Workers.grain(layout.inner());
    }

    public void run(long from, long until, Row body) {
        var cursor = new RowCursor(layout, 2);
        for (long row = from; row < until; row++) {
            cursor.moveTo(row);
            body.run(cursor.offset(0), layout.innerStride(0), cursor.offset(1), layout.innerStride(1), layout.inner());
        }
    }
}
