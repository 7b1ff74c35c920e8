package dev.tenon.nn.declare;

import dev.tenon.core.Device;
import dev.tenon.core.Shape;
import dev.tenon.core.TenonException;
import dev.tenon.nn.Layer;
import dev.tenon.nn.Placement;
import dev.tenon.nn.Sequential;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One layer of a declaration.
 *
 * @param name what it is called in the state
 * @param factory constructs it, wherever the placement says
 * @param input shape of its input
 * @param output shape and dtype of its output, on the meta device
 * @param parameters how many trained numbers it has
 */
record Declared(String name, Supplier<? extends Layer> factory, String input, Tensor output, long parameters) {
    /**
     * Declares a layer: constructs it on the meta device and runs it on a probe.
     *
     * @param path where it is, for errors
     * @param plan checks the input and gives the layer's factory
     */
    static Declared of(String path, String name, Tensor input, Placement place,
        Function<Tensor, Supplier<? extends Layer>> plan) {
        try (var _ = GradMode.noGrad()) {
            var factory = plan.apply(input);
            var layer = new Placement(Device.META, place.dtype(), place.generator()).construct(factory);
            // Evaluation mode: a probe must not take random numbers or move running statistics.
            var output = layer.eval().call(input);
            long parameters = layer.parameters().stream().mapToLong(Tensor::numel).sum();
            return new Declared(name, factory, Probe.text(input.shape()), Tensor.meta(output.dtype(), output.shape().toArray()),
                parameters);
        } catch (TenonException | IllegalArgumentException | IllegalStateException | ArithmeticException | NullPointerException
            | IndexOutOfBoundsException e) {
            throw DeclarationError.at(path, SourceLine.here(), input, e);
        }
    }

    Shape shape() {
        return output.shape();
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
