package sample.ops;

import dev.tenon.core.DType;
import dev.tenon.spi.Inference;
import dev.tenon.spi.OpDescriptor;
import dev.tenon.spi.Primitive;

/**
 * The gradient of {@code leaky_relu} in one kernel, from g, input.
 *
 * @param negativeSlope a number; {@code 0.01} if left out
 */
public record LeakyReluBackward(Number negativeSlope) implements Primitive {
    private static final OpDescriptor DESCRIPTOR = new OpDescriptor("leaky_relu_backward", OpDescriptor.Kind.POINTWISE,
            LeakyReluBackward.class, "g", "input");

    @Override
    public OpDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public void infer(Inference call) {
        DType dtype = call.promote(0, 1);
        long[] sizes = call.broadcast(0, 1);
        call.output(dtype, sizes);
    }
}
