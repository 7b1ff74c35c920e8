package dev.tenon.diagram;

import dev.tenon.core.Shape;
import dev.tenon.diagram.Part.Box;
import dev.tenon.diagram.Part.Group;
import dev.tenon.nn.Layer;
import dev.tenon.nn.LayerListener;
import dev.tenon.nn.Specimen;
import dev.tenon.spi.Op;
import dev.tenon.tensor.OpListener;
import dev.tenon.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes a chart of a network while an input goes through it. */
final class DiagramPass implements LayerListener, OpListener {
    private static final int MOST_LETTERS = 48;

    private final Specimen specimen;
    private final int depth;
    private final Flow flow;
    private final Map<Layer, String> paths = new IdentityHashMap<>();
    private final Map<Tensor, String> parameters = new IdentityHashMap<>();
    /** What gave each tensor. Tensors are kept, so that none is taken for another that had its address. */
    private final Map<Tensor, Box> sources = new IdentityHashMap<>();
    private final Deque<Call> open = new ArrayDeque<>();
    /** How many calls are within the one whose inside is not drawn, itself included. */
    private int hidden;
    /** The calls of layers of layers that have ended, by the group that they are in. */
    private final Map<Group, Call> last = new IdentityHashMap<>();
    /** The shapes of their first inputs. */
    private final Map<Call, Shape> taken = new IdentityHashMap<>();

    /** A call of a layer: the box or the frame that it is drawn as, or the earlier call of which it is a repetition. */
    private static final class Call {
        final Layer layer;
        final List<@Nullable Box> given;
        final Group group;
        final @Nullable Box box;
        final @Nullable Call first;
        List<Tensor> outputs = List.of();

        Call(Layer layer, List<@Nullable Box> given, Group group, @Nullable Box box, @Nullable Call first) {
            this.layer = layer;
            this.given = given;
            this.group = group;
            this.box = box;
            this.first = first;
        }
    }

    private DiagramPass(Specimen specimen, String title, int depth) {
        this.specimen = specimen;
        this.depth = depth;
        this.flow = new Flow(title);
        specimen.network().namedLayers().forEach((path, layer) -> paths.put(layer, path));
        specimen.network().namedParameters().forEach((name, tensor) -> parameters.put(tensor, name));
        specimen.network().namedBuffers().forEach((name, tensor) -> parameters.put(tensor, name));
    }

    static Flow of(Specimen specimen, String title, int depth) {
        var pass = new DiagramPass(specimen, title, depth);
        specimen.inputs().forEach(input -> pass.end(specimen.kind(), input));
        for (var output : specimen.pass(pass)) {
            var source = pass.sources.get(output);
            var box = pass.end("output", output);
            if (source != null) {
                pass.flow.link(source, box, "");
            }
        }
        return pass.flow;
    }

    private Box end(String name, Tensor tensor) {
        var shape = shape(tensor) + " " + tensor.dtype();
        var box = new Box(flow.root, "end", List.of(name, shape), "");
        sources.put(tensor, box);
        return box;
    }

    private String shape(Tensor tensor) {
        return specimen.shown().apply(tensor.shape());
    }

    private Group group() {
        return open.isEmpty() ? flow.root : open.element().group;
    }

    // ---- layers -----------------------------------------------------------------------------------------------------

    @Override
    public void entered(Layer layer, List<Tensor> inputs) {
        if (hidden > 0) {
            hidden++;
            return;
        }
        boolean outermost = open.isEmpty();
        List<@Nullable Box> given = inputs.stream().map(sources::get).toList();
        var before = last.get(group());
        if (outermost && !layer.children().isEmpty() || isAgain(layer)) {
            open.push(new Call(layer, given, group(), null, null));
        } else if (isWhole(layer)) {
            hidden = 1;
            open.push(new Call(layer, given, group(), box(layer, inputs), null));
        } else if (before != null && repeats(before, layer, inputs, given)) {
            hidden = 1;
            before.group.repeat(path(layer));
            open.push(new Call(layer, given, before.group, null, before));
        } else {
            open.push(new Call(layer, given, new Group(group(), path(layer), kind(layer)), null, null));
        }
    }

    /** Whether a layer's call of all outputs has come to its call of one. */
    private boolean isAgain(Layer layer) {
        return !open.isEmpty() && open.element().layer == layer;
    }

    /** A layer is one box if nothing is within, or if what it computes is its own affair: its parts are not called one after another. */
    private boolean isWhole(Layer layer) {
        boolean own = layer.getClass().getPackageName().startsWith("dev.tenon.nn")
            && layer.namedParameters().keySet().stream().anyMatch(name -> !name.contains("."));
        return layer.children().isEmpty() || own || group().depth() + 1 >= depth;
    }

    /** Whether a layer is like the one before it, takes what that gives, and gives what that takes. */
    private boolean repeats(Call before, Layer layer, List<Tensor> inputs, List<@Nullable Box> given) {
        if (!before.layer.toString().equals(layer.toString()) || before.outputs.size() != 1
            || inputs.getFirst() != before.outputs.getFirst()
            || given.size() != before.given.size()) {
            return false;
        }
        var first = before.given.getFirst();
        return first != null && given.subList(1, given.size()).equals(before.given.subList(1, given.size()))
            && Objects.equals(inputs.getFirst().shape(), taken.get(before));
    }

    private Box box(Layer layer, List<Tensor> inputs) {
        var lines = new ArrayList<String>();
        lines.add(kind(layer));
        var arguments = LayerArguments.of(layer);
        if (!arguments.isEmpty()) {
            lines.add(Lettering.shortened(arguments, MOST_LETTERS));
        }
        if (!path(layer).isEmpty()) {
            lines.add("(" + Lettering.shortened(path(layer), MOST_LETTERS) + ")");
        }
        long count = layer.parameters().stream().mapToLong(Tensor::numel).sum();
        var tip = layer.label() + (count == 0 ? "" : String.format(Locale.ROOT, "%n%,d parameters", count));
        return linked(inputs, style(layer), lines, tip);
    }

    private static String kind(Layer layer) {
        var label = layer.label();
        int bracket = label.indexOf('(');
        return bracket < 0 ? label : label.substring(0, bracket);
    }

    /** The room of a layer of Tenon's is its colour. */
    private static String style(Layer layer) {
        var room = layer.getClass().getPackageName();
        var topic = room.startsWith("dev.tenon.nn.") ? room.substring("dev.tenon.nn.".length()) : "";
        return switch (topic) {
            case "conv", "linear", "norm", "activation", "pool", "attention", "recurrent", "embedding" -> topic;
            default -> "layer";
        };
    }

    private String path(Layer layer) {
        return paths.getOrDefault(layer, "");
    }

    @Override
    public void left(Layer layer, List<Tensor> inputs, List<Tensor> outputs) {
        if (hidden > 0 && --hidden > 0) {
            return;
        }
        var call = open.pop();
        if (isAgain(layer)) {
            return;
        }
        call.outputs = outputs;
        if (call.box != null) {
            outputs.forEach(output -> sources.put(output, call.box));
        } else if (call.first != null) {
            // It follows the call that it repeats: the next one may repeat both.
            sources.put(outputs.getFirst(), Objects.requireNonNull(sources.get(call.first.outputs.getFirst())));
            call.first.outputs = outputs;
        } else if (call.group != flow.root && call.group.around != null) {
            taken.put(call, inputs.getFirst().shape());
            last.put(call.group.around, call);
        }
    }

    @Override
    public void failed(Layer layer, Throwable cause) {
        if (hidden == 0 || --hidden == 0) {
            open.pop();
        }
    }

    // ---- operators --------------------------------------------------------------------------------------------------

    @Override
    public void applied(Op op, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        if (hidden > 0) {
            return;
        }
        var box = linked(inputs, "operator", List.of(op.descriptor().called()), "");
        outputs.forEach(output -> sources.put(output, box));
        last.remove(group());
    }

    /** A box with arrows from what gave its inputs. */
    private Box linked(List<? extends @Nullable Tensor> inputs, String style, List<String> lines, String tip) {
        var given = new ArrayList<Tensor>();
        for (var input : inputs) {
            if (input != null && isKnown(input)) {
                given.add(input);
            }
        }
        var box = new Box(group(), style, lines, tip);
        given.forEach(input -> flow.link(Objects.requireNonNull(sources.get(input)), box, shape(input)));
        return box;
    }

    /** Parameters and constants are drawn where they are first used; numbers beside tensors come from nowhere and are not. */
    private boolean isKnown(Tensor tensor) {
        if (!sources.containsKey(tensor) && tensor.rank() > 0) {
            var name = parameters.getOrDefault(tensor, "constant");
            sources.put(tensor, new Box(group(), "tensor", List.of(name), ""));
        }
        return sources.containsKey(tensor);
    }
}
