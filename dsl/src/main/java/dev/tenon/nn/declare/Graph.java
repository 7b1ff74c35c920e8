package dev.tenon.nn.declare;

import dev.tenon.core.DType;
import dev.tenon.core.DefaultDtype;
import dev.tenon.core.Device;
import dev.tenon.nn.Layer;
import dev.tenon.nn.Placement;
import dev.tenon.nn.Specimen;
import dev.tenon.nn.Summary;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A declared network of several inputs or outputs; like {@link Network} every shape is known and checked, and nothing is allocated. */
public final class Graph {
    private final List<Input> inputs;
    private final DType dtype;
    private final Supplier<Layer> factory;

    private Graph(List<Input> inputs, Function<List<Symbol>, List<Symbol>> body) {
        this.inputs = List.copyOf(inputs);
        this.dtype = inputs.stream().map(Input::dtype).filter(DType::isFloating).findFirst().orElse(DefaultDtype.current());
        var declaration = new BlockDeclaration("", new Placement(Device.META, dtype, new Generator(0)), probes());
        this.factory = declaration.factory(declaration.finish(body));
    }

    /** Declares a network by what becomes of its inputs; its outputs are those of {@link Layer#forwardAll}, the main one first. */
    public static Graph of(List<Input> inputs, Function<List<Symbol>, List<Symbol>> body) {
        return new Graph(inputs, body);
    }

    /** Declares a network of two inputs: {@code graph(features(4), features(3), (a, b) -> a.bilinear(5, b).relu())}. */
    public static Graph of(Input first, Input second, BinaryOperator<Symbol> body) {
        return of(List.of(first, second), values -> List.of(body.apply(values.get(0), values.get(1))));
    }

    /** Makes the network on the CPU; two networks of one seed are equal. */
    public Layer build(Seed seed) {
        return build(Device.CPU, seed);
    }

    /** Makes the network; two networks of one seed are equal on any device. */
    public Layer build(Device device, Seed seed) {
        var network = new Placement(device, dtype, new Generator(seed.value())).construct(factory);
        network.declaredFor(probes().stream().map(probe -> Probe.text(probe.shape())).collect(Collectors.joining(", ")));
        network.declaredBy(this::specimen);
        return network;
    }

    /** A table of the layers: path, kind, output shape, and what they cost for one sample. */
    public String summary() {
        var specimen = specimen();
        return Summary.of(specimen.network(), specimen).toString();
    }

    private Layer onMeta() {
        return new Placement(Device.META, dtype, new Generator(0)).construct(factory);
    }

    /** The network without memory and inputs that fit; sizes that come from the batch are shown as N. */
    public Specimen specimen() {
        var kinds = inputs.stream().map(Input::kind).collect(Collectors.joining(", "));
        return new Specimen(onMeta(), kinds, probes(), Probe::text, Probe::perSample);
    }

    private List<Tensor> probes() {
        return inputs.stream().map(input -> Probe.of(input.dtype(), input.sizes())).toList();
    }

    /** As the built network prints. */
    @Override
    public String toString() {
        return onMeta().toString();
    }
}
