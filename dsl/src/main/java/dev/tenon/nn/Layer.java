package dev.tenon.nn;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.ShapeException;
import dev.tenon.io.Safetensors;
import dev.tenon.nn.declare.Network;
import dev.tenon.nn.init.Init;
import dev.tenon.nn.registry.Layers;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A function of tensors with state. A class of your own needs {@link #forward}; its parameters are declared with {@link #parameter}, and
 * layers
 * in its fields belong to it by the fields' names, so that its state has the names PyTorch's {@code state_dict} would have.
 * {@snippet :
 * final class Scale extends Layer {
 *     private final Parameter factor = parameter("factor", Init.ones(1));
 *
 *     public Tensor forward(Tensor input) {
 *         return input.mul(factor.value());
 *     }
 * }
 * }
 */
public abstract class Layer {
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, Parameter> buffers = new LinkedHashMap<>();
    private final Map<String, Layer> children = new LinkedHashMap<>();
    private final Map<String, Generator> generators = new LinkedHashMap<>();
    private boolean training = true;

    /** The output for this input; how it depends on {@link #isTraining} is the layer's affair. */
    public abstract Tensor forward(Tensor input);

    /**
     * The output for several inputs, for layers that take them.
     *
     * @throws ArgumentException if this layer takes another number of inputs
     */
    public Tensor forward(List<Tensor> inputs) {
        if (inputs.size() != 1) {
            throw new ArgumentException(this + ": takes one input, got " + inputs.size());
        }
        return forward(inputs.getFirst());
    }

    /**
     * All outputs for these inputs, in PyTorch's order and without nesting: an LSTM gives its output, its last hidden and its last cell state.
     * Layers of one output need not override it.
     */
    public List<Tensor> forwardAll(List<Tensor> inputs) {
        return List.of(forward(inputs));
    }

    // ---- for subclasses' constructors -------------------------------------------------------------------------------

    /** Declares a trained tensor of this layer's state. */
    protected final Parameter parameter(String name, Tensor initial) {
        requireFree(name);
        var parameter = new Parameter(name, initial, true);
        parameters.put(name, parameter);
        return parameter;
    }

    /** Declares a tensor that belongs to this layer's state but is not trained. */
    protected final Parameter buffer(String name, Tensor initial) {
        requireFree(name);
        var buffer = new Parameter(name, initial, false);
        buffers.put(name, buffer);
        return buffer;
    }

    /** Declares a layer that belongs to this one. Layers in fields need no such call; layers in lists and maps do. */
    protected final <L extends Layer> L child(String name, L layer) {
        requireFree(name);
        children.put(name, layer);
        return layer;
    }

    /**
     * Declares a source of random numbers, which a checkpoint then holds. Within {@link Network#build} it follows from the seed, elsewhere
     * it is
     * the global one.
     */
    protected final Generator random(String name) {
        var generator = Placement.isBound() ? new Generator(Placement.current().generator().nextLong()) : Generator.global();
        generators.put(name, generator);
        return generator;
    }

    private void requireFree(String name) {
        if (name.isEmpty() || parameters.containsKey(name) || buffers.containsKey(name) || children.containsKey(name)) {
            throw new ArgumentException(getClass().getSimpleName() + ": '" + name + "' is "
                + (name.isEmpty() ? "not a name" : "declared already"));
        }
    }

    // ---- structure --------------------------------------------------------------------------------------------------

    /** The layers directly in this one, by name. */
    public final Map<String, Layer> children() {
        LayerFields.register(this, children);
        return Collections.unmodifiableMap(children);
    }

    /** The trained tensors of this layer and all within it; one that occurs twice is named once. */
    public final Map<String, Tensor> namedParameters() {
        var named = new LinkedHashMap<String, Tensor>();
        var seen = Collections.newSetFromMap(new IdentityHashMap<Tensor, Boolean>());
        visit("", (prefix, layer) -> layer.parameters.values().forEach(parameter -> {
            if (seen.add(parameter.value())) {
                named.put(prefix + parameter.name(), parameter.value());
            }
        }));
        return named;
    }

    /** The trained tensors of this layer and all within it, for an optimizer. */
    public final List<Tensor> parameters() {
        return List.copyOf(namedParameters().values());
    }

    /** The tensors that are not trained, of this layer and all within it. */
    public final Map<String, Tensor> namedBuffers() {
        var named = new LinkedHashMap<String, Tensor>();
        visit("", (prefix, layer) -> layer.buffers.values().forEach(buffer -> named.put(prefix + buffer.name(), buffer.value())));
        return named;
    }

    /** The sources of random numbers of this layer and all within it. */
    public final Map<String, Generator> namedGenerators() {
        var named = new LinkedHashMap<String, Generator>();
        visit("", (prefix, layer) -> layer.generators.forEach((name, generator) -> named.put(prefix + name, generator)));
        return named;
    }

    /** Called with each layer's prefix, which is empty or ends in a dot. */
    private interface Visitor {
        void visit(String prefix, Layer layer);
    }

    private void visit(String prefix, Visitor visitor) {
        visitor.visit(prefix, this);
        children().forEach((name, child) -> child.visit(prefix + name + ".", visitor));
    }

    // ---- state ------------------------------------------------------------------------------------------------------

    /** Parameters and buffers by PyTorch's names; the tensors are those of the layer, not copies. */
    public final Map<String, Tensor> stateDict() {
        var state = new LinkedHashMap<String, Tensor>();
        visit("", (prefix, layer) -> {
            layer.parameters.values().forEach(parameter -> state.put(prefix + parameter.name(), parameter.value()));
            layer.buffers.values().forEach(buffer -> state.put(prefix + buffer.name(), buffer.value()));
        });
        return state;
    }

    /**
     * Copies values into parameters and buffers; dtypes and devices are converted.
     *
     * @throws ArgumentException if a name is missing or unknown; nothing is changed then
     * @throws dev.tenon.core.ShapeException if a shape differs; nothing is changed then
     */
    public final void loadStateDict(Map<String, Tensor> state) {
        var own = stateDict();
        StateCheck.requireSame(own, state);
        GradMode.noGrad(() -> own.forEach((name, tensor) -> tensor.copy_(state.getOrDefault(name, tensor).to(tensor.device()))));
    }

    /** Writes the state as a safetensors file. */
    public final void save(Path file) {
        Safetensors.write(file, stateDict());
    }

    /** Reads the state from a safetensors file; see {@link #loadStateDict}. */
    public final void load(Path file) {
        var state = Safetensors.read(file);
        try {
            loadStateDict(state);
        } catch (ShapeException e) {
            throw new ShapeException("load: " + file + ": " + e.getMessage());
        } catch (ArgumentException e) {
            throw new ArgumentException("load: " + file + ": " + e.getMessage());
        }
    }

    // ---- modes and places -------------------------------------------------------------------------------------------

    public final boolean isTraining() {
        return training;
    }

    /** Sets training mode, in which dropout drops and batch norm uses the batch's statistics; also in the layers within. */
    public final Layer train() {
        return mode(true);
    }

    /** Sets evaluation mode, also in the layers within. */
    public final Layer eval() {
        return mode(false);
    }

    /** Sets one mode or the other. */
    public final Layer mode(boolean train) {
        visit("", (prefix, layer) -> layer.training = train);
        return this;
    }

    /** Forgets the gradients of all parameters. */
    public final void zeroGrad() {
        parameters().forEach(Tensor::zeroGrad);
    }

    /** Moves the state to another device. Make optimizers afterwards. */
    public final Layer to(Device device) {
        return replaceAll(tensor -> tensor.to(device));
    }

    /** Converts floating state to another dtype. Make optimizers afterwards. */
    public final Layer to(DType dtype) {
        return replaceAll(tensor -> tensor.dtype().isFloating() ? tensor.to(dtype) : tensor);
    }

    private Layer replaceAll(UnaryOperator<Tensor> change) {
        var held = new ArrayList<Parameter>();
        visit("", (prefix, layer) -> {
            held.addAll(layer.parameters.values());
            held.addAll(layer.buffers.values());
        });
        var changed = new IdentityHashMap<Tensor, Tensor>();
        for (var parameter : held) {
            // A tensor shared by two layers stays shared.
            parameter.replace(changed.computeIfAbsent(parameter.value(), value -> {
                var moved = change.apply(value.detach());
                return moved.sharesStorage(value) ? value : moved;
            }));
        }
        return this;
    }

    /** The layer as a summary shows it: the class and its sizes. */
    @Override
    public String toString() {
        return getClass().getSimpleName();
    }
}
