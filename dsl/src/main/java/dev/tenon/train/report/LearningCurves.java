package dev.tenon.train.report;

import dev.tenon.plot.LineChart;
import dev.tenon.train.Epoch;
import dev.tenon.train.History;
import dev.tenon.train.Measures;
import dev.tenon.train.Validation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;

/** Charts of how a training went. */
public final class LearningCurves {
    /** How many means a curve of steps has at most. */
    private static final int MOST_MEANS = 200;

    private LearningCurves() {}

    /** All charts that a history gives something for: loss by steps, loss by epochs, and each metric. */
    public static List<LineChart> of(History history) {
        var charts = new ArrayList<LineChart>();
        if (history.losses().length > 1) {
            charts.add(steps(history));
        }
        if (!history.epochs().isEmpty()) {
            charts.add(measure(history, "loss"));
            var metrics = new LinkedHashSet<String>();
            history.epochs().forEach(epoch -> metrics.addAll(epoch.training().metrics().keySet()));
            metrics.forEach(metric -> charts.add(measure(history, metric)));
        }
        return charts;
    }

    /** The loss of every step, means of as many as make a curve that can be followed, and the losses of the validations. */
    public static LineChart steps(History history) {
        var losses = history.losses();
        var chart = LineChart.of("loss by step").x("step").y("loss");
        int window = Math.max(1, Math.ceilDiv(losses.length, MOST_MEANS));
        chart = window == 1 ? chart.series("loss", losses) : means(chart.faint("each step", losses), losses, window);
        var validations = history.validations();
        return validations.isEmpty() ? chart : chart.series("validation", validations.stream().mapToDouble(Validation::step).toArray(),
            validations.stream().mapToDouble(validation -> validation.measures().loss()).toArray());
    }

    private static LineChart means(LineChart chart, double[] losses, int window) {
        var xs = new double[losses.length / window];
        var means = new double[xs.length];
        for (int i = 0; i < xs.length; i++) {
            xs[i] = (i + 0.5) * window + 0.5;
            means[i] = Arrays.stream(losses, i * window, (i + 1) * window).average().orElse(Double.NaN);
        }
        return chart.series("mean of " + window, xs, means);
    }

    /** A measure of the training and the validation of each epoch. */
    public static LineChart measure(History history, String name) {
        var epochs = history.epochs();
        var chart = LineChart.of(name + " by epoch").x("epoch").y(name)
            .series("training", epochs.stream().mapToDouble(Epoch::number).toArray(),
                values(epochs.stream().map(Epoch::training).toList(), name));
        var validated = epochs.stream().filter(epoch -> epoch.validation() != null).toList();
        return validated.isEmpty() ? chart : chart.series("validation", validated.stream().mapToDouble(Epoch::number).toArray(),
            values(validated.stream().map(epoch -> Objects.requireNonNull(epoch.validation())).toList(), name));
    }

    private static double[] values(List<Measures> measures, String name) {
        return measures.stream()
            .mapToDouble(measure -> name.equals("loss") ? measure.loss() : measure.metrics().getOrDefault(name, Double.NaN))
            .toArray();
    }
}
