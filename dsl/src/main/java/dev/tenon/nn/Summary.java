package dev.tenon.nn;

import dev.tenon.core.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a network is made of and what it costs, as one pass showed it. Its text is a table.
 *
 * @param kind what the input is called
 * @param input the input's shape
 * @param rows this network's layers by their paths, outer ones first, the network itself left out
 * @param total of the network
 * @param dtypes of the parameters
 */
public record Summary(String kind, String input, List<Row> rows, Row total, List<DType> dtypes) {
    /**
     * One layer with all that is within it.
     *
     * @param path where it is
     * @param kind its class
     * @param output the shape of its first output, empty if it was not called
     * @param parameters numbers in trained tensors and frozen ones
     * @param frozen how many of them are not trained
     * @param multiplications of matrix products and convolutions in one pass
     * @param bytes of parameters and buffers
     * @param leaf whether there are no layers within
     */
    public record Row(String path, String kind, String output, long parameters, long frozen, long multiplications, long bytes,
        boolean leaf) {}

    /** Runs a network in evaluation mode and without gradients on an example. */
    public static Summary of(Layer network, Tensor... example) {
        return of(network, Specimen.of(network, example));
    }

    /** A summary of {@code network} by a pass of another one of the same structure, which may be itself. */
    public static Summary of(Layer network, Specimen specimen) {
        var pass = new SummaryPass(specimen.network());
        if (!specimen.inputs().isEmpty()) {
            specimen.pass(pass);
        }
        var rows = new ArrayList<Row>();
        network.namedLayers().forEach((path, layer) -> {
            var output = pass.output(path);
            rows.add(row(path, layer, output == null ? "" : specimen.shown().apply(output),
                specimen.products().applyAsLong(pass.multiplications(path))));
        });
        var dtypes = new TreeSet<>(network.parameters().stream().map(Tensor::dtype).toList());
        var inputs = specimen.inputs().stream().map(tensor -> specimen.shown().apply(tensor.shape())).collect(Collectors.joining(", "));
        return new Summary(specimen.kind(), inputs, rows.subList(1, rows.size()), rows.getFirst(), List.copyOf(dtypes));
    }

    private static Row row(String path, Layer layer, String output, long multiplications) {
        var parameters = layer.parameters();
        long numbers = parameters.stream().mapToLong(Tensor::numel).sum();
        long frozen = parameters.stream().filter(tensor -> !tensor.requiresGrad()).mapToLong(Tensor::numel).sum();
        var held = Collections.newSetFromMap(new IdentityHashMap<Tensor, Boolean>());
        held.addAll(parameters);
        held.addAll(layer.namedBuffers().values());
        long bytes = held.stream().mapToLong(tensor -> tensor.numel() * tensor.dtype().bytes()).sum();
        return new Row(path, layer.typeName(), output, numbers, frozen, multiplications, bytes, layer.children().isEmpty());
    }

    /** The table. */
    @Override
    public String toString() {
        return new SummaryText(this).toString();
    }
}
