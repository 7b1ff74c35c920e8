package dev.tenon.nn;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.ShapeException;
import dev.tenon.core.TenonException;
import dev.tenon.io.Safetensors;
import dev.tenon.nn.declare.Network;
import dev.tenon.nn.init.Init;
import dev.tenon.nn.registry.Layers;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Tensor;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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
 * Layers are called by {@link #call}, which runs hooks and gives errors the layer's path.
 */
public abstract class Layer {
    private static final String PARAMETRIZATIONS = "parametrizations";

    private final Map<String, Parameter> parametrized = new LinkedHashMap<>();
    private @Nullable ModuleDict<ParametrizationList> parametrizations;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, Parameter> buffers = new LinkedHashMap<>();
    private final Map<String, Layer> children = new LinkedHashMap<>();
    private final Map<String, Generator> generators = new LinkedHashMap<>();
    private boolean training = true;
    /** Null while there are none, so that a call need not look further. */
    private @Nullable LayerHooks hooks;
    private @Nullable String declaredInput;
    private @Nullable Supplier<Specimen> specimen;
    private @Nullable WeakReference<Layer> owner;

    /**
     * The output for this input; how it depends on {@link #isTraining} is the layer's affair. A layer of your own writes its function here, and
     * calls the layers within by {@link #call}.
     */
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

    // ---- calls ------------------------------------------------------------------------------------------------------

    /**
     * Calls the layer: {@link #forward}, with its hooks, told to those who listen, and with the layer's path in what goes wrong. Without any
     * of these it is the same. Tenon's own layers do so by {@code forward}, too.
     */
    public final Tensor call(Tensor input) {
        if (hooks != null || LayerListening.any()) {
            return LayerCall.heard(this, List.of(input), inputs -> List.of(bare(inputs.getFirst()))).getFirst();
        }
        try {
            return bare(input);
        } catch (TenonException e) {
            throw LayerAddress.added(e, this, List.of(input));
        }
    }

    /** {@link #call(Tensor)} with several inputs. */
    public final Tensor call(Tensor first, Tensor... others) {
        var inputs = new ArrayList<Tensor>();
        inputs.add(first);
        inputs.addAll(List.of(others));
        return call(inputs);
    }

    /**
     * {@link #call(Tensor)} with several inputs.
     *
     * @throws ArgumentException if this layer takes another number of inputs
     */
    public final Tensor call(List<Tensor> inputs) {
        return LayerCall.heard(this, inputs, given -> List.of(bare(given))).getFirst();
    }

    /** {@link #forwardAll} as a call; hooks see the first output. */
    public final List<Tensor> callAll(List<Tensor> inputs) {
        return LayerCall.heard(this, inputs, this::bareAll);
    }

    /**
     * A call in another form: what {@code body} computes of the inputs, between the hooks and told to those who listen. A method of a layer of your
     * own that takes more than tensors, or gives a record, is seen like {@link #call} if it is made of this:
     * {@snippet :
     * public Weighted forward(Tensor query, Tensor memory, boolean masked) {
     *     var outputs = calling(List.of(query, memory), inputs -> attended(inputs.get(0), inputs.get(1), masked));
     *     return new Weighted(outputs.get(0), outputs.get(1));
     * }
     * }
     *
     * @param inputs the tensors, which hooks may replace
     * @param body all outputs for these inputs, the main one first
     */
    protected final List<Tensor> calling(List<Tensor> inputs, Function<List<Tensor>, List<Tensor>> body) {
        return LayerCall.heard(this, inputs, body);
    }

    /** What a call computes. */
    Tensor bare(Tensor input) {
        return forward(input);
    }

    /** What a call for all outputs computes. */
    List<Tensor> bareAll(List<Tensor> inputs) {
        return forwardAll(inputs);
    }

    /** What a call with several inputs computes. */
    Tensor bare(List<Tensor> inputs) {
        return forward(inputs);
    }

    // ---- hooks ------------------------------------------------------------------------------------------------------

    /**
     * Runs {@code hook} before each call; what it returns takes the place of the inputs.
     *
     * @return what takes the hook away again
     */
    public final HookHandle registerForwardPreHook(ForwardPreHook hook) {
        return hooks().add(LayerHooks::before, hook);
    }

    /**
     * Runs {@code hook} after each call; what it returns takes the place of the output.
     * {@snippet :
     * var handle = model.layer("features.3").registerForwardHook((layer, inputs, output) -> {
     *     println(output.shape());
     *     return null;
     * });
     * }
     *
     * @return what takes the hook away again
     */
    public final HookHandle registerForwardHook(ForwardHook hook) {
        return hooks().add(LayerHooks::after, hook);
    }

    /**
     * Runs {@code hook} in each backward pass that comes through a call of this layer, with the gradients of its inputs and its output.
     *
     * @return what takes the hook away again
     */
    public final HookHandle registerFullBackwardHook(BackwardHook hook) {
        return hooks().add(LayerHooks::backward, hook);
    }

    /**
     * Runs {@code hook} in each backward pass before it comes through a call of this layer; what it returns takes the place of the gradient.
     *
     * @return what takes the hook away again
     */
    public final HookHandle registerFullBackwardPreHook(BackwardPreHook hook) {
        return hooks().add(LayerHooks::beforeBackward, hook);
    }

    private LayerHooks hooks() {
        var present = hooks == null ? new LayerHooks(() -> hooks = null) : hooks;
        hooks = present;
        return present;
    }

    @Nullable LayerHooks presentHooks() {
        return hooks;
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
        layer.ownedBy(this);
        return layer;
    }

    /** The opposite of {@link #child}. */
    final void drop(String name) {
        children.remove(name);
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

    /** Where errors look for a layer's path when they have not come through its owner. The last of several owners is as good as any. */
    final void ownedBy(Layer layer) {
        owner = new WeakReference<>(layer);
    }

    final @Nullable Layer owner() {
        return owner == null ? null : owner.get();
    }

    /**
     * This layer and all within it by their paths, outer ones first: {@code ""}, {@code "encoder"}, {@code "encoder.layers"},
     * {@code "encoder.layers.0"}. One that occurs twice is named once.
     */
    public final Map<String, Layer> namedLayers() {
        var named = new LinkedHashMap<String, Layer>();
        var seen = Collections.newSetFromMap(new IdentityHashMap<Layer, Boolean>());
        visit("", (prefix, layer) -> {
            if (seen.add(layer)) {
                named.put(prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1), layer);
            }
        });
        return named;
    }

    /**
     * The layer at a path, {@code layer("encoder.layers.0")}; the empty path is this one.
     *
     * @throws ArgumentException if there is none; the message lists what there is
     */
    public final Layer layer(String path) {
        var layer = this;
        for (var name : path.isEmpty() ? new String[0] : path.split("\\.", -1)) {
            var child = layer.children().get(name);
            if (child == null) {
                throw new ArgumentException("layer: there is no '" + name + "' on the way to '" + path + "'\n  try:   "
                    + (layer.children.isEmpty() ? "a shorter path: " + layer.label() + " has no layers within"
                        : "one of " + layer.children.keySet()));
            }
            layer = child;
        }
        return layer;
    }

    /** Calls {@code action} with each layer within and then with this one, as for setting first values. */
    public final Layer apply(Consumer<Layer> action) {
        children().values().forEach(child -> child.apply(action));
        action.accept(this);
        return this;
    }

    /** The trained tensors of this layer and all within it; one that occurs twice is named once. */
    public final Map<String, Tensor> namedParameters() {
        var named = new LinkedHashMap<String, Tensor>();
        var seen = Collections.newSetFromMap(new IdentityHashMap<Tensor, Boolean>());
        visit("", (prefix, layer) -> layer.known("parameters").parameters.values().forEach(parameter -> {
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
        visit("", (prefix, layer) -> layer.known("buffers").buffers.values()
            .forEach(buffer -> named.put(prefix + buffer.name(), buffer.value())));
        return named;
    }

    /** The sources of random numbers of this layer and all within it. */
    public final Map<String, Generator> namedGenerators() {
        var named = new LinkedHashMap<String, Generator>();
        visit("", (prefix, layer) -> layer.generators.forEach((name, generator) -> named.put(prefix + name, generator)));
        return named;
    }

    /** The names of the parameters that patterns mean; each must mean one at least. */
    private Map<String, Tensor> matching(String caller, String... patterns) {
        var all = namedParameters();
        var chosen = new LinkedHashMap<String, Tensor>();
        for (var pattern : patterns) {
            chosen.putAll(StateNames.matching(caller, pattern, all));
        }
        return chosen;
    }

    /** That parameters and buffers are there. */
    void requireKnown(String asked) {}

    private Layer known(String asked) {
        requireKnown(asked);
        return this;
    }

    /** Takes the state of another layer for its own. */
    final void adopt(Layer layer) {
        parameters.putAll(layer.parameters);
        buffers.putAll(layer.buffers);
        generators.putAll(layer.generators);
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
            layer.known("stateDict").parameters.values().forEach(parameter -> state.put(prefix + parameter.name(), parameter.value()));
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

    /**
     * As {@link #loadStateDict(Map)} if {@code strict}; otherwise only the names that both have are copied.
     *
     * @return the names that were missing in {@code state}, and those that this layer does not have
     * @throws dev.tenon.core.ShapeException if a shape differs; nothing is changed then
     */
    public final LoadedState loadStateDict(Map<String, Tensor> state, boolean strict) {
        var own = stateDict();
        var loaded = StateCheck.compare(own, state);
        if (strict) {
            loadStateDict(state);
        } else {
            StateCheck.requireShapes(own, state);
            GradMode.noGrad(() -> own.forEach((name, tensor) -> tensor.copy_(state.getOrDefault(name, tensor).to(tensor.device()))));
        }
        return loaded;
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

    // ---- what is trained --------------------------------------------------------------------------------------------

    /** Sets whether the parameters of this layer and all within it are trained. An optimizer passes over those that are not. */
    public final Layer requiresGrad(boolean trained) {
        namedParameters().values().forEach(parameter -> parameter.requiresGrad_(trained));
        return this;
    }

    /**
     * Stops the training of parameters by their state names: {@code freeze("features.*", "embedding.weight")}, where {@code *} stands for any
     * letters, dots included, and {@code ?} for one.
     *
     * @throws ArgumentException if a pattern means none; the message lists the names
     */
    public final Layer freeze(String... patterns) {
        matching("freeze", patterns).values().forEach(parameter -> parameter.requiresGrad_(false));
        return this;
    }

    /** The opposite of {@link #freeze}. */
    public final Layer unfreeze(String... patterns) {
        matching("unfreeze", patterns).values().forEach(parameter -> parameter.requiresGrad_(true));
        return this;
    }

    /**
     * Makes two parameters one: {@code tie("decoder.weight", "embedding.weight")} puts the second tensor in the place of the first. It is trained
     * once and moved once, and the state has it under both names, as PyTorch's. Make optimizers afterwards.
     *
     * @throws ArgumentException if there is no such parameter
     * @throws ShapeException if the shapes differ
     */
    public final Layer tie(String name, String with) {
        var place = parameterAt("tie", name);
        var tensor = parameterAt("tie", with).value();
        if (!place.value().shape().equals(tensor.shape())) {
            throw new ShapeException(
                "tie: the shapes differ\n  " + name + ": " + place.value().shape() + "   " + with + ": " + tensor.shape());
        }
        place.share(tensor);
        return this;
    }

    /**
     * Makes a parameter of others in each pass: {@code linear.parametrize("weight", new WeightNorm())}. The state has the originals under PyTorch's
     * names, {@code parametrizations.weight.original0}. Make optimizers afterwards.
     *
     * @param name of a parameter of this very layer
     * @throws ArgumentException if there is no such parameter
     */
    public final Layer parametrize(String name, Parametrization parametrization) {
        var parameter = parameters.get(name);
        if (parameter == null) {
            throw new ArgumentException("parametrize: " + label() + " has no parameter '" + name + "' of its own\n  try:   one of "
                + parameters.keySet());
        }
        var list = new ParametrizationList(parametrization, parameter.value());
        if (parametrizations == null) {
            parametrizations = child(PARAMETRIZATIONS, new ModuleDict<>());
        }
        parametrizations.put(name, list);
        parameters.remove(name);
        parametrized.put(name, parameter);
        parameter.madeBy(list::value);
        return this;
    }

    /** Puts a parameter with its present value back in the place of those that it was made of. */
    public final Layer removeParametrization(String name) {
        var parameter = parametrized.remove(name);
        if (parameter == null || parametrizations == null) {
            throw new ArgumentException("removeParametrization: " + label() + " has no parametrization of '" + name + "'");
        }
        var value = parameter.value().detach();
        parameter.madeBy(null);
        parameter.replace(value);
        parameters.put(name, parameter);
        parametrizations.remove(name);
        if (parametrizations.size() == 0) {
            children.remove(PARAMETRIZATIONS);
            parametrizations = null;
        }
        return this;
    }

    private Parameter parameterAt(String caller, String path) {
        int dot = path.lastIndexOf('.');
        var holder = layer(dot < 0 ? "" : path.substring(0, dot));
        var parameter = holder.parameters.get(path.substring(dot + 1));
        if (parameter == null) {
            throw new ArgumentException(caller + ": there is no parameter '" + path + "'\n  try:   one of "
                + StateNames.listed(namedParameters().keySet()));
        }
        return parameter;
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

    /** Sets the mode of this layer without those within. */
    final void onlyThis(boolean train) {
        training = train;
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
            held.addAll(layer.known("to").parameters.values());
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

    // ---- text -------------------------------------------------------------------------------------------------------

    /** The input that this layer was declared for, {@code [N, 784]}, which errors tell. */
    public final void declaredFor(String input) {
        declaredInput = input;
    }

    final @Nullable String declaredInput() {
        return declaredInput;
    }

    /** What it is called in texts: the class, for layers of PyTorch's by its name there. */
    protected String typeName() {
        var name = getClass().getSimpleName();
        return name.isEmpty() ? getClass().getSuperclass().getSimpleName() : name;
    }

    /** What a text tells in the brackets: {@code in_features=784, out_features=10, bias=True}. {@link LayerText} puts it together. */
    protected String extraRepr() {
        return "";
    }

    /** Class and arguments without the layers within, for one line of a table or an error. */
    public final String label() {
        return children().isEmpty() ? toString() : typeName() + "(" + extraRepr() + ")";
    }

    /**
     * A table of all layers: kind, shape of the output, parameters, multiplications and memory. The shapes are those of a pass over
     * {@code example} in evaluation mode, or of the declaration if there is one and no example; without either the table has none. A layer has a
     * shape if it was called by {@link #call}; Tenon's own always have.
     */
    public final String summary(Tensor... example) {
        return Summary.of(this, specimen(example)).toString();
    }

    /** What a pass that looks at this network runs: it on the example, or what it was declared as if there is no example. */
    public final Specimen specimen(Tensor... example) {
        return example.length == 0 && specimen != null ? specimen.get() : Specimen.of(this, example);
    }

    /** What this network was declared as: the same without memory, and an input that fits. */
    public final void declaredBy(Supplier<Specimen> declaration) {
        specimen = declaration;
    }

    /** The tree of layers as PyTorch prints it. */
    @Override
    public String toString() {
        return LayerText.tree((parametrizations == null ? "" : "Parametrized") + typeName(), extraRepr(), children());
    }
}
