package dev.tenon.metric;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Precision, recall or F1 of classes. Of a class, with {@code hits} samples that have it and are said to: precision {@code hits / said}, recall
 * {@code hits / wanted}, F1 {@code 2 hits / (said + wanted)}; 0 where a sum is 0, as scikit-learn has it. Outputs and targets are those of
 * {@link Accuracy}.
 */
public final class ClassScore implements Metric {
    private final Kind kind;
    private final int classes;
    private final Average average;

    /** Which score. */
    public enum Kind {
        PRECISION, RECALL, F1
    }

    /**
     * A score.
     *
     * @param classes how many classes there are, at least 2
     * @param average how the classes' scores become one
     */
    public ClassScore(Kind kind, int classes, Average average) {
        this.kind = kind;
        this.classes = classes;
        this.average = average;
    }

    @Override
    public String name() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Count start() {
        return new Confusion(classes, this::values);
    }

    private Map<String, Double> values(Confusion counts) {
        var values = new LinkedHashMap<String, Double>();
        if (average == Average.NONE) {
            for (int label = 0; label < classes; label++) {
                values.put(name() + "/" + label, of(counts, label));
            }
        } else {
            values.put(name(), average == Average.MICRO ? micro(counts) : mean(counts));
        }
        return values;
    }

    private double of(Confusion counts, int label) {
        return score(counts.hits(label), counts.said(label), counts.wanted(label));
    }

    private double score(double hits, double said, double wanted) {
        double denominator = switch (kind) {
            case PRECISION -> said;
            case RECALL -> wanted;
            case F1 -> (said + wanted) / 2;
        };
        return denominator == 0 ? 0 : hits / denominator;
    }

    private double micro(Confusion counts) {
        double hits = 0;
        for (int label = 0; label < classes; label++) {
            hits += counts.hits(label);
        }
        return score(hits, counts.all(), counts.all());
    }

    /** Classes that are neither said nor wanted do not count, as for scikit-learn, which does not see them. */
    private double mean(Confusion counts) {
        double sum = 0;
        double weights = 0;
        for (int label = 0; label < classes; label++) {
            boolean seen = counts.wanted(label) + counts.said(label) > 0;
            double weight = average == Average.WEIGHTED ? counts.wanted(label) : seen ? 1 : 0;
            sum += weight * of(counts, label);
            weights += weight;
        }
        return sum / weights;
    }
}
