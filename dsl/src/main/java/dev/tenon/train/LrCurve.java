package dev.tenon.train;

import dev.tenon.plot.LineChart;
import java.util.List;

/**
 * The loss over the learning rate; see {@link LrFinder}.
 *
 * @param rates ascending
 * @param losses the smoothed loss of the step that was taken with each rate
 */
public record LrCurve(List<Double> rates, List<Double> losses) {
    /** First losses, whose mean is not settled, and the last one, at which it was stopped, say nothing of a slope. */
    private static final int SKIPPED_FIRST = 10;
    private static final int SKIPPED_LAST = 1;

    public LrCurve {
        rates = List.copyOf(rates);
        losses = List.copyOf(losses);
    }

    /** The rate at which the loss falls most steeply; NaN where there are too few steps to say. */
    public double suggestion() {
        double steepest = Double.POSITIVE_INFINITY;
        double rate = Double.NaN;
        int end = losses.size() - SKIPPED_LAST;
        for (int i = SKIPPED_FIRST + 1; i + 1 < end; i++) {
            double slope = (losses.get(i + 1) - losses.get(i - 1)) / 2;
            if (slope < steepest) {
                steepest = slope;
                rate = rates.get(i);
            }
        }
        return rate;
    }

    /** The curve over the powers of ten of the rate: {@code curve.chart().save(Path.of("lr.svg"))}. */
    public LineChart chart() {
        return LineChart.of("learning rate").x("log10 of the learning rate").y("loss").series("loss",
            rates.stream().mapToDouble(Math::log10).toArray(), losses.stream().mapToDouble(loss -> loss).toArray());
    }
}
