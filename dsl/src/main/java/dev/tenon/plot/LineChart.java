package dev.tenon.plot;

import dev.tenon.core.ArgumentException;
import dev.tenon.plot.Canvas.Anchor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lines over a common axis, such as learning curves. Immutable: each method answers a changed copy.
 * {@snippet :
 * LineChart.of("loss").series("training", losses).logY().x("step").y("nats").save(Path.of("loss.svg"));
 * }
 */
public final class LineChart extends Chart {
    /** Colours that people who see few colours can tell apart. */
    private static final int[] COLOURS = {0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0x8a6d00, 0x56b4e9, 0x7f3c8d, 0x444444};
    private static final int PALE = 0xb8bec5;
    private static final int WIDTH = 500;
    private static final int HEIGHT = 310;
    private static final int LEFT = 72;
    private static final int TOP = 40;
    private static final int BOTTOM = 52;
    private static final int RIGHT = 20;
    /** A row of names. */
    private static final int ROW = 20;
    /** The stroke before a name, and the room behind it. */
    private static final int STROKE = 26;
    private static final int GAP = 18;
    private static final int SMALL = 12;
    private static final int NORMAL = 13;
    /** Of a letter of the usual fonts, in parts of its height; an em wide at most. */
    private static final double LETTER = 0.6;

    private final List<Series> series;
    private final String x;
    private final String y;
    private final boolean logY;

    private record Series(String name, double[] xs, double[] ys, boolean faint) {}

    private LineChart(String title, List<Series> series, String x, String y, boolean logY) {
        super(title);
        this.series = series;
        this.x = x;
        this.y = y;
        this.logY = logY;
    }

    /** A chart without lines. */
    public static LineChart of(String title) {
        return new LineChart(title, List.of(), "", "", false);
    }

    /**
     * A line more. What is NaN or infinite, or not above 0 on a logarithmic axis, is a gap.
     *
     * @throws ArgumentException if there are not as many {@code ys} as {@code xs}
     */
    public LineChart series(String name, double[] xs, double[] ys) {
        return with(name, xs, ys, false);
    }

    /** A thin grey line over 1, 2, 3 and so on, on which others are drawn: numbers of which these are means. */
    public LineChart faint(String name, double... ys) {
        return with(name, positions(ys), ys, true);
    }

    private static double[] positions(double[] ys) {
        return IntStream.rangeClosed(1, ys.length).asDoubleStream().toArray();
    }

    private LineChart with(String name, double[] xs, double[] ys, boolean faint) {
        if (xs.length != ys.length) {
            throw new ArgumentException(
                "chart: the line '" + name + "' must have as many ys as xs, got " + xs.length + " xs and " + ys.length
                    + " ys");
        }
        var more = new ArrayList<>(series);
        more.add(new Series(name, xs.clone(), ys.clone(), faint));
        return new LineChart(title(), List.copyOf(more), x, y, logY);
    }

    /** A line more, over 1, 2, 3 and so on. */
    public LineChart series(String name, double... ys) {
        return series(name, positions(ys), ys);
    }

    /** What stands below the horizontal axis. */
    public LineChart x(String label) {
        return new LineChart(title(), series, label, y, logY);
    }

    /** What stands beside the vertical axis. */
    public LineChart y(String label) {
        return new LineChart(title(), series, x, label, logY);
    }

    /** A vertical axis by powers of ten. */
    public LineChart logY() {
        return new LineChart(title(), series, x, y, true);
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public int height() {
        return HEIGHT + ROW * legend().size();
    }

    /** Which lines are named in which row between title and plot; one line alone needs no name. */
    private List<List<Series>> legend() {
        var rows = new ArrayList<List<Series>>();
        double used = WIDTH;
        for (var line : series.size() > 1 ? series : List.<Series>of()) {
            if (used + room(line) > WIDTH - RIGHT) {
                rows.add(new ArrayList<>());
                used = LEFT;
            }
            rows.getLast().add(line);
            used += room(line) + GAP;
        }
        return rows;
    }

    private static double room(Series line) {
        return STROKE + LETTER * SMALL * line.name.length();
    }

    @Override
    void draw(Canvas canvas) {
        double right = WIDTH - RIGHT;
        double top = TOP + ROW * legend().size();
        double bottom = height() - BOTTOM;
        var across = Axis.of(all(true), false, false, LEFT, right);
        var up = Axis.of(all(false), logY, true, bottom, top);
        canvas.text(LEFT, TOP - 16, title(), Anchor.START, 16, INK);
        for (double tick : up.ticks()) {
            double at = up.position(tick);
            canvas.line(LEFT, at, right, at, GRID, 1);
            canvas.text(LEFT - 8, at + 4, Axis.text(tick), Anchor.END, SMALL, FAINT);
        }
        for (double tick : across.ticks()) {
            double at = across.position(tick);
            canvas.line(at, bottom, at, bottom + 4, FAINT, 1);
            canvas.text(at, bottom + 18, Axis.text(tick), Anchor.MIDDLE, SMALL, FAINT);
        }
        canvas.line(LEFT, bottom, right, bottom, FAINT, 1);
        canvas.text((LEFT + right) / 2, height() - 12, x, Anchor.MIDDLE, NORMAL, INK);
        canvas.upwards(18, (top + bottom) / 2, y, NORMAL, INK);
        for (int i = 0; i < series.size(); i++) {
            lines(canvas, series.get(i), across, up, colour(i));
        }
        names(canvas);
    }

    private void names(Canvas canvas) {
        double y = TOP;
        for (var row : legend()) {
            double x = LEFT;
            for (var line : row) {
                canvas.line(x, y, x + 20, y, colour(series.indexOf(line)), 2.5);
                canvas.text(x + STROKE, y + 4, line.name, Anchor.START, SMALL, INK);
                x += room(line) + GAP;
            }
            y += ROW;
        }
    }

    /** Those that are not faint have the colours in turn. */
    private int colour(int i) {
        long before = series.stream().limit(i).filter(line -> !line.faint).count();
        return series.get(i).faint ? PALE : COLOURS[(int) (before % COLOURS.length)];
    }

    private double[] all(boolean ofX) {
        return series.stream().flatMapToDouble(line -> Arrays.stream(ofX ? line.xs : line.ys)).toArray();
    }

    /** Draws a line, in pieces where there are gaps; a single point is a short stroke. */
    private static void lines(Canvas canvas, Series line, Axis across, Axis up, int colour) {
        var xs = new ArrayList<Double>();
        var ys = new ArrayList<Double>();
        for (int i = 0; i <= line.xs.length; i++) {
            boolean shown = i < line.xs.length && across.shows(line.xs[i]) && up.shows(line.ys[i]);
            if (shown) {
                xs.add(across.position(line.xs[i]));
                ys.add(up.position(line.ys[i]));
            } else if (!xs.isEmpty()) {
                if (xs.size() == 1) {
                    xs.add(xs.getFirst() + 2);
                    ys.add(ys.getFirst());
                }
                stroke(canvas, xs, ys, colour, line.faint ? 1 : 1.75);
                xs.clear();
                ys.clear();
            }
        }
    }

    /** Of many points within a pixel's column only the first, the extremes and the last can be seen. */
    private static void stroke(Canvas canvas, List<Double> xs, List<Double> ys, int colour, double width) {
        var thinX = new ArrayList<Double>();
        var thinY = new ArrayList<Double>();
        int from = 0;
        while (from < xs.size()) {
            int to = from + 1;
            while (to < xs.size() && Math.floor(xs.get(to)) == Math.floor(xs.get(from))) {
                to++;
            }
            int least = from;
            int most = from;
            for (int i = from; i < to; i++) {
                least = ys.get(i) < ys.get(least) ? i : least;
                most = ys.get(i) > ys.get(most) ? i : most;
            }
            for (int i : IntStream.of(from, least, most, to - 1).distinct().sorted().toArray()) {
                thinX.add(xs.get(i));
                thinY.add(ys.get(i));
            }
            from = to;
        }
        canvas.line(array(thinX), array(thinY), colour, width);
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
