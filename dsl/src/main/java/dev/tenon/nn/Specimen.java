package dev.tenon.nn;

import dev.tenon.core.Shape;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.OpListener;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;

/**
 * A network and an input that goes through it: what a summary and a diagram look at.
 *
 * @param network what is run; of a declaration, one without memory
 * @param kind what the input is called
 * @param inputs what it is called with
 * @param shown how a shape is written
 * @param products what is told of a number of multiplications: that of one sample, say
 */
public record Specimen(Layer network, String kind, List<Tensor> inputs, Function<Shape, String> shown, LongUnaryOperator products) {
    /** A network with an example of its input. */
    public static Specimen of(Layer network, Tensor... example) {
        return new Specimen(network, "input", List.of(example), Shape::toString, products -> products);
    }

    /**
     * Runs the network in evaluation mode and without gradients: a pass that only looks must not take random numbers or move running
     * statistics.
     *
     * @return all outputs
     */
    public <L extends LayerListener & OpListener> List<Tensor> pass(L listener) {
        Map<Layer, Boolean> modes = new IdentityHashMap<>();
        network.namedLayers().values().forEach(layer -> modes.put(layer, layer.isTraining()));
        network.eval();
        try {
            var outputs = new ArrayList<Tensor>();
            LayerListener.listen(listener,
                () -> OpListener.listen(listener, () -> GradMode.noGrad(() -> {
                    outputs.addAll(network.callAll(inputs));
                })));
            return outputs;
        } finally {
            modes.forEach((layer, training) -> layer.onlyThis(training));
        }
    }
}
