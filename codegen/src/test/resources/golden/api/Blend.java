package sample.ops;

import dev.tenon.spi.Inference;
import dev.tenon.spi.OpDescriptor;
import dev.tenon.spi.Primitive;

/**
 * Attributes of {@code blend}. The mean of two elements, broadcast.
 */
public record Blend() implements Primitive {
    private static final OpDescriptor DESCRIPTOR = new OpDescriptor("blend", OpDescriptor.Kind.POINTWISE,
            Blend.class, "input", "other");

    /**
     * The only value: this operator has no attributes.
     */
    public static final Blend INSTANCE = new Blend();

    @Override
    public OpDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public void infer(Inference call) {
        call.elementwise(Inference.Result.PROMOTED);
    }
}
