package dev.tenon.data;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One element of a dataset: what a {@link Batch} holds, without the dimension of the samples.
 *
 * @param inputs what a model is given, in its order; at least one
 * @param targets what its outputs are compared with; may be empty
 */
public record Sample(Map<String, Tensor> inputs, Map<String, Tensor> targets) {
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

    /** The first input. */
    public Tensor x() {
        return Parts.first(inputs);
    }

    /**
     * The first target.
     *
     * @throws ArgumentException if there is none
     */
    public Tensor y() {
        return Parts.target("sample", inputs, targets);
    }

    /**
     * The input or target of this name.
     *
     * @throws ArgumentException if there is none
     */
    public Tensor get(String name) {
        return Parts.named("sample", name, inputs, targets);
    }

    /** The inputs and then the targets. */
    public List<Tensor> tensors() {
        var all = new ArrayList<>(inputs.values());
        all.addAll(targets.values());
        return all;
    }

    /** This sample with another first input. */
    public Sample withX(Tensor x) {
        return new Sample(Parts.withFirst(inputs, "x", x), targets);
    }

    /** This sample with another first target. */
    public Sample withY(Tensor y) {
        return new Sample(inputs, Parts.withFirst(targets, "y", y));
    }

    /** This sample with an input more, or with another one of that name. */
    public Sample with(String name, Tensor input) {
        return new Sample(Parts.with(inputs, name, input), targets);
    }

    /** This sample with a target more, or with another one of that name. */
    public Sample withTarget(String name, Tensor target) {
        return new Sample(inputs, Parts.with(targets, name, target));
    }

    /** The bytes of its elements. */
    long bytes() {
        return tensors().stream().mapToLong(part -> part.numel() * part.dtype().bytes()).sum();
    }
}
