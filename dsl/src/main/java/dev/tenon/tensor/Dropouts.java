package dev.tenon.tensor;

import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import java.util.Arrays;

/** Dropout of whole channels, and the dropout that keeps what selu has normalised so. */
final class Dropouts {
    /** Selu's scale times its alpha: the distance of its lowest value from 0. */
    private static final double LOWEST = 1.7580993408473766;

    private Dropouts() {}

    static Tensor channels1d(Tensor input, double p, boolean training) {
        requireRank("dropout1d", input, 2, 3);
        return channels(input, p, training, input.rank() - 1);
    }

    /** Three dimensions are those of a batch of signals here, as PyTorch has it. */
    static Tensor channels2d(Tensor input, double p, boolean training) {
        requireRank("dropout2d", input, 3, 4);
        return channels(input, p, training, 2);
    }

    static Tensor channels3d(Tensor input, double p, boolean training) {
        requireRank("dropout3d", input, 4, 5);
        return channels(input, p, training, input.rank() - 3);
    }

    /** One choice for all that the first {@code kept} dimensions do not tell apart. */
    private static Tensor channels(Tensor input, double p, boolean training, int kept) {
        if (!training || p == 0) {
            return input;
        }
        var sizes = input.sizes().clone();
        Arrays.fill(sizes, kept, sizes.length, 1);
        var factors = Norms.dropout(Creation.ones(input.dtype(), input.device(), sizes), p, true);
        // What is dropped is 0 whatever it was; an infinity times 0 would not be.
        return Ops.maskedFill(Ops.mul(input, factors), Ops.eq(factors, 0), 0);
    }

    static Tensor alpha(Tensor input, double p, boolean training) {
        if (!training || p == 0) {
            return input;
        }
        if (p == 1) {
            return Norms.dropout(input, 1, true);
        }
        double scale = 1 / Math.sqrt((LOWEST * LOWEST * p + 1) * (1 - p));
        var dropped = Ops.eq(Norms.dropout(Creation.ones(input.dtype(), input.device(), input.sizes()), p, true), 0);
        return Ops.add(Ops.maskedFill(Ops.mul(input, scale), dropped, -LOWEST * scale), LOWEST * scale * p);
    }

    private static void requireRank(String name, Tensor input, int unbatched, int batched) {
        if (input.rank() != unbatched && input.rank() != batched) {
            throw new ShapeException(
                name + ": the input must have " + batched + " dimensions, or " + unbatched + " without a batch\n  input: "
                    + Operand.describe(input));
        }
    }
}
