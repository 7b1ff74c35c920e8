package dev.tenon.testing;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Autograd;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** What an operator's gradients promise, at one sample, whose floating operands are made float64. */
final class CallGradients {
    private final Call call;

    CallGradients(Call call) {
        this.call = call.each(tensor -> tensor.dtype().isFloating()
            ? tensor.detach().to(DType.FLOAT64).clone().requiresGrad_(tensor.requiresGrad()) : tensor);
    }

    private boolean hasGradient() {
        return call.results().stream().anyMatch(Tensor::requiresGrad);
    }

    void first() {
        if (hasGradient()) {
            Gradcheck.of(call, Gradcheck.Tolerances.DEFAULT).first(call.tensors());
        }
    }

    void second() {
        if (hasGradient()) {
            Gradcheck.of(call, Gradcheck.Tolerances.DEFAULT).second(call.tensors());
        }
    }

    void fused() {
        Results.same("the gradient made of operators", of(call, true), of(call, false), 10);
    }

    /** The gradients of a weighted sum of the results; zeros where there is none. */
    static List<Tensor> of(Call call, boolean createGraph) {
        var leaves = call.leaves();
        var wanted = leaves.tensors().stream().filter(Tensor::requiresGrad).toList();
        var results = leaves.results().stream().filter(Tensor::requiresGrad).toList();
        if (results.isEmpty()) {
            return List.of();
        }
        var weights = new ArrayList<Tensor>();
        for (int i = 0; i < results.size(); i++) {
            var result = results.get(i);
            weights.add(OpCase.random(result.shape().toArray(), 0.5, 1.5, 9 + i).to(result.dtype()).to(result.device()));
        }
        var found = Autograd.grad(results, wanted, new ArrayList<>(weights), false, createGraph, true);
        var gradients = new ArrayList<Tensor>();
        for (int i = 0; i < wanted.size(); i++) {
            var gradient = found.get(i);
            gradients.add(gradient != null ? gradient.detach()
                : Creation.zeros(wanted.get(i).dtype(), Device.CPU, wanted.get(i).shape().toArray()));
        }
        return gradients;
    }
}
