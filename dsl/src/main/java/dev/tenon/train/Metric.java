package dev.tenon.train;

import dev.tenon.tensor.Tensor;

/** A measure of outputs against targets over many batches. */
public interface Metric {
    /** What a progress line and the history call it. */
    String name();

    /** A new, empty count. */
    Count start();

    /** Adds up batches. Its state is a few numbers, so that a checkpoint can hold it. */
    interface Count {
        /** Adds a batch; nothing is recorded for backward. */
        void add(Tensor output, Tensor target);

        /** The measure of the batches so far. */
        double value();

        double[] state();

        void restore(double[] state);
    }
}
