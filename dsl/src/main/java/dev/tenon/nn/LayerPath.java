package dev.tenon.nn;

import dev.tenon.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which layer of a network a thread is in, for listeners to operators:
 * {@snippet :
 * var path = new LayerPath(model);
 * LayerListener.listen(path, () -> OpListener.listen((op, inputs, outputs) -> println(path.current() + " " + op), () -> model.call(x)));
 * }
 */
public final class LayerPath implements LayerListener {
    private final Map<Layer, String> paths = new IdentityHashMap<>();
    private final Deque<String> within = new ArrayDeque<>();

    public LayerPath(Layer network) {
        network.namedLayers().forEach((path, layer) -> paths.put(layer, path));
    }

    /** The path of the innermost layer that is being called; empty in the network itself and outside of it. */
    public String current() {
        return within.isEmpty() ? "" : within.peek();
    }

    /** How many calls are within one another at the moment. */
    public int depth() {
        return within.size();
    }

    @Override
    public void entered(Layer layer, List<Tensor> inputs) {
        within.push(paths.getOrDefault(layer, current()));
    }

    @Override
    public void left(Layer layer, List<Tensor> inputs, List<Tensor> outputs) {
        within.pop();
    }

    @Override
    public void failed(Layer layer, Throwable cause) {
        within.pop();
    }
}
