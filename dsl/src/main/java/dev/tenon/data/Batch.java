package dev.tenon.data;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Device;
import dev.tenon.memory.Scope;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Samples of a dataset together: named inputs and named targets, the samples along dimension 0 of each. What has one of both, as most
 * have, is {@code new Batch(x, y)}.
 *
 * @param inputs what a model is given, in its order; at least one
 * @param targets what its outputs are compared with; may be empty
 */
public record Batch(Map<String, Tensor> inputs, Map<String, Tensor> targets) implements InputsAndTargets<Batch> {
    /**
     * Parts in their order.
     *
     * @throws ArgumentException if there is no input, or a name is on both sides
     */
    public Batch {
        inputs = Parts.copy(inputs);
        targets = Parts.copy(targets);
        Parts.check("batch", inputs, targets);
    }

    /** One input {@code x} and one target {@code y}. */
    public Batch(Tensor x, Tensor y) {
        this(Map.of("x", x), Map.of("y", y));
    }

    /** One input {@code x} and no target. */
    public Batch(Tensor x) {
        this(Map.of("x", x), Map.of());
    }

    @Override
    public Batch with(Map<String, Tensor> otherInputs, Map<String, Tensor> otherTargets) {
        return new Batch(otherInputs, otherTargets);
    }

    /** The inputs in their order, for {@code model.forward(batch.inputList())}. */
    public List<Tensor> inputList() {
        return List.copyOf(inputs.values());
    }

    /** How many samples this is. */
    public long size() {
        return x().size(0);
    }

    /** This batch on another device; itself if it is already there. */
    public Batch to(Device device) {
        if (tensors().stream().allMatch(part -> part.device().equals(device))) {
            return this;
        }
        return new Batch(Parts.map(inputs, part -> part.to(device)), Parts.map(targets, part -> part.to(device)));
    }

    /** Lets this batch outlive the iteration of its loader. */
    public Batch keepFrom(Scope scope) {
        tensors().forEach(part -> part.keepFrom(scope));
        return this;
    }
}
