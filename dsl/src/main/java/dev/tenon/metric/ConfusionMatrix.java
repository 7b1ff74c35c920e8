package dev.tenon.metric;

import dev.tenon.tensor.Tensor;
import java.util.Map;

/**
 * How often each class was said where each was wanted. Its value in a history is the accuracy; {@link Counts#matrix} has the counts. Outputs and
 * targets are those of {@link Accuracy}.
 */
public final class ConfusionMatrix implements Metric {
    private final int classes;

    /**
     * A matrix.
     *
     * @param classes how many classes there are, at least 2
     */
    public ConfusionMatrix(int classes) {
        this.classes = classes;
    }

    @Override
    public String name() {
        return "confusion_accuracy";
    }

    @Override
    public Counts start() {
        return new Counts(classes);
    }

    /** The counts. */
    public static final class Counts implements Count {
        private final Confusion counts;

        private Counts(int classes) {
            this.counts = new Confusion(classes, confusion -> Map.of());
        }

        @Override
        public void add(Tensor output, Tensor target) {
            counts.add(output, target);
        }

        /** Rows by the class that was wanted, columns by the class that was said. */
        public long[][] matrix() {
            var matrix = new long[counts.classes()][counts.classes()];
            for (int wanted = 0; wanted < matrix.length; wanted++) {
                for (int said = 0; said < matrix.length; said++) {
                    matrix[wanted][said] = (long) counts.count(wanted, said);
                }
            }
            return matrix;
        }

        @Override
        public double value() {
            double hits = 0;
            for (int label = 0; label < counts.classes(); label++) {
                hits += counts.hits(label);
            }
            return hits / counts.all();
        }

        @Override
        public double[] state() {
            return counts.state();
        }

        @Override
        public void restore(double[] state) {
            counts.restore(state);
        }
    }
}
