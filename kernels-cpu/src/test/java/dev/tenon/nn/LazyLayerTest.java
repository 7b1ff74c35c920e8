package dev.tenon.nn;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.ShapeException;
import dev.tenon.nn.registry.Layers;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LazyLayerTest {
    @Test
    void aLayerTakesItsSizeFromTheFirstInput() {
        var model = new Sequential(LazyLayer.conv2d(4, c -> c.kernel(3)), LazyLayer.batchNorm2d(o -> o), LazyLayer.linear(2));
        assertThat(model).hasToString("""
            Sequential(
              (0): LazyConv2d(0, 4, kernel_size=(3, 3), stride=(1, 1))
              (1): LazyBatchNorm2d(0, eps=1e-05, momentum=0.1, affine=True, bias=True, track_running_stats=True)
              (2): LazyLinear(in_features=0, out_features=2, bias=True)
            )""");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(model::parameters)
            .withMessageContaining("LazyConv2d has no parameters before its first call").withMessageContaining("model.call(example)");
        assertThat(model.call(ones(2, 3, 5, 7)).shape()).hasToString("[2, 4, 3, 2]");
        assertThat(model.stateDict().keySet()).containsExactly("0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean",
            "1.running_var",
            "1.num_batches_tracked", "2.weight", "2.bias");
        assertThat(model.layer(2)).hasToString("Linear(in_features=5, out_features=2, bias=True)");
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> model.call(ones(2, 4, 5, 7))).withMessageStartingWith("layer '0'");
    }

    @Test
    void modesReachTheLayerThatWasMade() {
        var norm = LazyLayer.batchNorm1d(o -> o);
        norm.call(randn(8, 3));
        norm.eval();
        norm.call(randn(8, 3));
        assertThat(norm.stateDict().get("num_batches_tracked").item()).isEqualTo(1);
    }

    @Test
    void buildsOfOneSeedAreEqual() {
        var net = sequential(features(3), s -> s.layer(() -> LazyLayer.linear(4)));
        assertThat(net.outputShape()).isEqualTo("[N, 4]");
        var x = ones(1, 3);
        assertThat(net.build(seed(1)).call(x).toFloatArray()).isEqualTo(net.build(seed(1)).call(x).toFloatArray())
            .isNotEqualTo(net.build(seed(2)).call(x).toFloatArray());
        assertThat(net.summary()).contains("Linear", "16");
    }

    @Test
    void theRegistryHasThem() {
        assertThat(Layers.create("LazyConvTranspose1d", Map.of("out_channels", 2, "kernel_size", 3, "groups", 2)))
            .hasToString("LazyConvTranspose1d(0, 2, kernel_size=(3,), stride=(1,), groups=2)");
        assertThat(Layers.create("LazyInstanceNorm1d", Map.of()))
            .hasToString("LazyInstanceNorm1d(0, eps=1e-05, momentum=0.1, affine=True, bias=True, track_running_stats=True)");
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> LazyLayer.conv2d(2, c -> c.kernel(1)).call(ones(3)))
            .withMessageContaining("LazyConv2d: the input must have 3 dimensions or more");
    }
}
