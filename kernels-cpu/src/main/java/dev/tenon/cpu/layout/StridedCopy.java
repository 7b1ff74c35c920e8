package dev.tenon.cpu.layout;

import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.spi.Layout;

/** Copies elements between two layouts of one dtype, bit for bit; the source is broadcast to the target's sizes. */
public final class StridedCopy {
    private static final long GRAIN_BYTES = 256 * 1024;
    /** Below this the bookkeeping of tiles costs more than it saves. */
    private static final long WORTH_TILES = 16;

    private final Layout layout; // operand 0 is the target
    private final int bytes;
    private final long from;
    private final long to;
    private final long rows;

    private StridedCopy(UncheckedOperand from, UncheckedOperand to) {
        layout = Layout.over(to.sizes(), 0, to, from);
        bytes = to.dtype().bytes();
        this.from = from.address();
        this.to = to.address();
        rows = to.numel() / layout.inner();
    }

    public static void copy(UncheckedOperand from, UncheckedOperand to) {
        long n = to.numel();
        if (n == 0) {
            return;
        }
        if (from.isContiguous() && to.isContiguous() && from.numel() == n) {
            contiguous(from.address(), to.address(), n * to.dtype().bytes());
            return;
        }
        var copy = new StridedCopy(from, to);
        int unit = copy.unitDimension();
        if (unit >= 0) {
            copy.byTiles(unit);
        } else {
            copy.byRows();
        }
    }

    /** Copies plain memory, with all threads where there is much. */
    public static void contiguous(long from, long to, long bytes) {
        Workers.run(bytes, GRAIN_BYTES, (first, last) -> UncheckedAccess.copy(from + first, to + first, last - first));
    }

    /** The dimension in which the source is contiguous though the target is not; -1 if tiles bring nothing. */
    private int unitDimension() {
        int inner = layout.rank() - 1;
        if (layout.innerStride(1) == 1 || layout.innerStride(1) == 0 || layout.innerStride(0) != 1 || layout.inner() < WORTH_TILES) {
            return -1;
        }
        for (int d = 0; d < inner; d++) {
            if (layout.stride(1, d) == 1 && layout.size(d) >= WORTH_TILES) {
                return d;
            }
        }
        return -1;
    }

    private void byTiles(int unit) {
        long across = (layout.size(unit) + TransposeTile.SIDE - 1) / TransposeTile.SIDE;
        long down = (layout.inner() + TransposeTile.SIDE - 1) / TransposeTile.SIDE;
        long planes = rows / layout.size(unit);
        long grain = Math.max(1, GRAIN_BYTES / (TransposeTile.SIDE * TransposeTile.SIDE * bytes));
        Workers.run(planes * across * down, grain, (first, last) -> {
            var tile = new TransposeTile(bytes, layout.innerStride(1), layout.stride(0, unit));
            for (long i = first; i < last; i++) {
                long plane = i / (across * down);
                long a = i / down % across * TransposeTile.SIDE;
                long d = i % down * TransposeTile.SIDE;
                long source = from + (planeOffset(1, unit, plane) + a + d * layout.innerStride(1)) * bytes;
                long target = to + (planeOffset(0, unit, plane) + a * layout.stride(0, unit) + d) * bytes;
                tile.copy(source, target, Math.min(TransposeTile.SIDE, layout.size(unit) - a),
                    Math.min(TransposeTile.SIDE, layout.inner() - d));
            }
            tile.release();
        });
    }

    /** The offset of a plane: an index over all dimensions but {@code unit} and the innermost. */
    private long planeOffset(int operand, int unit, long plane) {
        long offset = 0;
        long rest = plane;
        for (int d = layout.rank() - 2; d >= 0; d--) {
            if (d != unit) {
                offset += rest % layout.size(d) * layout.stride(operand, d);
                rest /= layout.size(d);
            }
        }
        return offset;
    }

    private void byRows() {
        long grain = Math.max(1, GRAIN_BYTES / (layout.inner() * bytes));
        Workers.run(rows, grain, (first, last) -> {
            var cursor = new RowCursor(layout, 2);
            for (long row = first; row < last; row++) {
                cursor.moveTo(row);
                row(from + cursor.offset(1) * bytes, layout.innerStride(1), to + cursor.offset(0) * bytes, layout.innerStride(0),
                    layout.inner(), bytes);
            }
        });
    }

    /** Copies one row of n elements of that many bytes. */
    static void row(long from, long fromStride, long to, long toStride, long n, int bytes) {
        if (fromStride == 1 && toStride == 1) {
            UncheckedAccess.copy(from, to, n * bytes);
            return;
        }
        switch (bytes) {
            case 8 -> {
                for (long i = 0; i < n; i++) {
                    UncheckedAccess.i64(to, i * toStride, UncheckedAccess.i64(from, i * fromStride));
                }
            }
            case 4 -> {
                for (long i = 0; i < n; i++) {
                    UncheckedAccess.i32(to, i * toStride, UncheckedAccess.i32(from, i * fromStride));
                }
            }
            case 2 -> {
                for (long i = 0; i < n; i++) {
                    UncheckedAccess.i16(to, i * toStride, UncheckedAccess.i16(from, i * fromStride));
                }
            }
            default -> {
                for (long i = 0; i < n; i++) {
                    UncheckedAccess.i8(to, i * toStride, UncheckedAccess.i8(from, i * fromStride));
                }
            }
        }
    }
}
