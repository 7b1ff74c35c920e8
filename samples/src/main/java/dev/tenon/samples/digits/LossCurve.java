package dev.tenon.samples.digits;

import java.util.Arrays;

/** A curve drawn with characters: high on the left when learning begins, low on the right when it went well. */
final class LossCurve {
    private static final int WIDTH = 64;
    private static final int HEIGHT = 10;

    private LossCurve() {}

    /** Draws the means of {@value #WIDTH} equal stretches of the losses. */
    static String of(double[] losses) {
        if (losses.length == 0) {
            return "no loss was recorded";
        }
        var columns = means(losses, Math.min(WIDTH, losses.length));
        double highest = Arrays.stream(columns).filter(Double::isFinite).max().orElse(1);
        double lowest = Arrays.stream(columns).filter(Double::isFinite).min().orElse(0);
        var text = new StringBuilder();
        for (int row = 0; row < HEIGHT; row++) {
            boolean labelled = row == 0 || row == HEIGHT - 1;
            text.append(labelled ? "%9.4f |".formatted(row == 0 ? highest : lowest) : " ".repeat(10) + "|");
            for (double column : columns) {
                text.append(row(column, lowest, highest) == row ? '*' : ' ');
            }
            text.append('\n');
        }
        return text.append(" ".repeat(10)).append('+').append("-".repeat(columns.length))
            .append("  loss over %d steps".formatted(losses.length)).toString();
    }

    private static int row(double value, double lowest, double highest) {
        if (!Double.isFinite(value)) {
            return 0;
        }
        double height = highest == lowest ? 0 : (value - lowest) / (highest - lowest);
        return (int) Math.round((HEIGHT - 1) * (1 - height));
    }

    private static double[] means(double[] losses, int columns) {
        var means = new double[columns];
        for (int i = 0; i < columns; i++) {
            int from = (int) ((long) i * losses.length / columns);
            int to = (int) ((long) (i + 1) * losses.length / columns);
            means[i] = Arrays.stream(losses, from, to).average().orElse(0);
        }
        return means;
    }
}
