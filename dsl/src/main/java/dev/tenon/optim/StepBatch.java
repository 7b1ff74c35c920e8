package dev.tenon.optim;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parameters that one fused operator can step together, with their gradients and buffers. */
final class StepBatch {
    private final List<Tensor> parameters = new ArrayList<>();
    private final List<Tensor> grads = new ArrayList<>();
    private final List<List<Tensor>> buffers = new ArrayList<>();
    /** Parameters that do not lie row-major, and the copies that step in their place. */
    private final List<Tensor> strided = new ArrayList<>(0);
    private final List<Tensor> copies = new ArrayList<>(0);
    private @Nullable DType dtype;
    private @Nullable Device device;
    private long steps;

    StepBatch(int bufferCount) {
        for (int b = 0; b < bufferCount; b++) {
            buffers.add(new ArrayList<>());
        }
    }

    int size() {
        return parameters.size();
    }

    /** Steps that every parameter here has taken before. */
    long steps() {
        return steps;
    }

    boolean takes(Tensor parameter, long parameterSteps) {
        return parameters.isEmpty() || parameter.dtype() == dtype && parameter.device().equals(device) && parameterSteps == steps;
    }

    void add(Tensor parameter, Tensor grad, List<Tensor> state, long parameterSteps) {
        dtype = parameter.dtype();
        device = parameter.device();
        steps = parameterSteps;
        if (!parameter.isContiguous()) {
            strided.add(parameter);
            copies.add(parameter.contiguous());
        }
        parameters.add(parameter.isContiguous() ? parameter : copies.getLast());
        grads.add(grad.isContiguous() ? grad : grad.contiguous());
        for (int b = 0; b < buffers.size(); b++) {
            buffers.get(b).add(state.get(b));
        }
    }

    /** Brings what was stepped in a copy back to its parameter. */
    void writeBack() {
        for (int i = 0; i < strided.size(); i++) {
            strided.get(i).copy_(copies.get(i));
        }
    }

    /** All parameters, then all gradients, then the first buffer of all, and so on: the order the fused operators take. */
    Tensor[] tensors() {
        var all = new ArrayList<Tensor>(parameters.size() * (2 + buffers.size()));
        all.addAll(parameters);
        all.addAll(grads);
        buffers.forEach(all::addAll);
        return all.toArray(Tensor[]::new);
    }
}
