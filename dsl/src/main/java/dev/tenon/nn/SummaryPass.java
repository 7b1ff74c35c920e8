package dev.tenon.nn;

import dev.tenon.core.Shape;
import dev.tenon.spi.Op;
import dev.tenon.tensor.OpListener;
import dev.tenon.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What layers gave in one pass, and how much was multiplied in each. */
final class SummaryPass implements LayerListener, OpListener {
    private static final Set<String> CONVOLUTIONS = Set.of("conv1d", "conv2d", "conv3d");
    private static final Set<String> TRANSPOSED = Set.of("conv_transpose1d", "conv_transpose2d", "conv_transpose3d");
    private static final Set<String> PRODUCTS = Set.of("matmul", "mm", "bmm", "mv", "dot", "linear");
    private static final Set<String> SUMS_OF_PRODUCTS = Set.of("addmm", "baddbmm", "addmv");

    private final LayerPath path;
    private final Map<String, Shape> outputs = new HashMap<>();
    private final Map<String, Long> multiplications = new HashMap<>();
    private final Deque<String> within = new ArrayDeque<>();

    SummaryPass(Layer network) {
        this.path = new LayerPath(network);
    }

    @Nullable Shape output(String layer) {
        return outputs.get(layer);
    }

    /** Of this layer and all within it. */
    long multiplications(String layer) {
        return multiplications.getOrDefault(layer, 0L);
    }

    // ---- layers -----------------------------------------------------------------------------------------------------

    @Override
    public void entered(Layer layer, List<Tensor> inputs) {
        path.entered(layer, inputs);
        within.push(path.current());
    }

    @Override
    public void left(Layer layer, List<Tensor> inputs, List<Tensor> results) {
        outputs.putIfAbsent(within.pop(), results.getFirst().shape());
        path.left(layer, inputs, results);
    }

    @Override
    public void failed(Layer layer, Throwable cause) {
        within.pop();
        path.failed(layer, cause);
    }

    // ---- operators --------------------------------------------------------------------------------------------------

    @Override
    public boolean inside(Op op) {
        var name = op.descriptor().name();
        return !CONVOLUTIONS.contains(name) && !TRANSPOSED.contains(name) && !PRODUCTS.contains(name) && !SUMS_OF_PRODUCTS.contains(name);
    }

    @Override
    public void applied(Op op, List<@Nullable Tensor> inputs, List<Tensor> results) {
        long products = products(op.descriptor().name(), inputs, results);
        if (products > 0) {
            within.stream().distinct().forEach(layer -> multiplications.merge(layer, products, Long::sum));
        }
    }

    /** How many products of two numbers an operator sums up. */
    private static long products(String name, List<@Nullable Tensor> inputs, List<Tensor> results) {
        if (CONVOLUTIONS.contains(name)) {
            return results.getFirst().numel() * perChannel(Objects.requireNonNull(inputs.get(1)));
        }
        if (TRANSPOSED.contains(name)) {
            return Objects.requireNonNull(inputs.get(0)).numel() * perChannel(Objects.requireNonNull(inputs.get(1)));
        }
        if (PRODUCTS.contains(name)) {
            return results.getFirst().numel() * Objects.requireNonNull(inputs.get(0)).size(-1);
        }
        if (SUMS_OF_PRODUCTS.contains(name)) {
            return results.getFirst().numel() * Objects.requireNonNull(inputs.get(1)).size(-1);
        }
        return switch (name) {
            // A row of the input meets every weight once.
            case "rnn_layer", "gru_layer" -> rows(inputs) * (numel(inputs, 2) + numel(inputs, 3));
            case "lstm_layer" -> rows(inputs) * (numel(inputs, 3) + numel(inputs, 4) + numel(inputs, 7));
            // A query meets every key and every value.
            case "fused_attention" -> (numel(inputs, 0) + results.getFirst().numel()) * Objects.requireNonNull(inputs.get(1)).size(1);
            default -> 0;
        };
    }

    private static long rows(List<@Nullable Tensor> inputs) {
        return Objects.requireNonNull(inputs.getFirst()).size(0);
    }

    private static long numel(List<@Nullable Tensor> inputs, int i) {
        var input = inputs.get(i);
        return input == null ? 0 : input.numel();
    }

    private static long perChannel(Tensor kernel) {
        return kernel.size(0) == 0 ? 0 : kernel.numel() / kernel.size(0);
    }
}
