package dev.tenon.train;

import dev.tenon.data.Batch;
import dev.tenon.nn.Layer;

/** Computes what a step makes small; see {@link LossTerms}. */
@FunctionalInterface
public interface TermsStep {
    /** The terms of a batch, to be differentiated. In a validation it is called without recording, on a model in evaluation mode. */
    LossTerms of(Layer model, Batch batch);
}
