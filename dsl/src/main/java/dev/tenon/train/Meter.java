package dev.tenon.train;

import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The mean loss and the metrics of the batches of an epoch. */
final class Meter {
    private final List<Metric> metrics;
    private final List<Metric.Count> counts = new ArrayList<>();
    private double lossSum;
    private double samples;

    Meter(List<Metric> metrics) {
        this.metrics = metrics;
        metrics.forEach(metric -> counts.add(metric.start()));
    }

    /** Adds a batch whose mean loss is {@code loss}. */
    void add(double loss, Tensor output, Tensor target, long size) {
        lossSum += loss * size;
        samples += size;
        for (var count : counts) {
            count.add(output, target);
        }
    }

    Measures measures() {
        var values = new LinkedHashMap<String, Double>();
        for (int i = 0; i < metrics.size(); i++) {
            values.put(metrics.get(i).name(), counts.get(i).value());
        }
        return new Measures(lossSum / samples, values, (long) samples);
    }

    /** Everything counted so far, by name. */
    Map<String, double[]> state() {
        var state = new LinkedHashMap<String, double[]>();
        state.put("loss", new double[] {lossSum, samples});
        for (int i = 0; i < metrics.size(); i++) {
            state.put("metric." + metrics.get(i).name(), counts.get(i).state());
        }
        return state;
    }

    /** Continues from {@link #state}; metrics that it lacks start anew. */
    void restore(Map<String, double[]> state) {
        var loss = state.getOrDefault("loss", new double[2]);
        lossSum = loss[0];
        samples = loss[1];
        for (int i = 0; i < metrics.size(); i++) {
            var saved = state.get("metric." + metrics.get(i).name());
            if (saved != null) {
                counts.get(i).restore(saved);
            }
        }
    }
}
