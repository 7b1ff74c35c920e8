package dev.tenon.optim;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Several parameters as one vector. */
final class FlatParameters {
    private final List<Tensor> parameters;

    FlatParameters(List<Tensor> parameters) {
        this.parameters = parameters;
        var first = parameters.getFirst();
        for (var parameter : parameters) {
            if (parameter.dtype() != first.dtype() || !parameter.device().equals(first.device())) {
                throw new ArgumentException(
                    "LBFGS: parameters must have one dtype and device, got " + first.dtype() + " on " + first.device()
                        + " and " + parameter.dtype() + " on " + parameter.device() + "\n  try:   model.to(DType.FLOAT32)");
            }
        }
    }

    long size() {
        return parameters.stream().mapToLong(Tensor::numel).sum();
    }

    Tensor zeros() {
        return Creation.full(new long[] {size()}, 0, parameters.getFirst().dtype(), parameters.getFirst().device()).escape();
    }

    /** The gradients; zeros for a parameter without one. */
    Tensor gradient() {
        var parts = new ArrayList<Tensor>();
        for (var parameter : parameters) {
            var grad = parameter.gradForUpdate();
            parts.add(grad == null ? parameter.detach().mul(0).reshape(-1) : grad.reshape(-1));
        }
        return Ops.cat(parts).clone();
    }

    /** Moves the parameters by so many times a vector. */
    void add(double times, Tensor vector) {
        long at = 0;
        for (var parameter : parameters) {
            parameter.add_(vector.narrow(0, at, parameter.numel()).reshape(parameter.shape().toArray()), times);
            at += parameter.numel();
        }
    }

    List<Tensor> copies() {
        return parameters.stream().map(parameter -> parameter.detach().clone()).toList();
    }

    void set(List<Tensor> copies) {
        for (int i = 0; i < copies.size(); i++) {
            parameters.get(i).copy_(copies.get(i));
        }
    }
}
