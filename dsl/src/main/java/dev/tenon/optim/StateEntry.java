package dev.tenon.optim;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Tensor;
import java.util.Map;

/** Looks into a saved state. */
final class StateEntry {
    /** As many as a double counts one by one. */
    private static final double MOST_STEPS = 1L << 53;

    private StateEntry() {}

    /** How many steps a parameter has taken. */
    static long count(Map<String, Tensor> state, String name) {
        var saved = of(state, name);
        double count = saved.numel() == 1 ? saved.item() : Double.NaN;
        if (!(count >= 0) || count != Math.rint(count) || count > MOST_STEPS) {
            throw new ArgumentException("loadStateDict: '" + name + "' must be one whole number of at least 0, got "
                + (saved.numel() == 1 ? String.valueOf(count) : Operand.describe(saved)));
        }
        return (long) count;
    }

    /** One number. */
    static double number(Map<String, Tensor> state, String name) {
        var saved = of(state, name);
        if (saved.numel() != 1) {
            throw new ArgumentException("loadStateDict: '" + name + "' must be one number, got " + Operand.describe(saved));
        }
        return saved.item();
    }

    /** A buffer with the shape of the optimizer's, in its dtype and on its device. */
    static Tensor like(Tensor buffer, Map<String, Tensor> state, String name) {
        var saved = of(state, name);
        if (!saved.shape().equals(buffer.shape())) {
            throw new ShapeException("loadStateDict: '" + name + "' has another shape\n  optimizer: " + buffer.shape() + "   given: "
                + saved.shape());
        }
        return saved.detach().to(buffer.dtype()).to(buffer.device());
    }

    static Tensor of(Map<String, Tensor> state, String name) {
        var tensor = state.get(name);
        if (tensor == null) {
            throw new ArgumentException("loadStateDict: '" + name + "' is missing");
        }
        return tensor;
    }
}
