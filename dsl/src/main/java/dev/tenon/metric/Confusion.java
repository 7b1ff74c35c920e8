package dev.tenon.metric;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;

/** Counts how often a class was said where a class was wanted, for all measures that follow from these counts. */
final class Confusion implements Metric.Count {
    private final int classes;
    private final Function<Confusion, Map<String, Double>> values;
    /** Row by wanted class, column by said class. */
    private final double[] counts;

    /**
     * Empty counts.
     *
     * @param values what the counts come to, by name; the first is {@link #value}
     */
    Confusion(int classes, Function<Confusion, Map<String, Double>> values) {
        if (classes < 2) {
            throw new ArgumentException("metric: there must be at least 2 classes, got " + classes);
        }
        this.classes = classes;
        this.values = values;
        this.counts = new double[classes * classes];
    }

    @Override
    public void add(Tensor output, Tensor target) {
        var wanted = Labels.target(output, target).flatten().toLongArray();
        var said = Labels.predicted(output, target).flatten().toLongArray();
        for (int i = 0; i < wanted.length; i++) {
            counts[row(wanted[i]) * classes + row(said[i])]++;
        }
    }

    private int row(long label) {
        if (label < 0 || label >= classes) {
            throw new ArgumentException("metric: class " + label + " is out of range, there are " + classes
                + "\n  try:   as many classes as the model has outputs");
        }
        return (int) label;
    }

    int classes() {
        return classes;
    }

    double count(int wanted, int said) {
        return counts[wanted * classes + said];
    }

    /** How often a class was said where it was wanted. */
    double hits(int label) {
        return count(label, label);
    }

    /** How often a class was said. */
    double said(int label) {
        double sum = 0;
        for (int wanted = 0; wanted < classes; wanted++) {
            sum += count(wanted, label);
        }
        return sum;
    }

    /** How often a class was wanted. */
    double wanted(int label) {
        double sum = 0;
        for (int said = 0; said < classes; said++) {
            sum += count(label, said);
        }
        return sum;
    }

    double all() {
        return Arrays.stream(counts).sum();
    }

    @Override
    public double value() {
        return values.apply(this).values().iterator().next();
    }

    @Override
    public Map<String, Double> values(String name) {
        return values.apply(this);
    }

    @Override
    public double[] state() {
        return counts.clone();
    }

    @Override
    public void restore(double[] state) {
        if (state.length != counts.length) {
            throw new ArgumentException("metric: the counts are of " + Math.sqrt(state.length) + " classes, this is of " + classes);
        }
        System.arraycopy(state, 0, counts, 0, counts.length);
    }
}
