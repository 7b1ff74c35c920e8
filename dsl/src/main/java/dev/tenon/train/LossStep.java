package dev.tenon.train;

import dev.tenon.data.Batch;
import dev.tenon.nn.Layer;
import dev.tenon.tensor.Tensor;

/** Computes the loss of a batch by itself, where a model takes or gives more than one tensor. */
@FunctionalInterface
public interface LossStep {
    /** The loss, a mean over the batch. In a validation it is called without recording, on a model in evaluation mode. */
    Tensor of(Layer model, Batch batch);
}
