package dev.tenon.nn;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Compares a state to load with the state that a layer has. */
final class StateCheck {
    private StateCheck() {}

    static void requireSame(Map<String, Tensor> own, Map<String, Tensor> given) {
        var missing = without(own.keySet(), given.keySet());
        var unexpected = without(given.keySet(), own.keySet());
        if (!missing.isEmpty() || !unexpected.isEmpty()) {
            throw new ArgumentException("loadStateDict: the names differ" + (missing.isEmpty() ? "" : "\n  missing: " + missing)
                + (unexpected.isEmpty() ? "" : "\n  unexpected: " + unexpected) + "\n  try:   the network this state was saved from");
        }
        requireShapes(own, given);
    }

    /** Which names only one of the two has. */
    static LoadedState compare(Map<String, Tensor> own, Map<String, Tensor> given) {
        return new LoadedState(List.copyOf(without(own.keySet(), given.keySet())), List.copyOf(without(given.keySet(), own.keySet())));
    }

    static void requireShapes(Map<String, Tensor> own, Map<String, Tensor> given) {
        own.forEach((name, tensor) -> {
            var value = given.get(name);
            if (value != null && !value.shape().equals(tensor.shape())) {
                throw new ShapeException("loadStateDict: '" + name + "' has another shape\n  layer: " + tensor.shape() + "   given: "
                    + value.shape());
            }
        });
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        var rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }
}
