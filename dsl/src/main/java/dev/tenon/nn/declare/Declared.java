package dev.tenon.nn.declare;

import dev.tenon.core.Device;
import dev.tenon.core.TenonException;
import dev.tenon.nn.Layer;
import dev.tenon.nn.Placement;
import dev.tenon.nn.Sequential;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One layer of a declaration.
 *
 * @param name what it is called in the state
 * @param factory constructs it, wherever the placement says
 * @param input shapes of its inputs
 * @param outputs shapes and dtypes of its outputs, on the meta device
 * @param parameters how many trained numbers it has
 */
record Declared(String name, Supplier<? extends Layer> factory, String input, List<Tensor> outputs, long parameters) {
    /**
     * Declares a layer: constructs it on the meta device and runs it on a probe.
     *
     * @param path where it is, for errors
     * @param plan checks the first input and gives the layer's factory
     */
    static Declared of(String path, String name, List<Tensor> inputs, Placement place, Function<Tensor, Supplier<? extends Layer>> plan) {
        try (var _ = GradMode.noGrad()) {
            var factory = plan.apply(inputs.getFirst());
            var layer = new Placement(Device.META, place.dtype(), place.generator()).construct(factory);
            // Evaluation mode: a probe must not take random numbers or move running statistics.
            var outputs = layer.eval().callAll(inputs).stream().map(output -> Tensor.meta(output.dtype(), output.shape().toArray()))
                .toList();
            long parameters = layer.parameters().stream().mapToLong(Tensor::numel).sum();
            var shapes = inputs.stream().map(input -> Probe.text(input.shape())).collect(Collectors.joining(", "));
            return new Declared(name, factory, shapes, outputs, parameters);
        } catch (TenonException | IllegalArgumentException | IllegalStateException | ArithmeticException | NullPointerException
            | IndexOutOfBoundsException e) {
            throw DeclarationError.at(path, SourceLine.here(), inputs, e);
        }
    }

    /** The main output. */
    Tensor output() {
        return outputs.getFirst();
    }

    /** The same layer, with what is done to it when it is constructed. */
    Declared then(Consumer<Layer> change) {
        var made = factory;
        return new Declared(name, () -> {
            var layer = made.get();
            change.accept(layer);
            return layer;
        }, input, outputs, parameters);
    }

    /** Constructs the layers of a list, one after the other, under their names. */
    static Sequential construct(List<Declared> layers) {
        var constructed = new LinkedHashMap<String, Layer>();
        layers.forEach(declared -> {
            var layer = declared.factory.get();
            layer.declaredFor(declared.input);
            constructed.put(declared.name, layer);
        });
        return new Sequential(constructed);
    }
}
