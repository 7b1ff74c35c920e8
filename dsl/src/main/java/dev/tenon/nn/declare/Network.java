package dev.tenon.nn.declare;

import dev.tenon.core.DType;
import dev.tenon.core.DefaultDtype;
import dev.tenon.core.Device;
import dev.tenon.core.Shape;
import dev.tenon.nn.Layer;
import dev.tenon.nn.Placement;
import dev.tenon.nn.Sequential;
import dev.tenon.nn.Specimen;
import dev.tenon.nn.Summary;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A declared network: every shape is known and checked, nothing is allocated. It does not change; each {@link #build} makes a network of
 * its own.
 */
public final class Network {
    private final Input input;
    private final DType dtype;
    private final List<Declared> layers;
    private final List<Tie> ties;

    /** Two parameters that are one, by their state names. */
    private record Tie(String name, String with) {}

    private Network(Input input, DType dtype, List<Declared> layers, List<Tie> ties) {
        this.input = input;
        this.dtype = dtype;
        this.layers = layers;
        this.ties = ties;
    }

    /**
     * Declares layers one after the other: {@code sequential(features(4), s -> s.linear(8).relu().linear(2))}.
     *
     * @throws dev.tenon.core.TenonException if a layer does not fit; the message names its path, the line, the shapes and a way out
     */
    public static Network sequential(Input input, UnaryOperator<Chain> body) {
        var dtype = input.dtype().isFloating() ? input.dtype() : DefaultDtype.current();
        var chain = new Chain(new Declarer("", new Placement(Device.META, dtype, new Generator(0))),
            Probe.of(input.dtype(), input.sizes()));
        return new Network(input, dtype, chain.finish(body), List.of());
    }

    /**
     * The same network with two parameters that are one, as {@link Layer#tie} makes them: {@code tie("scores.weight", "words.weight")}.
     *
     * @throws dev.tenon.core.TenonException if there is no such parameter, or their shapes differ
     */
    public Network tie(String name, String with) {
        var all = new ArrayList<>(ties);
        all.add(new Tie(name, with));
        var tied = new Network(input, dtype, layers, List.copyOf(all));
        tied.onMeta();
        return tied;
    }

    private Sequential construct() {
        var network = Declared.construct(layers);
        ties.forEach(tie -> network.tie(tie.name, tie.with));
        return network;
    }

    /** Makes the network on the CPU; two networks of one seed are equal. */
    public Sequential build(Seed seed) {
        return build(Device.CPU, seed);
    }

    /** Makes the network; two networks of one seed are equal on any device. */
    public Sequential build(Device device, Seed seed) {
        var network = new Placement(device, dtype, new Generator(seed.value())).construct(this::construct);
        network.declaredFor(Probe.text(Probe.of(input.dtype(), input.sizes()).shape()));
        network.declaredBy(this::specimen);
        return network;
    }

    public Input input() {
        return input;
    }

    /** The output's shape; the batch is shown as N by {@link #summary}. */
    public String outputShape() {
        return Probe.text(layers.isEmpty() ? Shape.of() : layers.getLast().output().shape());
    }

    /** How many numbers are trained. */
    public long parameterCount() {
        return ties.isEmpty() ? layers.stream().mapToLong(Declared::parameters).sum()
            : onMeta().parameters().stream().mapToLong(Tensor::numel).sum();
    }

    /** A table of the layers: path, kind, output shape, and what they cost for one sample. */
    public String summary() {
        var specimen = specimen();
        return Summary.of(specimen.network(), specimen).toString();
    }

    private Layer onMeta() {
        return new Placement(Device.META, dtype, new Generator(0)).construct(this::construct);
    }

    /** The network without memory and an input that fits; sizes that come from the batch are shown as N. */
    public Specimen specimen() {
        return new Specimen(onMeta(), input.kind(), List.of(Probe.of(input.dtype(), input.sizes())), Probe::text, Probe::perSample);
    }

    /** As the built network prints. */
    @Override
    public String toString() {
        return onMeta().toString();
    }
}
