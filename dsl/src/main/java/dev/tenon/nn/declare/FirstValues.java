package dev.tenon.nn.declare;

import dev.tenon.nn.Layer;
import dev.tenon.nn.init.Fill;

/** Gives the parameters of a layer and of all within it other first values. */
final class FirstValues {
    private FirstValues() {}

    static void weights(Layer layer, Fill fill) {
        layer.namedParameters().values().stream().filter(parameter -> parameter.rank() >= 2).forEach(fill::fill);
    }

    static void biases(Layer layer, Fill fill) {
        layer.namedParameters().forEach((name, parameter) -> {
            if (name.substring(name.lastIndexOf('.') + 1).startsWith("bias")) {
                fill.fill(parameter);
            }
        });
    }
}
