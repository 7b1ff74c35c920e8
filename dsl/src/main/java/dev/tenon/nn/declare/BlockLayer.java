package dev.tenon.nn.declare;

import dev.tenon.nn.Layer;
import dev.tenon.nn.UnaryLayer;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** A block that was declared with symbols: steps in order, each with the value of one slot as its result; slot 0 is the input. */
final class BlockLayer extends UnaryLayer {
    /** How the next slot's value is computed. */
    sealed interface Step {}

    /** By a layer of the block from one slot. */
    record LayerStep(String child, int input) implements Step {}

    /** By an operator from several slots. */
    record FunctionStep(Function<List<Tensor>, Tensor> function, int[] inputs) implements Step {}

    private final List<Step> steps;
    private final Map<String, Layer> layers;
    private final int output;

    BlockLayer(List<Step> steps, Layer layers, int output) {
        this.steps = steps;
        this.output = output;
        this.layers = layers.children();
        this.layers.forEach(this::child);
    }

    @Override
    protected Tensor output(Tensor input) {
        var values = new ArrayList<Tensor>(steps.size() + 1);
        values.add(input);
        for (var step : steps) {
            values.add(switch (step) {
                case LayerStep s -> Objects.requireNonNull(layers.get(s.child), s.child).call(values.get(s.input));
                case FunctionStep s -> s.function.apply(Arrays.stream(s.inputs).mapToObj(values::get).toList());
            });
        }
        return values.get(output);
    }

    @Override
    protected String typeName() {
        return "Block";
    }
}
