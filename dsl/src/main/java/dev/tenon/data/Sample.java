package dev.tenon.data;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Tensor;
import java.util.Map;

/**
 * One element of a dataset: what a {@link Batch} holds, without the dimension of the samples.
 *
 * @param inputs what a model is given, in its order; at least one
 * @param targets what its outputs are compared with; may be empty
 */
public record Sample(Map<String, Tensor> inputs, Map<String, Tensor> targets) implements InputsAndTargets<Sample> {
    /**
     * Parts in their order.
     *
     * @throws ArgumentException if there is no input, or a name is on both sides
     */
    public Sample {
        inputs = Parts.copy(inputs);
        targets = Parts.copy(targets);
        Parts.check("sample", inputs, targets);
    }

    /** One input {@code x} and one target {@code y}. */
    public Sample(Tensor x, Tensor y) {
        this(Map.of("x", x), Map.of("y", y));
    }

    /** One input {@code x} and no target. */
    public Sample(Tensor x) {
        this(Map.of("x", x), Map.of());
    }

    @Override
    public Sample with(Map<String, Tensor> otherInputs, Map<String, Tensor> otherTargets) {
        return new Sample(otherInputs, otherTargets);
    }

    /** The bytes of its elements. */
    long bytes() {
        return tensors().stream().mapToLong(part -> part.numel() * part.dtype().bytes()).sum();
    }
}
