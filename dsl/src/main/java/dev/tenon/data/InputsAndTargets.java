package dev.tenon.data;

import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Named inputs and named targets, in an order: what a {@link Sample} and a {@link Batch} of them have in common.
 *
 * @param <S> which of both
 */
public sealed interface InputsAndTargets<S extends InputsAndTargets<S>> permits Batch, Sample {
    /** What a model is given, in its order; at least one. */
    Map<String, Tensor> inputs();

    /** What its outputs are compared with; may be empty. */
    Map<String, Tensor> targets();

    /**
     * The same kind with other parts.
     *
     * @throws dev.tenon.core.ArgumentException if there is no input, or a name is on both sides
     */
    S with(Map<String, Tensor> inputs, Map<String, Tensor> targets);

    /** The first input. */
    default Tensor x() {
        return Parts.first(inputs());
    }

    /**
     * The first target.
     *
     * @throws dev.tenon.core.ArgumentException if there is none
     */
    default Tensor y() {
        return Parts.target(this);
    }

    /**
     * The input or target of this name.
     *
     * @throws dev.tenon.core.ArgumentException if there is none
     */
    default Tensor get(String name) {
        return Parts.named(this, name);
    }

    /** The inputs and then the targets. */
    default List<Tensor> tensors() {
        var all = new ArrayList<>(inputs().values());
        all.addAll(targets().values());
        return all;
    }

    /** This with another first input. */
    default S withX(Tensor x) {
        return with(Parts.withFirst(inputs(), "x", x), targets());
    }

    /** This with another first target. */
    default S withY(Tensor y) {
        return with(inputs(), Parts.withFirst(targets(), "y", y));
    }

    /** This with an input more, or with another one of that name. */
    default S with(String name, Tensor input) {
        return with(Parts.with(inputs(), name, input), targets());
    }

    /** This with a target more, or with another one of that name. */
    default S withTarget(String name, Tensor target) {
        return with(inputs(), Parts.with(targets(), name, target));
    }
}
