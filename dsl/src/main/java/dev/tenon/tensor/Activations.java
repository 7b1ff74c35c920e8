package dev.tenon.tensor;

import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.spi.Axes;
import java.util.Arrays;

/** Activations of more than one formula. */
final class Activations {
    private Activations() {}

    static Tensor prelu(Tensor input, Tensor weight) {
        long channels = input.rank() >= 2 ? input.size(1) : 1;
        if (weight.rank() > 1 || weight.numel() != 1 && weight.numel() != channels) {
            throw new ShapeException("prelu: the weight must hold one slope, or one for each of the " + channels + " channels\n  input: "
                + Operand.describe(input) + "   weight: " + Operand.describe(weight));
        }
        if (weight.numel() == 1 || input.rank() <= 2) {
            return Ops.preluSlope(input, weight.numel() == 1 ? Ops.reshape(weight) : weight);
        }
        var sizes = new long[input.rank() - 1];
        Arrays.fill(sizes, 1);
        sizes[0] = channels;
        return Ops.preluSlope(input, Ops.reshape(weight, sizes));
    }

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
