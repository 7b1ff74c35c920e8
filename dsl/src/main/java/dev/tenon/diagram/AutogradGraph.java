package dev.tenon.diagram;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.AutogradException;
import dev.tenon.diagram.Part.Box;
import dev.tenon.io.AtomicFile;
import dev.tenon.nn.Layer;
import dev.tenon.tensor.GradFn;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The graph that a backward pass from a tensor walks, with leaves at the top and the tensor at the bottom: each function that differentiates by
 * the name that PyTorch has for it, and each leaf by its name and shape. Draw it before {@code backward()}, which takes the graph apart.
 * {@snippet :
 * AutogradGraph.of(loss, model).save(Path.of("loss.svg"));
 * }
 */
public final class AutogradGraph {
    private final Tensor output;
    private final Map<Tensor, String> names;
    private final boolean saved;

    private AutogradGraph(Tensor output, Map<Tensor, String> names, boolean saved) {
        this.output = output;
        this.names = names;
        this.saved = saved;
    }

    /**
     * The graph behind a tensor.
     *
     * @throws AutogradException if it has none
     */
    public static AutogradGraph of(Tensor output) {
        if (output.gradFn() == null) {
            throw new AutogradException("autograd graph: the tensor has no history\n  tensor: " + output.shape() + " " + output.dtype()
                + "\n  try:   requiresGrad_(true) on what it is computed from, and no noGrad() around the computation");
        }
        return new AutogradGraph(output, Map.of(), false);
    }

    /** The graph behind a tensor, in which a model's parameters have their names. */
    public static AutogradGraph of(Tensor output, Layer model) {
        return of(output).named(model.namedParameters());
    }

    /** The graph in which these leaves have names, besides those that have some. */
    public AutogradGraph named(Map<String, Tensor> leaves) {
        var all = new IdentityHashMap<>(names);
        leaves.forEach((name, leaf) -> all.put(leaf, name));
        return new AutogradGraph(output, all, saved);
    }

    /** The graph with the tensors that were saved for the backward pass. */
    public AutogradGraph saved() {
        return new AutogradGraph(output, names, true);
    }

    private Flow flow() {
        var flow = new Flow("");
        var functions = new IdentityHashMap<GradFn, Box>();
        var leaves = new IdentityHashMap<Tensor, Box>();
        var stack = new ArrayDeque<GradFn>();
        stack.push(Objects.requireNonNull(output.gradFn()));
        while (!stack.isEmpty()) {
            visit(flow, stack, functions, leaves);
        }
        var end = new Box(flow.root, "end", List.of("output", output.shape().toString()), "");
        flow.link(Objects.requireNonNull(functions.get(output.gradFn())), end, "");
        return flow;
    }

    /** Draws the function on top if all that it depends on is drawn; otherwise puts that on top. */
    private void visit(Flow flow, Deque<GradFn> stack, Map<GradFn, Box> functions, Map<Tensor, Box> leaves) {
        var function = stack.element();
        var next = functions.containsKey(function) ? List.<GradFn.Next>of() : function.next();
        var missing = next.stream().map(GradFn.Next::function).filter(source -> source != null && !functions.containsKey(source)).toList();
        if (!missing.isEmpty()) {
            missing.reversed().forEach(stack::push);
            return;
        }
        stack.pop();
        if (!functions.containsKey(function)) {
            functions.put(function, draw(flow, function, next, functions, leaves));
        }
    }

    private Box draw(Flow flow, GradFn function, List<GradFn.Next> next, Map<GradFn, Box> functions, Map<Tensor, Box> leaves) {
        var from = new ArrayList<Box>();
        next.forEach(source -> from.add(box(flow, source, functions, leaves)));
        if (saved) {
            function.saved()
                .forEach((name, tensor) -> from.add(new Box(flow.root, "tensor", List.of(name, tensor.shape().toString()), "saved")));
        }
        var box = new Box(flow.root, "operator", List.of(function.function()), function.operator().toString());
        from.forEach(source -> flow.link(source, box, ""));
        return box;
    }

    private Box box(Flow flow, GradFn.Next next, Map<GradFn, Box> functions, Map<Tensor, Box> leaves) {
        var leaf = next.leaf();
        return leaf == null ? Objects.requireNonNull(functions.get(next.function()))
            : leaves.computeIfAbsent(leaf, tensor -> new Box(flow.root, "leaf", lines(names.get(tensor), tensor), "leaf"));
    }

    private static List<String> lines(@Nullable String name, Tensor leaf) {
        return name == null ? List.of(leaf.shape().toString()) : List.of(name, leaf.shape().toString());
    }

    /** A digraph in the language of Graphviz. */
    public String dot() {
        return FlowText.dot(flow());
    }

    /** SVG text, light or dark as the reader's screen is. */
    public String svg() {
        return FlowSvg.of(flow());
    }

    /**
     * Writes a file that ends in {@code .svg} or {@code .dot}, which appears complete or not at all.
     *
     * @throws ArgumentException if the name ends otherwise
     */
    public void save(Path file) {
        var name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".svg")) {
            AtomicFile.write(file, svg());
        } else if (name.endsWith(".dot")) {
            AtomicFile.write(file, dot());
        } else {
            throw new ArgumentException("autograd graph: the file must end in .svg or .dot, got " + file);
        }
    }
}
