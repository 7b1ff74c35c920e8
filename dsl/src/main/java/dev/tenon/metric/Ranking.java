package dev.tenon.metric;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How well scores put samples of one class before those of another: the area under the ROC curve, or the average precision. Scores are one a sample,
 * {@code [b]} or {@code [b, 1]}, or two, {@code [b, 2]}, of which the difference counts; targets are 0 or 1. Every score is kept until the end.
 */
public final class Ranking implements Metric {
    private final Kind kind;

    /** Which measure. */
    public enum Kind {
        /** The share of pairs of the two classes that are in order, equal scores counted half. */
        ROC_AUC,
        /** The precision at each threshold by the recall that is gained there: {@code sum (r[n] - r[n-1]) p[n]}. */
        AVERAGE_PRECISION
    }

    public Ranking(Kind kind) {
        this.kind = kind;
    }

    @Override
    public String name() {
        return kind == Kind.ROC_AUC ? "auc" : "average_precision";
    }

    @Override
    public Count start() {
        return new Scores(kind);
    }

    private static final class Scores implements Count {
        private final Kind kind;
        /** Score and target by turns. */
        private double[] pairs = new double[256];
        private int size;

        Scores(Kind kind) {
            this.kind = kind;
        }

        @Override
        public void add(Tensor output, Tensor target) {
            boolean two = output.rank() == 2 && output.size(1) == 2;
            var scores = two ? output.select(1, 1).sub(output.select(1, 0)) : output;
            Labels.requireAsMany(scores, target);
            var values = scores.to(DType.FLOAT64).toDoubleArray();
            var wanted = target.toDoubleArray();
            if (pairs.length < size + 2 * values.length) {
                pairs = Arrays.copyOf(pairs, Math.max(2 * pairs.length, size + 2 * values.length));
            }
            for (int i = 0; i < values.length; i++) {
                if (wanted[i] != 0 && wanted[i] != 1) {
                    throw new ArgumentException("metric: a ranking wants targets of 0 and 1, got " + wanted[i]);
                }
                pairs[size++] = values[i];
                pairs[size++] = wanted[i];
            }
        }

        /** NaN if one of the classes is missing. */
        @Override
        public double value() {
            var order = IntStream.range(0, size / 2).boxed().sorted(Comparator.comparingDouble((Integer i) -> -pairs[2 * i])).toList();
            double positives = order.stream().mapToDouble(i -> pairs[2 * i + 1]).sum();
            double negatives = size / 2.0 - positives;
            double hits = 0;
            double misses = 0;
            double area = 0;
            double precision = 0;
            for (int from = 0; from < order.size();) {
                double hitsBefore = hits;
                double missesBefore = misses;
                double score = pairs[2 * order.get(from)];
                while (from < order.size() && pairs[2 * order.get(from)] == score) {
                    double target = pairs[2 * order.get(from++) + 1];
                    hits += target;
                    misses += 1 - target;
                }
                area += (misses - missesBefore) * (hits + hitsBefore) / 2;
                precision += (hits - hitsBefore) / positives * hits / (hits + misses);
            }
            return kind == Kind.ROC_AUC ? area / (positives * negatives) : precision;
        }

        @Override
        public double[] state() {
            return Arrays.copyOf(pairs, size);
        }

        @Override
        public void restore(double[] state) {
            if (state.length % 2 != 0) {
                throw new ArgumentException("metric: a ranking has scores and targets by turns, got " + state.length + " numbers");
            }
            pairs = Arrays.copyOf(state, Math.max(state.length, 2));
            size = state.length;
        }
    }
}
