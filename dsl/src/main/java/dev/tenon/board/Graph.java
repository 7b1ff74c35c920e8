package dev.tenon.board;

import dev.tenon.core.Shape;
import dev.tenon.io.ProtoMessage;
import dev.tenon.nn.Layer;
import dev.tenon.nn.LayerListener;
import dev.tenon.nn.LayerPath;
import dev.tenon.nn.Specimen;
import dev.tenon.spi.Op;
import dev.tenon.tensor.OpListener;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operators that a model calls, as TensorBoard's graph: parameters and operators stand under the paths of their layers. */
final class Graph implements OpListener, LayerListener {
    private static final int PRODUCER = 22;

    private final ProtoMessage nodes = new ProtoMessage();
    private final Map<Tensor, String> names = new IdentityHashMap<>();
    /** Tensors live as long as their names are asked for, so that no address is taken twice. */
    private final List<Tensor> kept = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();

    private final LayerPath path;

    private Graph(Layer model) {
        this.path = new LayerPath(model);
    }

    static ProtoMessage of(Layer model, List<Tensor> inputs) {
        var graph = new Graph(model);
        for (int i = 0; i < inputs.size(); i++) {
            graph.node("input/" + i, "Placeholder", List.of(), inputs.get(i));
        }
        model.namedParameters().forEach((name, tensor) -> graph.node(name.replace('.', '/'), "Parameter", List.of(), tensor));
        model.namedBuffers().forEach((name, tensor) -> graph.node(name.replace('.', '/'), "Buffer", List.of(), tensor));
        var outputs = Specimen.of(model, inputs.toArray(Tensor[]::new)).pass(graph);
        for (int i = 0; i < outputs.size(); i++) {
            graph.output(i, outputs.get(i));
        }
        return graph.nodes.message(4, new ProtoMessage().integer(1, PRODUCER));
    }

    private void output(int i, Tensor tensor) {
        var source = names.get(tensor);
        node("output/" + i, "Output", source == null ? List.of() : List.of(source), tensor);
    }

    @Override
    public void applied(Op op, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        var sources = new ArrayList<String>();
        for (var input : inputs) {
            if (input != null) {
                sources.add(names.computeIfAbsent(input, this::constant));
            }
        }
        var called = op.descriptor().called();
        if (outputs.isEmpty()) {
            return;
        }
        var name = within(called + "_" + counts.merge(within(called), 1, Integer::sum));
        write(name, called, sources, outputs.stream().map(Tensor::shape).toList());
        // What an operator gives beside its first result is called by its number.
        for (int i = 0; i < outputs.size(); i++) {
            names.put(outputs.get(i), i == 0 ? name : name + ":" + i);
        }
        kept.addAll(outputs);
    }

    @Override
    public void entered(Layer layer, List<Tensor> inputs) {
        path.entered(layer, inputs);
    }

    @Override
    public void left(Layer layer, List<Tensor> inputs, List<Tensor> outputs) {
        path.left(layer, inputs, outputs);
    }

    @Override
    public void failed(Layer layer, Throwable cause) {
        path.failed(layer, cause);
    }

    private String within(String name) {
        var layer = path.current().replace('.', '/');
        return layer.isEmpty() ? name : layer + "/" + name;
    }

    /** A tensor that the model made itself. */
    private String constant(Tensor tensor) {
        var name = within("constant_" + counts.merge(within("constant"), 1, Integer::sum));
        write(name, "Const", List.of(), List.of(tensor.shape()));
        kept.add(tensor);
        return name;
    }

    private void node(String name, String kind, List<String> sources, Tensor tensor) {
        write(name, kind, sources, List.of(tensor.shape()));
        names.put(tensor, name);
        kept.add(tensor);
    }

    private void write(String name, String kind, List<String> sources, List<Shape> shapes) {
        var node = new ProtoMessage().text(1, name).text(2, kind);
        sources.forEach(source -> node.text(3, source));
        var list = new ProtoMessage();
        for (var shape : shapes) {
            var sizes = new ProtoMessage();
            for (long size : shape.toArray()) {
                sizes.message(2, new ProtoMessage().integer(1, size));
            }
            list.message(7, sizes);
        }
        nodes.message(1, node.entry(5, "_output_shapes", new ProtoMessage().message(1, list)));
    }
}
