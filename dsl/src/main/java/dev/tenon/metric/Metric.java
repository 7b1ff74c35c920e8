package dev.tenon.metric;

import dev.tenon.tensor.Tensor;
import java.util.Map;

/** A measure of outputs against targets over many batches. */
public interface Metric {
    /** What a progress line and the history call it. */
    String name();

    /** Whether more is better, as for an accuracy, or less, as for an error; what stops early or keeps the best asks. */
    default boolean higherIsBetter() {
        return true;
    }

    /** A new, empty count. */
    Count start();

    /** Adds up batches. Its state is numbers, so that a checkpoint can hold it. */
    interface Count {
        /** Adds a batch; nothing is recorded for backward. */
        void add(Tensor output, Tensor target);

        /** The measure of the batches so far. */
        double value();

        /**
         * Everything that a history shows, by name: the value, or one for each class.
         *
         * @param name the metric's
         */
        default Map<String, Double> values(String name) {
            return Map.of(name, value());
        }

        /** All that was counted. */
        double[] state();

        /**
         * Continues from a {@link #state}.
         *
         * @throws RuntimeException if the numbers are those of another metric
         */
        void restore(double[] state);
    }
}
