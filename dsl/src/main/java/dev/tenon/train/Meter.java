package dev.tenon.train;

import dev.tenon.core.ArgumentException;
import dev.tenon.metric.Metric;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The mean loss, the mean of its terms and the metrics of the batches of an epoch; a batch counts by its size. */
final class Meter {
    private static final String TERM = "term.";
    private static final String METRIC = "metric.";

    private final List<Metric> metrics;
    private final List<Metric.Count> counts = new ArrayList<>();
    private final Map<String, Double> terms = new LinkedHashMap<>();
    private double lossSum;
    private double samples;

    Meter(List<Metric> metrics) {
        this.metrics = metrics;
        reset();
    }

    /** Begins anew. */
    void reset() {
        counts.clear();
        metrics.forEach(metric -> counts.add(metric.start()));
        terms.clear();
        lossSum = 0;
        samples = 0;
    }

    /** Adds a batch whose mean loss is {@code loss}; without an output there are no metrics. */
    void add(double loss, Map<String, Double> termsOfBatch, @Nullable Tensor output, @Nullable Tensor target, long size) {
        add(loss, termsOfBatch, size);
        count(output, target);
    }

    /** Adds the loss of a batch without its metrics. */
    void add(double loss, Map<String, Double> termsOfBatch, long size) {
        lossSum += loss * size;
        samples += size;
        termsOfBatch.forEach((name, value) -> terms.merge(name, value * size, Double::sum));
    }

    /** Adds to the metrics. */
    void count(@Nullable Tensor output, @Nullable Tensor target) {
        if (counts.isEmpty()) {
            return;
        }
        if (output == null || target == null) {
            throw new ArgumentException("train: the step gives no output that metrics could measure\n  try:   "
                + "t -> t.terms((model, batch) -> LossTerms.of(loss).output(output, batch.y()))");
        }
        try (var _ = GradMode.noGrad()) {
            counts.forEach(count -> count.add(output.detach(), target));
        }
    }

    Measures measures() {
        var values = new LinkedHashMap<String, Double>();
        terms.forEach((name, sum) -> values.put(name, sum / samples));
        for (int i = 0; i < metrics.size(); i++) {
            values.putAll(counts.get(i).values(metrics.get(i).name()));
        }
        return new Measures(lossSum / samples, values, (long) samples);
    }

    /** Everything counted so far, by name. */
    Map<String, double[]> state() {
        var state = new LinkedHashMap<String, double[]>();
        state.put("loss", new double[] {lossSum, samples});
        terms.forEach((name, sum) -> state.put(TERM + name, new double[] {sum}));
        for (int i = 0; i < metrics.size(); i++) {
            state.put(METRIC + metrics.get(i).name(), counts.get(i).state());
        }
        return state;
    }

    /** Continues from {@link #state}; metrics that it lacks start anew. */
    void restore(Map<String, double[]> state) {
        reset();
        var loss = state.getOrDefault("loss", new double[0]);
        lossSum = loss[0];
        samples = loss[1];
        state.forEach((name, sum) -> {
            if (name.startsWith(TERM)) {
                terms.put(name.substring(TERM.length()), sum[0]);
            }
        });
        for (int i = 0; i < metrics.size(); i++) {
            var saved = state.get(METRIC + metrics.get(i).name());
            if (saved != null) {
                counts.get(i).restore(saved);
            }
        }
    }
}
