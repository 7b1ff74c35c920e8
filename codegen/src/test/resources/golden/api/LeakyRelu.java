package sample.ops;

import dev.tenon.spi.Attributes;
import dev.tenon.spi.DTypeRules;
import dev.tenon.spi.Inference;
import dev.tenon.spi.OpDescriptor;
import dev.tenon.spi.Primitive;

/**
 * Attributes of {@code leaky_relu}. Rectified linear unit that lets negative inputs through with a small slope.
 *
 * @param negativeSlope a number; {@code 0.01} if left out
 */
public record LeakyRelu(Number negativeSlope) implements Primitive {
    private static final OpDescriptor DESCRIPTOR = new OpDescriptor("leaky_relu", OpDescriptor.Kind.POINTWISE,
            LeakyRelu.class, "input");

    public LeakyRelu {
        negativeSlope = Attributes.number(negativeSlope, "leaky_relu", "negative_slope");
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
}
