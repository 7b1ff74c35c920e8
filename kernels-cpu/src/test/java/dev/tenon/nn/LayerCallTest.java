package dev.tenon.nn;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.ShapeException;
import dev.tenon.nn.activation.ReLU;
import dev.tenon.nn.hook.ForwardHook;
import dev.tenon.nn.linear.Bilinear;
import dev.tenon.nn.linear.Linear;
import dev.tenon.tensor.OpListener;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerCallTest {
    @Test
    void forwardHooksSeeAndReplaceInputsAndOutputs() {
        var model = new Sequential(new ReLU(), new ReLU());
        var seen = new ArrayList<String>();
        var before = model.layer(1).registerForwardPreHook((layer, inputs) -> {
            seen.add("before " + layer);
            return List.of(inputs.getFirst().mul(2));
        });
        var after = model.layer(1).registerForwardHook((layer, inputs, output) -> {
            seen.add("after " + inputs.getFirst().item());
            return output.add(1);
        });
        assertThat(model.forward(tensor(3.0)).item()).isEqualTo(7);
        assertThat(seen).containsExactly("before ReLU()", "after 6.0");
        before.remove();
        before.remove();
        assertThat(model.forward(tensor(3.0)).item()).isEqualTo(4);
        after.remove();
        assertThat(model.forward(tensor(3.0)).item()).isEqualTo(3);
        assertThat(model.layer(1).presentHooks()).isNull();
    }

    @Test
    void oneHookAddedTwiceIsRemovedOnce() {
        var layer = new ReLU();
        ForwardHook plusOne = (l, inputs, output) -> output.add(1);
        var first = layer.registerForwardHook(plusOne);
        layer.registerForwardHook(plusOne);
        first.remove();
        first.remove();
        assertThat(layer.call(tensor(1.0)).item()).isEqualTo(2);
    }

    @Test
    void backwardHooksSeeTheGradientsOfInputAndOutput() {
        var layer = new Linear(2, 1, false);
        layer.loadStateDict(java.util.Map.of("weight", tensor(new double[][] {{3, 4}})));
        var seen = new ArrayList<double[]>();
        layer.registerFullBackwardHook((l, inputs, output) -> {
            seen.add(java.util.Objects.requireNonNull(inputs.getFirst()).toDoubleArray());
            seen.add(output.toDoubleArray());
            return null;
        });
        var x = tensor(new double[] {1, 2}).requiresGrad_();
        layer.forward(x).mul(2).sum().backward();
        assertThat(seen.get(0)).containsExactly(6, 8);
        assertThat(seen.get(1)).containsExactly(2);
        assertThat(x.grad()).isNotNull().satisfies(grad -> assertThat(grad.toDoubleArray()).containsExactly(6, 8));
    }

    @Test
    void aBackwardHookReplacesTheGradientOfTheInput() {
        var layer = new ReLU();
        try (var _ = layer.registerFullBackwardHook((l, inputs, output) -> output.mul(10));
            var _ = layer.registerFullBackwardPreHook((l, output) -> output.mul(2))) {
            var x = tensor(new double[] {1, -2}).requiresGrad_();
            layer.forward(x).sum().backward();
            assertThat(x.grad()).isNotNull().satisfies(grad -> assertThat(grad.toDoubleArray()).containsExactly(20, 20));
        }
        assertThat(((Layer) layer).presentHooks()).isNull();
    }

    @Test
    void ofSeveralInputsAHookSeesAllGradients() {
        var layer = new Bilinear(2, 2, 1);
        var counts = new ArrayList<Integer>();
        layer.registerFullBackwardHook((l, inputs, output) -> {
            counts.add((int) inputs.stream().filter(java.util.Objects::nonNull).count());
            return null;
        });
        var a = ones(1, 2).requiresGrad_();
        layer.call(a, ones(1, 2).requiresGrad_()).sum().backward();
        layer.call(a, ones(1, 2)).sum().backward();
        assertThat(counts).containsExactly(2, 1);
        layer.registerFullBackwardHook((l, inputs, output) -> output);
        assertThatThrownBy(() -> layer.call(a, ones(1, 2).requiresGrad_()).sum().backward())
            .hasStackTraceContaining("2 inputs that require grad");
    }

    @Test
    void theInputOfALayerWithoutGradientIsToldAsNull() {
        var layer = new Linear(2, 1);
        var seen = new ArrayList<Boolean>();
        layer.registerFullBackwardHook((l, inputs, output) -> {
            seen.add(inputs.getFirst() == null);
            return null;
        });
        layer.forward(ones(1, 2)).sum().backward();
        assertThat(seen).containsExactly(true);
    }

    @Test
    void listenersKnowWhichLayerAnOperatorIsIn() {
        var model = new Tower();
        var path = new LayerPath(model);
        var x = ones(1, 2);
        var seen = new ArrayList<String>();
        LayerListener.listen(path, () -> OpListener.listen((op, inputs, outputs) -> seen.add(path.current() + ":"
            + op.descriptor().name()), () -> model.call(x)));
        assertThat(seen).containsExactly("head:linear", "steps.0:linear", "steps.1:relu", ":mul");
        assertThat(path.depth()).isZero();
        assertThat(LayerListening.any()).isFalse();
    }

    @Test
    void anErrorNamesThePathOfTheLayerAndBothShapes() {
        var model = new Tower();
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> model.call(ones(3, 5)))
            .withMessageStartingWith("layer 'head' (Linear(in_features=2, out_features=4, bias=True)").withMessageContaining(": linear: ")
            .withMessageContaining("layer input: [3, 5] float32");
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> model.steps.forward(ones(3, 5)))
            .withMessageStartingWith("layer 'steps.0' (Linear(");
        var outer = new Sequential(model);
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> outer.forward(ones(3, 5)))
            .withMessageStartingWith("layer '0.head' (Linear(");
    }

    @Test
    void anErrorOfABuiltNetworkNamesTheDeclaredShapes() {
        var model = sequential(image(1, 4, 4), s -> s.flatten().linear(8).relu().linear(2)).build(seed(1));
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> model.forward(ones(3, 1, 5, 5)))
            .withMessageStartingWith("layer '1' (Linear(in_features=16, out_features=8, bias=True)): linear: ")
            .withMessageContaining("\n  layer input: [3, 25] float32   declared: [N, 16]")
            .withMessageContaining("\n  network input: [3, 1, 5, 5] float32   declared: [N, 1, 4, 4]");
    }

    @Test
    void containersAreNotCalled() {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> new ModuleList<>(new ReLU()).call(ones(1)))
            .withMessageContaining("ModuleList: holds parts and computes nothing");
    }

    private static final class Tower extends Layer {
        final Linear head = new Linear(2, 4);
        final Sequential steps = new Sequential(new Linear(4, 1), new ReLU());

        @Override
        public Tensor forward(Tensor input) {
            return steps.forward(head.forward(input)).mul(2);
        }
    }
}
