package dev.tenon.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.ShapeException;
import dev.tenon.nn.activation.LeakyReLU;
import dev.tenon.nn.conv.Conv2d;
import dev.tenon.nn.dropout.Dropout;
import dev.tenon.nn.init.Init;
import dev.tenon.nn.linear.Linear;
import dev.tenon.nn.loss.CrossEntropyLoss;
import dev.tenon.nn.norm.BatchNorm2d;
import dev.tenon.nn.pool.MaxPool2d;
import dev.tenon.nn.registry.Layers;
import dev.tenon.nn.shape.Flatten;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayerTest {
    @Test
    void stateHasPyTorchsNamesInPyTorchsOrder() {
        var model = meta(() -> new Sequential(new Conv2d(1, 4, c -> c.kernel(3)), new BatchNorm2d(4), new Flatten(),
            new Linear(16, 4, false)));
        assertThat(model.stateDict().keySet()).containsExactly("0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean",
            "1.running_var",
            "1.num_batches_tracked", "3.weight");
        assertThat(model.namedParameters().keySet()).containsExactly("0.weight", "0.bias", "1.weight", "1.bias", "3.weight");
        assertThat(model.namedBuffers().keySet()).containsExactly("1.running_mean", "1.running_var", "1.num_batches_tracked");
        assertThat(model.parameters()).allMatch(Tensor::requiresGrad);
        assertThat(model.namedBuffers().values()).noneMatch(Tensor::requiresGrad);
    }

    @Test
    void layersInFieldsBelongToTheirOwner() {
        var model = meta(Tower::new);
        assertThat(model.stateDict().keySet()).containsExactly("scale", "extra.weight", "extra.bias", "base.weight", "base.bias",
            "head.weight", "head.bias",
            "steps.0.weight", "steps.0.bias");
        assertThat(model.children().keySet()).containsExactly("extra", "base", "head", "steps");
    }

    @Test
    void aSharedLayerIsTrainedOnce() {
        var shared = meta(() -> new Linear(2, 2));
        var model = new Sequential(shared, shared);
        assertThat(model.parameters()).hasSize(2);
        assertThat(model.stateDict()).hasSize(4);
    }

    @Test
    void modesReachTheLayersWithin() {
        var model = meta(Tower::new);
        model.eval();
        assertThat(model.head.isTraining()).isFalse();
        model.train();
        assertThat(model.head.isTraining()).isTrue();
    }

    @Test
    void aStateOfAnotherNetworkIsRefused() {
        var model = meta(() -> new Linear(2, 3));
        var state = new LinkedHashMap<String, Tensor>();
        state.put("weight", Creation.zeros(DType.FLOAT32, Device.CPU, 3, 2));
        state.put("bais", Creation.zeros(DType.FLOAT32, Device.CPU, 3));
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> model.loadStateDict(state))
            .withMessageContaining("missing: [bias]")
            .withMessageContaining("unexpected: [bais]");
        assertThatExceptionOfType(ShapeException.class)
            .isThrownBy(() -> model.loadStateDict(Map.of("weight", Creation.zeros(DType.FLOAT32, Device.CPU, 2, 3), "bias",
                state.get("bais"))))
            .withMessageContaining("'weight' has another shape").withMessageContaining("layer: [3, 2]   given: [2, 3]");
    }

    @Test
    void namesAreUsedOnce() {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(Twice::new).withMessageContaining("'w' is declared already");
    }

    @Test
    void theRegistryKnowsLayersByPyTorchsNames() {
        var conv = meta(() -> Layers.create("Conv2d", Map.of("in_channels", 3L, "out_channels", 4L, "kernel_size", List.of(3L, 2L),
            "padding", List.of(1L, 0L))));
        assertThat(conv).hasToString("Conv2d(3, 4, kernel_size=(3, 2), stride=(1, 1), padding=(1, 0))");
        assertThat(Layers.names()).contains("Linear", "ReLU", "CrossEntropyLoss");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Layers.create("Linaer", Map.of()))
            .withMessageContaining("there is no 'Linaer'");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Layers.create("ReLU", Map.of("slope", 1)))
            .withMessageContaining("does not take [slope]");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Layers.create("Linear", Map.of("in_features", "five")))
            .withMessageContaining("in_features must be an integer");
    }

    private static <L extends Layer> L meta(java.util.function.Supplier<L> layer) {
        return new Placement(Device.META, DType.FLOAT32, new Generator(0)).construct(layer);
    }

    private abstract static class Base extends Layer {
        final Linear base = new Linear(2, 2);
    }

    private static final class Tower extends Base {
        final Parameter scale = parameter("scale", Init.ones(1));
        final Linear head = new Linear(2, 1);
        final Sequential steps = new Sequential(new Linear(1, 1));
        final List<Linear> list = List.of(child("extra", new Linear(1, 1)));

        @Override
        public Tensor forward(Tensor input) {
            return list.getFirst().forward(steps.forward(head.forward(base.forward(input))).mul(scale.value()));
        }
    }

    private static final class Twice extends Layer {
        Twice() {
            buffer("w", Tensor.meta(DType.FLOAT32, 1));
            buffer("w", Tensor.meta(DType.FLOAT32, 1));
        }

        @Override
        public Tensor forward(Tensor input) {
            return input;
        }
    }

    @Test
    void theWeightOfALossIsPartOfItsState() {
        var weight = Tensor.meta(DType.FLOAT32, 3);
        var loss = new CrossEntropyLoss(o -> o.weight(weight).labelSmoothing(0.1));
        assertThat(loss.stateDict()).containsOnlyKeys("weight");
        assertThat(loss.to(DType.FLOAT64).stateDict().get("weight").dtype()).isEqualTo(DType.FLOAT64);
        assertThat(loss.parameters()).isEmpty();
        assertThat(loss).hasToString("CrossEntropyLoss()");
    }

    @Test
    void layersPrintAsPyTorchsModulesDo() {
        assertThat(new MaxPool2d(new long[] {3, 2}, o -> o.stride(1).ceilMode(true)))
            .hasToString("MaxPool2d(kernel_size=(3, 2), stride=1, padding=0, dilation=1, ceil_mode=True)");
        assertThat(new LeakyReLU()).hasToString("LeakyReLU(negative_slope=0.01)");
        assertThat(new LayerText("X").add("eps", 1e-5).add("big", 2.5e20).add("small", 0.0001).add("wide", 1e8).add("none", null))
            .hasToString("X(eps=1e-05, big=2.5e+20, small=0.0001, wide=100000000.0, none=None)");
    }

    @Test
    void argumentsThatCannotBeAreRefusedWhenALayerIsMade() {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> new Dropout(1.5)).withMessageContaining("Dropout: p must be");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> new MaxPool2d(new long[] {1, 2, 3}))
            .withMessageContaining("MaxPool2d: kernel_size must hold 1 or 2 integers");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> new MaxPool2d(2, o -> o.padding(1, 2, 3)))
            .withMessageContaining("MaxPool2d: padding");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(
            () -> Layers.create("MaxPool2d", Map.of("kernel_size", 2, "dilations", 2))).withMessageContaining("dilations");
        assertThat(Layers.create("ReLU", Map.of("inplace", true))).hasToString("ReLU()");
    }
}
