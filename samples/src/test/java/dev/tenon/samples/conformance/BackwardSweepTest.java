package dev.tenon.samples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.TenonException;
import dev.tenon.tensor.Autograd;
import dev.tenon.tensor.OpCatalog;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the forward pass accepts the backward pass can do: over all operators, with operands that are empty, smaller, or of other dtypes. */
class BackwardSweepTest {
    private static final Path GOLDEN = Path.of(System.getProperty("tenon.sweep.golden", "src/test/resources/golden/golden.zip"));
    private static final int CASES = Integer.getInteger("tenon.sweep.cases", 3);
    private static final int VARIANTS = Integer.getInteger("tenon.sweep.variants", 20);

    /** The operands of a case, changed. */
    private record Variant(String what, List<Tensor> tensors) {}

    private final Random random = new Random(25);
    private int done;

    @Test
    void no_backward_pass_fails_after_a_forward_pass_that_succeeded() throws IOException {
        Set<String> failures = new LinkedHashSet<>();
        try (var golden = GoldenFiles.open(GOLDEN)) {
            for (var operator : golden.operators()) {
                var name = operator.replaceFirst("^nn\\.functional\\.", "");
                if (OpCatalog.names().contains(name) && !name.matches(".*[^_]_")) {
                    var cases = new ArrayList<>(golden.operator(operator));
                    Collections.shuffle(cases, random);
                    for (var one : cases.subList(0, Math.min(CASES, cases.size()))) {
                        sweep(operator, one, failures);
                    }
                }
            }
        }
        assertThat(done).isGreaterThan(2_000);
        assertThat(failures).isEmpty();
    }

    private void sweep(String operator, GoldenCase one, Set<String> failures) {
        var tensors = new ArrayList<Tensor>();
        one.list("tensors").forEach(tensor -> tensors.add(GoldenTensor.of(tensor).tensor(Device.CPU)));
        if (tensors.size() > 6 || tensors.stream().anyMatch(tensor -> tensor.numel() > 4000)) {
            return;
        }
        var variants = variants(tensors);
        Collections.shuffle(variants, random);
        for (var variant : variants.subList(0, Math.min(VARIANTS, variants.size()))) {
            for (boolean createGraph : new boolean[] {false, true}) {
                var failure = failure(operator, one, variant, createGraph);
                if (failure != null) {
                    failures.add(operator + " " + variant.what + (createGraph ? " with graph" : "") + ": " + failure);
                }
            }
        }
    }

    private static List<Variant> variants(List<Tensor> tensors) {
        var variants = new ArrayList<Variant>();
        variants.add(new Variant("as it is", tensors));
        var sizes = new LinkedHashSet<Long>();
        tensors.forEach(tensor -> Arrays.stream(tensor.shape().toArray()).forEach(sizes::add));
        for (long size : sizes) {
            variants.add(new Variant("sizes " + size + " to 0", tensors.stream().map(tensor -> emptied(tensor, size)).toList()));
        }
        for (int i = 0; i < tensors.size(); i++) {
            int which = i;
            var tensor = tensors.get(i);
            for (int d = 0; d < tensor.rank(); d++) {
                int dim = d;
                for (long size : new long[] {0, 1, tensor.size(d) - 1}) {
                    if (size >= 0 && size < tensor.size(d)) {
                        variants.add(changed("size " + d + " to " + size, tensors, which, t -> t.narrow(dim, 0, size)));
                    }
                }
            }
            for (var dtype : new DType[] {DType.BOOL, DType.INT64, DType.UINT8, DType.FLOAT64, DType.BFLOAT16}) {
                if (dtype != tensor.dtype()) {
                    variants.add(changed("to " + dtype, tensors, which, t -> t.to(dtype)));
                }
            }
        }
        return variants;
    }

    private static Tensor emptied(Tensor tensor, long size) {
        var result = tensor;
        for (int d = 0; d < tensor.rank(); d++) {
            result = tensor.size(d) == size ? result.narrow(d, 0, 0) : result;
        }
        return result;
    }

    private static Variant changed(String what, List<Tensor> tensors, int which, UnaryOperator<Tensor> change) {
        var changed = new ArrayList<>(tensors);
        changed.set(which, change.apply(tensors.get(which)));
        return new Variant("tensor " + which + " " + what + " " + changed.stream().map(t -> t.shape() + " " + t.dtype()).toList(), changed);
    }

    private @Nullable String failure(String operator, GoldenCase one, Variant variant, boolean createGraph) {
        var leaves = variant.tensors.stream().map(tensor -> tensor.detach().clone()).toList();
        leaves.stream().filter(leaf -> leaf.dtype().isFloating()).forEach(Tensor::requiresGrad_);
        List<Tensor> outputs;
        try {
            outputs = Variants.call(operator, one.id(), Arguments.resolve(one.map("args"), leaves)).stream()
                .filter(Tensor::requiresGrad).toList();
        } catch (RuntimeException e) {
            return e instanceof TenonException ? null : "forward: " + e;
        }
        var wanted = leaves.stream().filter(Tensor::requiresGrad).toList();
        if (outputs.isEmpty() || wanted.isEmpty()) {
            return null;
        }
        done++;
        try {
            var first = gradients(outputs, wanted, createGraph).stream().filter(g -> g != null && g.requiresGrad()).toList();
            if (createGraph && !first.isEmpty()) {
                gradients(first, wanted, false);
            }
            return null;
        } catch (RuntimeException e) {
            return one.id() + " " + e;
        }
    }

    private static List<@Nullable Tensor> gradients(List<Tensor> outputs, List<Tensor> leaves, boolean createGraph) {
        var ones = outputs.stream().map(output -> (Tensor) Ops.onesLike(output)).toList();
        var gradients = Autograd.grad(outputs, leaves, new ArrayList<@Nullable Tensor>(ones), createGraph, createGraph, true);
        for (int i = 0; i < leaves.size(); i++) {
            var gradient = gradients.get(i);
            if (gradient != null) {
                assertThat(gradient.shape()).isEqualTo(leaves.get(i).shape());
                assertThat(gradient.dtype()).isEqualTo(leaves.get(i).dtype());
            }
        }
        return gradients;
    }
}
