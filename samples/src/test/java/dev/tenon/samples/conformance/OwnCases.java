package dev.tenon.samples.conformance;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.OpCatalog;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Points for the operators of which the golden file has no gradients: random ones, decompositions whose factors are only determined up to signs,
 * and layers.
 */
final class OwnCases {
    /**
     * A function of float64 tensors through an operator.
     *
     * @param function from tensors to the operator's results
     * @param point where to differentiate it
     */
    record Case(UnaryOperator<List<Tensor>> function, List<Tensor> point) {}

    private final Map<String, Case> cases = new LinkedHashMap<>();
    private int seed = 40;

    private OwnCases() {
        elementwise();
        dropouts();
        pools();
        matrices();
        decompositions();
        layers();
        fractionalPools();
    }

    static Map<String, Case> all() {
        return new OwnCases().cases;
    }

    // ---- cases ------------------------------------------------------------------------------------------------------

    private void elementwise() {
        add("abs", Map.of(), "input", random(3, 4));
        add("sgn", Map.of(), "input", random(3, 4));
        add("rrelu", Map.of(), "input", random(3, 4));
        add("polygamma", Map.of("n", 1L), "input", random(3, 4).abs().add(0.5));
        // These have a derivative by their second operand only.
        add("igamma", Map.of("input", random(3, 4).abs().add(0.5)), "other", random(3, 4).abs().add(0.5));
        add("igammac", Map.of("input", random(3, 4).abs().add(0.5)), "other", random(3, 4).abs().add(0.5));
        add("special.zeta", Map.of("input", random(3, 4).abs().add(1.5)), "other", random(3, 4).abs().add(0.5));
        add("to", Map.of("dtype", DType.FLOAT64), "input", random(3, 4));
        add("get", Map.of("index", List.of(1L)), "input", random(3, 4));
        add("slice_scatter", Map.of("start", 1L, "end", 3L), "input", random(3, 4), "src", random(2, 4));
        add("l1_loss", Map.of(), "input", random(3, 4), "target", random(3, 4));
        add("soft_margin_loss", Map.of(), "input", random(3, 4), "target", random(3, 4).sign());
    }

    /** The same elements every time: the generator starts anew before each call. */
    private void dropouts() {
        for (var name : List.of("dropout", "dropout1d", "dropout2d", "dropout3d", "alpha_dropout", "feature_alpha_dropout")) {
            var input = name.equals("dropout3d") ? random(2, 3, 2, 2, 2) : name.equals("dropout2d") ? random(2, 3, 2, 2) : random(2, 3, 4);
            cases.put(name, new Case(point -> {
                Generator.global().manualSeed(5);
                return OpCatalog.call(name, Map.of("input", point.getFirst(), "p", 0.4, "training", true));
            }, List.of(input)));
        }
    }

    private void pools() {
        add("lp_pool1d", Map.of("norm_type", 2.5, "kernel_size", 2L), "input", random(2, 3, 6).abs().add(0.5));
        add("lp_pool2d", Map.of("norm_type", 2.5, "kernel_size", 2L), "input", random(2, 2, 4, 4).abs().add(0.5));
        add("lp_pool3d", Map.of("norm_type", 2.5, "kernel_size", 2L), "input", random(1, 2, 4, 4, 4).abs().add(0.5));
        add("fold", Map.of("output_size", List.of(4L, 4L), "kernel_size", 2L), "input", random(1, 8, 9));
        add("max_pool1d_with_indices", Map.of("kernel_size", 2L, "return_indices", true), "input", random(2, 3, 6));
        add("max_pool2d_with_indices", Map.of("kernel_size", 2L, "return_indices", true), "input", random(2, 2, 4, 4));
        add("max_pool3d_with_indices", Map.of("kernel_size", 2L, "return_indices", true), "input", random(1, 2, 4, 4, 4));
        add("adaptive_max_pool1d_with_indices", Map.of("output_size", 2L, "return_indices", true), "input", random(2, 3, 6));
        add("adaptive_max_pool2d_with_indices", Map.of("output_size", 2L, "return_indices", true), "input", random(2, 2, 4, 4));
        add("adaptive_max_pool3d_with_indices", Map.of("output_size", 2L, "return_indices", true), "input", random(1, 2, 4, 4, 4));
        var places = Creation.tensor(new long[][] {{0, 3}, {8, 11}}, null, Device.CPU).reshape(1, 1, 2, 2);
        add("max_unpool2d", Map.of("indices", places, "kernel_size", 2L), "input", random(1, 1, 2, 2));
    }

    private void fractionalPools() {
        var planes = Creation.tensor(new double[] {0.3, 0.6, 0.9, 0.1}, null, Device.CPU).reshape(1, 2, 2);
        var volumes = Creation.tensor(new double[] {0.3, 0.6, 0.9}, null, Device.CPU).reshape(1, 1, 3);
        for (var name : List.of("", "_with_indices")) {
            boolean indices = !name.isEmpty();
            add("fractional_max_pool2d" + name,
                Map.of("kernel_size", 2L, "output_size", 3L, "return_indices", indices, "_random_samples", planes), "input",
                random(1, 2, 5, 5));
            add("fractional_max_pool3d" + name,
                Map.of("kernel_size", 2L, "output_size", 2L, "return_indices", indices, "_random_samples", volumes), "input",
                random(1, 1, 4, 4, 4));
        }
    }

    private void matrices() {
        add("bmm", Map.of(), "input", random(2, 3, 4), "mat2", random(2, 4, 2));
        add("kron", Map.of(), "input", random(2, 3), "other", random(2, 2));
        add("inverse", Map.of(), "input", random(2, 3, 3));
        add("det", Map.of(), "input", random(2, 3, 3));
        add("slogdet", Map.of(), "input", random(2, 3, 3));
        add("pinverse", Map.of(), "input", random(4, 3));
        // The gradient of the input is PyTorch's, which is not the derivative.
        add("as_strided_scatter", Map.of("input", random(3, 3), "size", List.of(2, 2), "stride", List.of(1, 2)), "src",
            random(2, 2));
        cases.put("lu_solve", new Case(point -> {
            var factors = OpCatalog.call("linalg.lu_factor", Map.of("A", point.get(0)));
            return OpCatalog.call("lu_solve", Map.of("b", point.get(1), "LU_data", factors.get(0), "LU_pivots", factors.get(1)));
        }, List.of(random(3, 3), random(3, 2))));
        cases.put("linalg.lu_solve", new Case(point -> {
            var factors = OpCatalog.call("linalg.lu_factor", Map.of("A", point.get(0)));
            return OpCatalog.call("linalg.lu_solve", Map.of("LU", factors.get(0), "pivots", factors.get(1), "B", point.get(1)));
        }, List.of(random(2, 3, 3), random(2, 3, 2))));
    }

    private void decompositions() {
        add("linalg.lu_factor", Map.of(), "A", random(2, 3, 3));
        add("linalg.lu", Map.of(), "A", random(2, 4, 3));
        add("linalg.qr", Map.of(), "A", random(2, 4, 3));
        add("qr", Map.of(), "input", random(4, 3));
        add("linalg.svd", Map.of("full_matrices", false), "A", random(2, 4, 3));
        add("svd", Map.of(), "input", random(3, 4));
        // Only one triangle is read, so a symmetric matrix must stay one when it moves.
        symmetric("linalg.eigh", "A");
        symmetric("linalg.eigvalsh", "input");
        // Of the four results only the solution has a gradient where the residuals are those of a matrix of full rank.
        cases.put("linalg.lstsq",
            new Case(point -> OpCatalog.call("linalg.lstsq", Map.of("input", point.get(0), "b", point.get(1))).subList(0, 1),
                List.of(random(4, 3), random(4, 2))));
    }

    private void symmetric(String name, String param) {
        cases.put(name, new Case(point -> OpCatalog.call(name, Map.of(param, point.getFirst().add(point.getFirst().mT()))),
            List.of(random(2, 3, 3))));
    }

    private void layers() {
        var tokens = Creation.tensor(new long[][] {{0, 2, 1}, {3, 3, 4}}, null, Device.CPU);
        add("embedding_bag", Map.of("input", tokens, "mode", "mean"), "weight", random(5, 3));
        var lengths = Creation.tensor(new long[] {5, 4}, null, Device.CPU);
        var targets = Creation.tensor(new long[][] {{1, 2, 2}, {3, 1, 0}}, null, Device.CPU);
        var targetLengths = Creation.tensor(new long[] {3, 2}, null, Device.CPU);
        cases.put("ctc_loss", new Case(point -> OpCatalog.call("ctc_loss", Map.of("log_probs", point.getFirst().logSoftmax(-1), "targets",
            targets, "input_lengths", lengths, "target_lengths", targetLengths)), List.of(random(6, 2, 4))));
        var attention = new LinkedHashMap<String, @Nullable Object>(
            Map.of("embed_dim_to_check", 4L, "num_heads", 2L, "add_zero_attn", false,
                "dropout_p", 0.0));
        attention.put("bias_k", null);
        attention.put("bias_v", null);
        add("multi_head_attention_forward", attention, "query", random(2, 1, 4), "key", random(3, 1, 4), "value", random(3, 1, 4),
            "in_proj_weight", random(12, 4), "in_proj_bias", random(12), "out_proj_weight", random(4, 4), "out_proj_bias", random(4));
    }

    // ---- making them ------------------------------------------------------------------------------------------------

    private void add(String name, Map<String, ? extends @Nullable Object> attributes, Object... namesAndTensors) {
        var names = Arrays.stream(namesAndTensors).filter(String.class::isInstance).map(String.class::cast).toList();
        var tensors = Arrays.stream(namesAndTensors).filter(Tensor.class::isInstance).map(Tensor.class::cast).toList();
        cases.put(name, new Case(point -> {
            var args = new LinkedHashMap<String, @Nullable Object>(attributes);
            for (int i = 0; i < names.size(); i++) {
                args.put(names.get(i), point.get(i));
            }
            return OpCatalog.call(name, args);
        }, tensors));
    }

    private Tensor random(long... shape) {
        var random = new Random(seed++);
        var values = random.doubles((int) Arrays.stream(shape).reduce(1, (a, b) -> a * b), -1.5, 1.5).toArray();
        return Creation.of(values, DType.FLOAT64, Device.CPU, shape);
    }
}
