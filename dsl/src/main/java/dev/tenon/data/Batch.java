package dev.tenon.data;

import dev.tenon.core.Device;
import dev.tenon.memory.Scope;
import dev.tenon.tensor.Tensor;

/**
 * Samples of a dataset together.
 *
 * @param x inputs, the samples along dimension 0
 * @param y targets, the samples along dimension 0
 */
public record Batch(Tensor x, Tensor y) {
    /** How many samples this is. */
    public long size() {
        return x.size(0);
    }

    /** This batch on another device; itself if it is already there. */
    public Batch to(Device device) {
        return x.device().equals(device) && y.device().equals(device) ? this : new Batch(x.to(device), y.to(device));
    }

    /** Lets this batch outlive the iteration of its loader. */
    public Batch keepFrom(Scope scope) {
        x.keepFrom(scope);
        y.keepFrom(scope);
        return this;
    }
}
