package dev.tenon.samples.conformance;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.nn.Layer;
import dev.tenon.nn.registry.Layers;
import dev.tenon.tensor.Autograd;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One layer case: outputs, gradients of inputs and parameters, and the state afterwards. */
final class LayerCheck {
    static final double RTOL = 1e-8;
    static final double ATOL = 1e-9;

    private final GoldenCase golden;
    private final Device device;
    private final Comparison comparison = new Comparison(RTOL, ATOL);

    private LayerCheck(GoldenCase golden, Device device) {
        this.golden = golden;
        this.device = device;
    }

    static Verdict run(GoldenCase golden, Device device) {
        var module = golden.text("module");
        return Verdicts.of("layers", module, golden, () -> Layers.names().contains(module),
            () -> new LayerCheck(golden, device).check(module));
    }

    private Comparison check(String module) {
        var layer = Layers.create(module, Arguments.resolve(golden.map("args"), List.of())).to(DType.FLOAT64).to(device)
            .mode(golden.flag("train"));
        layer.loadStateDict(state(golden.map("state"), device));
        var inputs = new ArrayList<Tensor>();
        golden.list("inputs").forEach(input -> inputs.add(input(GoldenTensor.of(input))));
        var outputs = layer.forwardAll(inputs);
        var wanted = golden.list("outputs");
        if (wanted.size() != outputs.size()) {
            comparison.differs(outputs.size() + " outputs, expected " + wanted.size());
            return comparison;
        }
        for (int i = 0; i < outputs.size(); i++) {
            comparison.tensor("output " + i, GoldenTensor.of(wanted.get(i)), outputs.get(i));
        }
        if (comparison.clean() && outputs.stream().anyMatch(Tensor::requiresGrad)) {
            gradients(layer, inputs, outputs);
        }
        compareState(comparison, golden.map("state_after"), layer.stateDict());
        return comparison;
    }

    private void gradients(Layer layer, List<Tensor> inputs, List<Tensor> outputs) {
        var leaves = new LinkedHashMap<String, Tensor>();
        var wanted = new LinkedHashMap<String, Object>();
        for (int i = 0; i < inputs.size(); i++) {
            var grad = golden.list("input_grads").get(i);
            if (grad != null) {
                leaves.put("input " + i, inputs.get(i));
                wanted.put("input " + i, grad);
            }
        }
        layer.namedParameters().forEach(leaves::put);
        golden.map("param_grads").forEach((name, grad) -> wanted.put(String.valueOf(name), grad));
        var differentiable = new ArrayList<Tensor>();
        var cotangents = new ArrayList<Tensor>();
        for (int i = 0; i < outputs.size(); i++) {
            if (golden.list("cotangents").get(i) != null) {
                differentiable.add(outputs.get(i));
                cotangents.add(GoldenTensor.of(golden.list("cotangents").get(i)).tensor(device));
            }
        }
        var grads = Autograd.grad(differentiable, List.copyOf(leaves.values()), cotangents, false, false, true);
        int i = 0;
        for (var name : leaves.keySet()) {
            var want = wanted.get(name);
            comparison.gradient("grad of " + name, want == null ? null : GoldenTensor.of(want), grads.get(i++));
        }
    }

    private Tensor input(GoldenTensor golden) {
        var tensor = golden.tensor(device);
        return golden.dtype().isFloating() ? tensor.requiresGrad_(true) : tensor;
    }

    static Map<String, Tensor> state(Map<?, ?> golden, Device device) {
        var state = new LinkedHashMap<String, Tensor>();
        golden.forEach((name, tensor) -> state.put(String.valueOf(name), GoldenTensor.of(tensor).tensor(device)));
        return state;
    }

    static void compareState(Comparison comparison, Map<?, ?> wanted, Map<String, Tensor> state) {
        wanted.forEach((name, tensor) -> comparison.tensor("state " + name, GoldenTensor.of(tensor), state.get(String.valueOf(name))));
    }
}
