package dev.tenon.gpu.kernels.sort;

import dev.tenon.core.DType;
import dev.tenon.core.IndexException;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.driver.Dim;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.Lines;
import dev.tenon.gpu.launch.Region;
import org.jspecify.annotations.Nullable;

/**
 * Queues what puts rows in order, as keys and the places where they stood.
 *
 * @param call the run this is for
 * @param values row-major rows
 * @param rows how many
 * @param n elements of each
 * @param isDescending whether the greatest come first
 */
record SortedRows(GpuCall call, UncheckedOperand values, long rows, long n, boolean isDescending) {
    /** Elements that a block sorts in shared memory, as in {@code sort.cu}. */
    private static final int TILE = 2048;
    private static final int MOST_THREADS = 256;
    private static final int MOST_BLOCKS = 1 << 20;

    /**
     * The first elements of every row in order.
     *
     * @param keys numbers with the elements' order
     * @param places where the elements stood
     * @param length elements of each row that there are
     */
    record Order(Region keys, Region places, long length) {}

    /** Rows of lines. */
    static SortedRows of(Lines lines, boolean isDescending) {
        long n = lines.rows().n();
        if (n > Integer.MAX_VALUE) {
            throw new IndexException(lines.call().operator() + ": " + n + " elements are too many to be put in order, at most "
                + Integer.MAX_VALUE + " are supported\n  try:   narrow(...), or a fold such as max");
        }
        return new SortedRows(lines.call(), lines.in(), lines.rows().outer(), n, isDescending);
    }

    /** Sorts along a dimension and writes the first {@code keep} values and their places. */
    static void run(GpuCall call, UncheckedOperand input, UncheckedOperand firsts, UncheckedOperand indices, long dim, boolean descending,
        long keep) {
        if (input.numel() == 0 || keep == 0) {
            return;
        }
        var lines = Lines.inRows(call, input, dim, input.dtype());
        var values = lines.target(firsts, firsts.dtype());
        var places = lines.target(indices, DType.INT64);
        of(lines, descending).first(keep, values, places);
        lines.finish(firsts, values);
        lines.finish(indices, places);
    }

    private void first(long keep, UncheckedOperand to, UncheckedOperand places) {
        if (n <= TILE) {
            tiles(null, n, keep, null, to, places);
        } else {
            take(order(keep), 0, keep, to, places);
        }
    }

    /** Writes so many values and places of each row from a rank on. */
    void take(Order order, long rank, long count, UncheckedOperand to, UncheckedOperand places) {
        call.launch("sort/sort", "take_sorted", values.dtype()).in(values).pointer(order.places().address() + rank * Integer.BYTES).in(to)
            .in(places).i64(rows).i64(n).i64(order.length()).i64(count).over(rows * count);
    }

    /** The first {@code keep} elements at least of each row. */
    Order order(long keep) {
        return keep <= TILE / 2 && keep < n ? best(keep) : all();
    }

    /** Keeps the best of each tile, and the best of those, until one tile is left. */
    private Order best(long keep) {
        long length = n;
        @Nullable Order order = null;
        while (order == null || length > keep) {
            long last = length - (length - 1) / TILE * TILE;
            long kept = (length - 1) / TILE * keep + Math.min(last, keep);
            var next = empty(kept);
            tiles(order, length, keep, next, null, null);
            order = next;
            length = kept;
        }
        return order;
    }

    /** Sorts tiles, and merges ever longer runs of them. */
    private Order all() {
        var order = empty(n);
        tiles(null, n, TILE, order, null, null);
        var spare = n > TILE ? empty(n) : order;
        for (long run = TILE; run < n; run *= 2) {
            call.launch("sort/sort", "merge_runs", values.dtype()).in(order.keys()).in(order.places()).in(spare.keys()).in(spare.places())
                .i64(rows).i64(n).i64(run).grid(grid(n), Dim.of(MOST_THREADS), 0);
            var merged = spare;
            spare = order;
            order = merged;
        }
        return order;
    }

    /** Memory for so many elements of each row. */
    Order empty(long length) {
        var keyed = values.dtype() == DType.FLOAT64 || values.dtype() == DType.INT64 ? DType.INT64 : DType.INT32;
        return new Order(call.region(keyed, rows * length), call.region(DType.INT32, rows * length), length);
    }

    /** Sorts every tile of the values, or of what an order holds, into another order, or into a result where a row is one tile. */
    private void tiles(@Nullable Order from, long length, long keep, @Nullable Order into, @Nullable UncheckedOperand to,
        @Nullable UncheckedOperand places) {
        var launch = call.launch("sort/sort", "sort_tiles", values.dtype()).pointer(from == null ? values.address() : 0)
            .pointer(from == null ? 0 : from.keys().address()).pointer(from == null ? 0 : from.places().address())
            .pointer(into == null ? 0 : into.keys().address()).pointer(into == null ? 0 : into.places().address())
            .pointer(to == null ? 0 : to.address()).pointer(places == null ? 0 : places.address());
        long pairs = Long.highestOneBit(Math.max(1, Math.min(length, TILE) - 1));
        launch.i64(rows).i64(length).i32((int) keep).flag(isDescending)
            .grid(grid(length), Dim.of((int) Math.clamp(pairs, 32, MOST_THREADS)), 0);
    }

    private Dim grid(long length) {
        return Dim.of((int) Math.min(rows * Math.ceilDiv(length, TILE), MOST_BLOCKS));
    }
}
