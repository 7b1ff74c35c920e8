package sample.ops;

import dev.tenon.spi.Attributes;
import dev.tenon.spi.DTypeRules;
import dev.tenon.spi.Inference;
import dev.tenon.spi.OpDescriptor;
import dev.tenon.spi.Primitive;

/**
 * Attributes of {@code gelu}. Gaussian error linear unit.
 *
 * @param approximate one of {@code none, tanh}; {@code none} if left out
 */
public record Gelu(Gelu.Approximate approximate) implements Primitive {
    private static final OpDescriptor DESCRIPTOR = new OpDescriptor("gelu", OpDescriptor.Kind.POINTWISE,
            Gelu.class, "input");

    public Gelu {
        approximate = Attributes.given(approximate, "gelu", "approximate");
    }

    @Override
    public OpDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public void infer(Inference call) {
        DTypeRules.requireFloating(call, 0);
        call.elementwise(Inference.Result.PROMOTED);
    }

    /**
     * Values of {@code approximate}.
     */
    public enum Approximate {
        NONE,

        TANH
    }
}
