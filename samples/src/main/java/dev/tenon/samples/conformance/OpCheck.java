package dev.tenon.samples.conformance;

import dev.tenon.core.Device;
import dev.tenon.tensor.Autograd;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.OpCatalog;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One operator case: outputs, then gradients, then gradients of gradients. */
final class OpCheck {
    /** What PyTorch's random numbers were seeded with before each case. */
    private static final long SEED = 42;

    private final GoldenCase golden;
    private final Comparison comparison;
    private final Device device;
    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Integer> leaves;

    private OpCheck(GoldenCase golden, Device device) {
        this.golden = golden;
        this.comparison = new Comparison(golden.number("rtol"), golden.number("atol"));
        this.device = device;
        golden.list("tensors").forEach(tensor -> tensors.add(GoldenTensor.of(tensor).tensor(device)));
        this.leaves = leaves(golden);
        leaves.forEach(leaf -> tensors.get(leaf).requiresGrad_(true));
        Generator.global().followTorch(SEED);
    }

    static Verdict run(String operator, GoldenCase golden, Device device) {
        return Verdicts.of("ops", operator, golden, () -> isSupported(operator), () -> new OpCheck(golden, device).check(operator));
    }

    /** {@code zero_}, but not {@code __getitem__}. */
    private static boolean isInPlace(String operator) {
        return operator.matches(".*[^_]_");
    }

    /** A leaf that requires a gradient cannot be changed itself. */
    private List<Tensor> copies() {
        return tensors.stream().map(Tensor::clone).toList();
    }

    /** The catalogue takes names with the prefix and lists them without. */
    private static boolean isSupported(String operator) {
        return OpCatalog.names().contains(operator.replaceFirst("^nn\\.functional\\.", ""));
    }

    private Comparison check(String operator) {
        var outputs = Variants.call(operator, golden.id(), Arguments.resolve(golden.map("args"), isInPlace(operator) ? copies() : tensors));
        var wanted = golden.list("outputs");
        if (outputs.size() != wanted.size()) {
            comparison.differs(outputs.size() + " outputs, expected " + wanted.size());
            return comparison;
        }
        for (int i = 0; i < wanted.size(); i++) {
            comparison.tensor("output " + i, GoldenTensor.of(wanted.get(i)), outputs.get(i));
        }
        if (comparison.clean() && !leaves.isEmpty()) {
            gradients(outputs);
        }
        return comparison;
    }

    private void gradients(List<Tensor> outputs) {
        boolean second = golden.has("gradgrads");
        var vectors = golden.list("cotangents").stream().map(this::tensorOrNull).toList();
        var grads = vectorJacobian(outputs, vectors, second);
        compare("grad", golden.map("grads"), grads);
        if (second && comparison.clean()) {
            var weights = leaves.stream().map(leaf -> tensorOrNull(golden.map("gradgrad_vectors").get(String.valueOf(leaf)))).toList();
            compare("grad of grad", golden.map("gradgrads"), vectorJacobian(grads, weights, false));
        }
    }

    private void compare(String what, Map<?, ?> wanted, List<@Nullable Tensor> got) {
        for (int i = 0; i < got.size(); i++) {
            var want = wanted.get(String.valueOf(leaves.get(i)));
            comparison.gradient(what + " of tensor " + leaves.get(i), want == null ? null : GoldenTensor.of(want), got.get(i));
        }
    }

    /** The gradient of the sum of {@code <values[i], vectors[i]>} by every leaf; values without a vector or a history take no part. */
    private List<@Nullable Tensor> vectorJacobian(List<? extends @Nullable Tensor> values, List<@Nullable Tensor> vectors,
        boolean createGraph) {
        var from = new ArrayList<Tensor>();
        var weights = new ArrayList<@Nullable Tensor>();
        for (int i = 0; i < values.size(); i++) {
            var value = values.get(i);
            var vector = vectors.get(i);
            if (value != null && vector != null && value.requiresGrad()) {
                from.add(value);
                weights.add(vector);
            }
        }
        if (from.isEmpty()) {
            return Collections.nCopies(leaves.size(), null);
        }
        return Autograd.grad(from, leaves.stream().map(tensors::get).toList(), weights, createGraph, createGraph, true);
    }

    private static List<Integer> leaves(GoldenCase golden) {
        var indices = new TreeSet<Integer>();
        golden.map("grads").keySet().forEach(index -> indices.add(Integer.valueOf(String.valueOf(index))));
        golden.map("gradgrads").keySet().forEach(index -> indices.add(Integer.valueOf(String.valueOf(index))));
        return List.copyOf(indices);
    }

    private @Nullable Tensor tensorOrNull(@Nullable Object json) {
        return json == null ? null : GoldenTensor.of(json).tensor(device);
    }
}
