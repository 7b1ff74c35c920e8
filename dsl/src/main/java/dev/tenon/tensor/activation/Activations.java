package dev.tenon.tensor.activation;

import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.spi.Axes;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;

/** Activations of more than one formula. */
public final class Activations {
    private Activations() {}

    static Tensor glu(Tensor input, long dim) {
        int axis = input.rank() == 0 ? 0 : Axes.axis(dim, input.rank());
        if (input.rank() == 0 || input.size(axis) % 2 != 0) {
            throw new ShapeException(
                "glu: dimension " + dim + " must have an even size, to be cut into halves\n  input: " + Operand.describe(input));
        }
        long half = input.size(axis) / 2;
        return Ops.mul(Ops.narrow(input, axis, 0, half), Ops.sigmoid(Ops.narrow(input, axis, half, half)));
    }
}
