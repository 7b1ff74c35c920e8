package dev.tenon.nn;

import dev.tenon.core.TenonException;
import dev.tenon.nn.hook.LayerHooks;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** A call of a layer with all that belongs to it: listeners, hooks, and the layer's place in errors. */
final class LayerCall {
    private LayerCall() {}

    static List<Tensor> heard(Layer layer, List<Tensor> inputs, Function<List<Tensor>, List<Tensor>> body) {
        var listeners = LayerListening.current();
        listeners.forEach(listener -> listener.entered(layer, inputs));
        try {
            var hooks = layer.presentHooks();
            var outputs = hooks == null ? body.apply(inputs) : hooked(layer, hooks, inputs, body);
            listeners.forEach(listener -> listener.left(layer, inputs, outputs));
            return outputs;
        } catch (TenonException e) {
            listeners.forEach(listener -> listener.failed(layer, e));
            throw LayerAddress.added(e, layer, inputs);
        } catch (RuntimeException | Error e) {
            listeners.forEach(listener -> listener.failed(layer, e));
            throw e;
        }
    }

    private static List<Tensor> hooked(Layer layer, LayerHooks hooks, List<Tensor> given, Function<List<Tensor>, List<Tensor>> body) {
        var inputs = given;
        for (var hook : hooks.before()) {
            inputs = Objects.requireNonNullElse(hook.before(layer, inputs), inputs);
        }
        var pass = hooks.watchBackward() ? new BackwardCall(layer, hooks, inputs) : null;
        var outputs = body.apply(pass == null ? inputs : pass.inputs());
        var first = outputs.getFirst();
        for (var hook : hooks.after()) {
            first = Objects.requireNonNullElse(hook.after(layer, inputs, first), first);
        }
        if (pass != null) {
            first = pass.output(first);
        }
        var all = new ArrayList<>(outputs);
        all.set(0, first);
        return all;
    }
}
