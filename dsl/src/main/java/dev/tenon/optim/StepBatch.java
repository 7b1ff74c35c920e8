package dev.tenon.optim;

import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Parameters that one fused operator can step together, with their gradients and states. */
final class StepBatch {
    private final List<ParameterState> states = new ArrayList<>();
    private final List<Tensor> parameters = new ArrayList<>();
    private final List<Tensor> grads = new ArrayList<>();
    /** Parameters that do not lie row-major, and the copies that step in their place. */
    private final List<Tensor> strided = new ArrayList<>(0);
    private final List<Tensor> copies = new ArrayList<>(0);

    int size() {
        return parameters.size();
    }

    /** Which step this is for every parameter here, from 1. */
    long steps() {
        return states.getFirst().steps;
    }

    boolean takes(ParameterState state) {
        if (states.isEmpty()) {
            return true;
        }
        var first = states.getFirst();
        return state.parameter.dtype() == first.parameter.dtype() && state.parameter.device().equals(first.parameter.device())
            && state.steps == first.steps && state.numbers.equals(first.numbers);
    }

    void add(ParameterState state, Tensor grad) {
        states.add(state);
        var parameter = state.parameter;
        if (!parameter.isContiguous()) {
            strided.add(parameter);
            copies.add(parameter.contiguous());
        }
        parameters.add(parameter.isContiguous() ? parameter : copies.getLast());
        grads.add(grad.isContiguous() ? grad : grad.contiguous());
    }

    /** Brings what was stepped in a copy back to its parameter. */
    void writeBack() {
        for (int i = 0; i < strided.size(); i++) {
            strided.get(i).copy_(copies.get(i));
        }
    }

    /** The states that are one number, which are the same for all parameters here. */
    double[] numbers() {
        return states.getFirst().numbers.values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    void setNumbers(double[] numbers) {
        for (var state : states) {
            int i = 0;
            for (var number : state.numbers.entrySet()) {
                number.setValue(numbers[i++]);
            }
        }
    }

    /** All parameters, then all gradients, then the first state of all, and so on: the order the fused operators take. */
    Tensor[] tensors() {
        var all = new ArrayList<>(parameters);
        all.addAll(grads);
        for (var name : states.getFirst().buffers.keySet()) {
            states.forEach(state -> all.add(state.buffers.get(name)));
        }
        return all.toArray(Tensor[]::new);
    }
}
