package dev.tenon.plot;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.ShapeException;
import dev.tenon.plot.Canvas.Anchor;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * A matrix as coloured cells: a confusion matrix, the weights of an attention. Immutable: each method answers a changed copy.
 * {@snippet :
 * HeatMap.of("confusion", counts).rows("truth", names).columns("prediction", names).values().save(Path.of("confusion.png"));
 * }
 */
public final class HeatMap extends Chart {
    private static final int LARGEST = 480;
    private static final int LEAST_CELL = 2;
    private static final int MOST_CELL = 40;
    private static final int TOP = 44;
    private static final int MARGIN = 24;
    private static final double LETTER = 6.2;
    private static final int LABELLED = 9;
    private static final int WRITTEN = 22;
    /** Other than {@link #INK}, which is light on a dark ground; cells are not. */
    private static final int IN_CELL = 0x1a1a1a;

    private final double[][] cells;
    private final String rowTitle;
    private final List<String> rows;
    private final String columnTitle;
    private final List<String> columns;
    private final boolean written;

    private HeatMap(String title, double[][] cells, String rowTitle, List<String> rows, String columnTitle, List<String> columns,
        boolean written) {
        super(title);
        this.cells = cells;
        this.rowTitle = rowTitle;
        this.rows = rows;
        this.columnTitle = columnTitle;
        this.columns = columns;
        this.written = written;
    }

    /**
     * A picture of a matrix, in which the greatest value is the darkest.
     *
     * @param matrix {@code [rows, columns]}
     * @throws ShapeException if it is no matrix, or empty
     */
    public static HeatMap of(String title, Tensor matrix) {
        if (matrix.rank() != 2 || matrix.numel() == 0) {
            throw new ShapeException("heat map: the tensor must be a matrix that is not empty, got " + matrix.shape());
        }
        var values = matrix.detach().toDoubleArray();
        int width = Math.toIntExact(matrix.size(1));
        var cells = new double[Math.toIntExact(matrix.size(0))][];
        for (int r = 0; r < cells.length; r++) {
            cells[r] = Arrays.copyOfRange(values, r * width, (r + 1) * width);
        }
        return new HeatMap(title, cells, "", List.of(), "", List.of(), false);
    }

    /** What the rows are, and the name of each. */
    public HeatMap rows(String heading, List<String> names) {
        requireAll("rows", names, cells.length);
        return new HeatMap(title(), cells, heading, List.copyOf(names), columnTitle, columns, written);
    }

    /** What the columns are, and the name of each. */
    public HeatMap columns(String heading, List<String> names) {
        requireAll("columns", names, cells[0].length);
        return new HeatMap(title(), cells, rowTitle, rows, heading, List.copyOf(names), written);
    }

    private static void requireAll(String what, List<String> names, int count) {
        if (names.size() != count) {
            throw new ArgumentException("heat map: there are " + count + " " + what + ", got " + names.size() + " names");
        }
    }

    /** The values stand in their cells, where there is room. */
    public HeatMap values() {
        return new HeatMap(title(), cells, rowTitle, rows, columnTitle, columns, true);
    }

    private int cell() {
        return Math.clamp(LARGEST / Math.max(cells.length, cells[0].length), LEAST_CELL, MOST_CELL);
    }

    private int left() {
        return MARGIN + (rowTitle.isEmpty() ? 0 : 20) + room(rows);
    }

    private static int room(List<String> names) {
        return (int) Math.ceil(LETTER * names.stream().mapToInt(String::length).max().orElse(0)) + (names.isEmpty() ? 0 : 8);
    }

    @Override
    public int width() {
        return Math.max(left() + cell() * cells[0].length + MARGIN, left() + 9 * title().length());
    }

    @Override
    public int height() {
        return TOP + cell() * cells.length + MARGIN + room(columns) + (columnTitle.isEmpty() ? 0 : 20);
    }

    @Override
    void draw(Canvas canvas) {
        int cell = cell();
        int left = left();
        double least = Arrays.stream(cells).flatMapToDouble(Arrays::stream).filter(Double::isFinite).min().orElse(0);
        double most = Arrays.stream(cells).flatMapToDouble(Arrays::stream).filter(Double::isFinite).max().orElse(0);
        double low = Math.min(least, 0);
        canvas.text(left, TOP - 18, title(), Anchor.START, 15, INK);
        for (int r = 0; r < cells.length; r++) {
            for (int c = 0; c < cells[r].length; c++) {
                double value = cells[r][c];
                double share = most > low && Double.isFinite(value) ? (value - low) / (most - low) : 0;
                double x = left + (double) cell * c;
                double y = TOP + (double) cell * r;
                canvas.rectangle(x, y, cell, cell, colour(share), (rows.isEmpty() ? "row " + r : rows.get(r)) + ", "
                    + (columns.isEmpty() ? "column " + c : columns.get(c)) + ": " + Axis.text(value));
                if (written && cell >= WRITTEN) {
                    canvas.text(x + cell / 2.0, y + cell / 2.0 + 4, Axis.text(value), Anchor.MIDDLE, LABELLED + 1,
                        share > 0.55 ? 0xffffff : IN_CELL);
                }
            }
        }
        labels(canvas, cell, left);
    }

    private void labels(Canvas canvas, int cell, int left) {
        double bottom = TOP + (double) cell * cells.length;
        // Where cells are smaller than letters, only some have their names beside them.
        int step = Math.max(1, Math.ceilDiv(LABELLED + 2, cell));
        for (int r = 0; r < rows.size(); r += step) {
            canvas.text(left - 6, TOP + cell * (r + 0.5) + 4, rows.get(r), Anchor.END, LABELLED + 2, INK);
        }
        for (int c = 0; c < columns.size(); c += step) {
            canvas.upwards(left + cell * (c + 0.5) + 4, bottom + 8 + LETTER * columns.get(c).length() / 2, columns.get(c), LABELLED + 2,
                INK);
        }
        canvas.upwards(MARGIN - 6, TOP + cell * cells.length / 2.0, rowTitle, 12, FAINT);
        canvas.text(left + cell * cells[0].length / 2.0, height() - 10, columnTitle, Anchor.MIDDLE, 12, FAINT);
    }

    /** From white to dark blue, evenly darker. */
    private static int colour(double share) {
        return mixed(share, 0xf7, 0x08) << 16 | mixed(share, 0xfb, 0x30) << 8 | mixed(share, 0xff, 0x6b);
    }

    private static int mixed(double share, int from, int to) {
        return (int) Math.round(from + share * (to - from));
    }
}
