package dev.tenon.nn.declare;

import dev.tenon.core.ArgumentException;
import dev.tenon.nn.Layer;
import dev.tenon.nn.MultiLayer;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** A block that was declared with symbols: steps in order, each with the values of the next slots as its results; the first are the inputs. */
final class BlockLayer extends MultiLayer {
    /** How the next slots' values are computed. */
    sealed interface Step {}

    /** By a layer of the block, which gives so many results. */
    record LayerStep(String child, int[] inputs, int results) implements Step {}

    /** By an operator. */
    record FunctionStep(Function<List<Tensor>, Tensor> function, int[] inputs) implements Step {}

    private final int inputs;
    private final List<Step> steps;
    private final Map<String, Layer> layers;
    private final int[] results;

    /** @param results the slots of the outputs */
    BlockLayer(int inputs, List<Step> steps, Layer layers, int[] results) {
        this.inputs = inputs;
        this.steps = steps;
        this.results = results;
        this.layers = layers.children();
        this.layers.forEach(this::child);
    }

    @Override
    protected List<Tensor> outputs(List<Tensor> given) {
        if (given.size() != inputs) {
            throw new ArgumentException("Block: takes " + inputs + " inputs, got " + given.size());
        }
        var values = new ArrayList<>(given);
        for (var step : steps) {
            switch (step) {
                case LayerStep s -> values.addAll(called(Objects.requireNonNull(layers.get(s.child), s.child), s, at(values, s.inputs)));
                case FunctionStep s -> values.add(s.function.apply(at(values, s.inputs)));
            }
        }
        return at(values, results);
    }

    /** A layer of one result may have more, which nobody wanted. */
    private static List<Tensor> called(Layer layer, LayerStep step, List<Tensor> given) {
        return step.results == 1 ? List.of(given.size() == 1 ? layer.call(given.getFirst()) : layer.call(given)) : layer.callAll(given);
    }

    private static List<Tensor> at(List<Tensor> values, int[] slots) {
        return Arrays.stream(slots).mapToObj(values::get).toList();
    }

    @Override
    protected String typeName() {
        return "Block";
    }
}
