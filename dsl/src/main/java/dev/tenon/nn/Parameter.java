package dev.tenon.nn;

import dev.tenon.tensor.Tensor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A named tensor of a layer's state: trained or, as a buffer, only carried along. A layer asks for the {@link #value()} in every forward
 * pass,
 * because moving the layer to another device or dtype puts another tensor here.
 */
public final class Parameter {
    private final String name;
    private final boolean trained;
    private Tensor value;
    /** Where the value comes from if it is made of other parameters. */
    private @Nullable Supplier<Tensor> made;

    Parameter(String name, Tensor value, boolean trained) {
        this.name = name;
        this.trained = trained;
        this.value = adopted(value);
    }

    public String name() {
        return name;
    }

    /** Whether an optimizer changes it; buffers such as running means are not trained. */
    public boolean isTrained() {
        return trained;
    }

    public Tensor value() {
        return made == null ? value : made.get();
    }

    /** From now on the value is made of other parameters. */
    void madeBy(@Nullable Supplier<Tensor> supplier) {
        made = supplier;
    }

    /** Puts another tensor in this place. Optimizers made before still hold the old one. */
    void replace(Tensor newValue) {
        boolean grad = value.requiresGrad();
        value = adopted(newValue);
        if (trained) {
            value.requiresGrad_(grad);
        }
    }

    /** Puts the tensor of another parameter in this place; from now on the two are one. */
    void share(Tensor other) {
        value = other;
    }

    /** State belongs to no scope: it lives as long as its layer. */
    private Tensor adopted(Tensor tensor) {
        tensor.escape();
        return trained ? tensor.requiresGrad_(true) : tensor;
    }

    @Override
    public String toString() {
        return name + value.shape();
    }
}
