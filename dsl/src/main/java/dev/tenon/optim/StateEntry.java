package dev.tenon.optim;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Tensor;
import java.util.Map;

/** Looks into a saved state. */
final class StateEntry {
    private StateEntry() {}

    static Tensor of(Map<String, Tensor> state, String name) {
        var tensor = state.get(name);
        if (tensor == null) {
            throw new ArgumentException("loadStateDict: '" + name + "' is missing");
        }
        return tensor;
    }
}
