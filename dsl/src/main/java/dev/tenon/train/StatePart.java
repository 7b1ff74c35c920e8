package dev.tenon.train;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Tensor;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Something whose state a checkpoint holds.
 *
 * @param prefix before its names in the file
 * @param required whether a checkpoint without it is refused; what is not required may also change its shapes
 * @param save its state, not copied
 * @param load restores it
 */
record StatePart(String prefix, boolean required, Supplier<Map<String, Tensor>> save, Consumer<Map<String, Tensor>> load) {
    static StatePart required(String prefix, Supplier<Map<String, Tensor>> save, Consumer<Map<String, Tensor>> load) {
        return new StatePart(prefix, true, save, load);
    }

    static StatePart optional(String prefix, Supplier<Map<String, Tensor>> save, Consumer<Map<String, Tensor>> load) {
        return new StatePart(prefix, false, save, load);
    }

    /** Takes its part of a checkpoint. */
    void restore(Map<String, Tensor> given) {
        if (required) {
            requireFitting(given);
            load.accept(given);
        } else if (!given.isEmpty()) {
            load.accept(given);
        }
    }

    private void requireFitting(Map<String, Tensor> given) {
        var own = save.get();
        var what = prefix.substring(0, prefix.length() - 1);
        if (given.isEmpty() && !own.isEmpty()) {
            throw new ArgumentException(
                "the checkpoint has no '" + what + "', which this training has\n  try:   the settings it was written with");
        }
        own.forEach((name, tensor) -> {
            var value = given.get(name);
            if (value != null && !(value.shape().equals(tensor.shape()) && value.dtype() == tensor.dtype())) {
                throw new ShapeException(
                    "'" + prefix + name + "' is another\n  own: " + tensor.shape() + " " + tensor.dtype() + "   given: "
                        + value.shape() + " " + value.dtype());
            }
        });
    }
}
