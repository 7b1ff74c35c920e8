package dev.tenon.nn.pool;

import static dev.tenon.Tenon.arange;
import static dev.tenon.Tenon.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.ShapeException;
import dev.tenon.nn.conv.Fold;
import dev.tenon.nn.registry.Layers;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against PyTorch 2.13's numbers. */
class PoolLayersTest {
    private static final Tensor SAMPLES = tensor(new double[][][] {{{0.3, 0.8}, {0.6, 0.1}}});

    private static Tensor image() {
        return arange(84).to(DType.FLOAT64).mul(1.7).sin().reshape(1, 2, 7, 6);
    }

    @Test
    void fractionalWindowsBeginWhereTheSamplesSay() {
        var pool = new FractionalMaxPool2d(new long[] {2, 3}, o -> o.outputSize(4, 3).samples(SAMPLES).returnIndices(true));
        var x = image().requiresGrad_(true);
        var all = pool.forwardAll(List.of(x));
        assertThat(all.get(1).toLongArray()).containsExactly(1, 1, 5, 12, 19, 23, 19, 27, 23, 38, 38, 34, 7, 3, 3, 7, 14, 11, 18, 22, 29,
            37,
            33, 33);
        assertThat(all.get(0).select(1, 0).toDoubleArray()).containsExactly(new double[] {0.9916648104524686, 0.9916648104524686,
            0.7984871126234903, 0.9997929001426692, 0.7733278895662207, 0.985600298790633, 0.7733278895662207, 0.940428962947006,
            0.985600298790633, 0.980589491775534, 0.980589491775534, 0.9494038606867011}, within(1e-14));
        all.getFirst().mul(arange(24).to(DType.FLOAT64).reshape(1, 2, 4, 3)).sum().backward();
        assertThat(x.grad().select(1, 0).flatten().nonzero().flatten().toLongArray()).containsExactly(1, 5, 12, 19, 23, 27, 34, 38);
        assertThat(x.grad().select(1, 0).flatten().toDoubleArray()).contains(1, 2, 3, 10, 13, 7, 11, 19);
        assertThat(pool.stateDict()).containsOnlyKeys("_random_samples");
    }

    @Test
    void aRatioSaysTheSizeOfTheOutput() {
        var square = new FractionalMaxPool2d(2, o -> o.outputRatio(0.5).samples(SAMPLES).returnIndices(true));
        assertThat(square.forwardAll(List.of(image())).get(1).toLongArray()).containsExactly(1, 8, 5, 12, 20, 23, 30, 38, 34, 7, 3, 11, 18,
            14, 22, 37, 33, 40);
        var each = new FractionalMaxPool2d(2, o -> o.outputRatio(0.5, 0.7).samples(SAMPLES));
        assertThat(each.forward(image().select(0, 0)).shape()).hasToString("[2, 3, 4]");
    }

    @Test
    void volumesHaveASampleForTheirDepthFirst() {
        var samples = tensor(new double[][][] {{{0.3, 0.8, 0.5}, {0.6, 0.1, 0.95}}});
        var pool = new FractionalMaxPool3d(new long[] {2, 3, 2}, o -> o.outputSize(2, 3, 4).samples(samples).returnIndices(true));
        var all = pool.forwardAll(List.of(arange(420).to(DType.FLOAT64).mul(1.7).sin().reshape(1, 2, 5, 6, 7)));
        assertThat(all.get(0).sum().item()).isEqualTo(47.15727474432046, within(1e-12));
        assertThat(all.get(1).flatten().narrow(0, 0, 12).toLongArray()).containsExactly(49, 45, 12, 12, 49, 23, 12, 12, 71, 23, 75, 75);
    }

    @Test
    void ofSeveralNanTheLastStandsForAWindowAndOfEqualElementsTheFirst() {
        var nan = Double.NaN;
        var x = tensor(new double[][] {{1, nan, nan, nan}, {nan, 3, nan, nan}, {nan, nan, nan, nan}, {nan, nan, nan, nan}}).reshape(1, 4,
            4);
        var samples = SAMPLES.narrow(1, 0, 1);
        var places = x.fractionalMaxPool2dWithIndices(new long[] {2}, new long[] {2}, null, samples).indices();
        assertThat(places.toLongArray()).containsExactly(4, 7, 13, 15);
        var equal = x.isnan().logicalNot().mul(0).to(DType.FLOAT32);
        assertThat(equal.fractionalMaxPool2dWithIndices(new long[] {2}, new long[] {2}, null, samples).indices().toLongArray())
            .containsExactly(0, 2, 8, 10);
    }

    @Test
    void windowsAreDrawnAnewInEachPassAndRefusedWhereTheyDoNotFit() {
        var pool = new FractionalMaxPool2d(2, o -> o.outputRatio(0.6));
        var drawn = List.of(pool.forward(image()), pool.forward(image()), pool.forward(image()), pool.forward(image()));
        assertThat(drawn.stream().map(each -> each.sum().item()).distinct().count()).isGreaterThan(1);
        assertThatThrownBy(() -> new FractionalMaxPool2d(2, o -> o)).isInstanceOf(ArgumentException.class).hasMessageContaining("neither");
        assertThatThrownBy(() -> new FractionalMaxPool2d(2, o -> o.outputRatio(1.5))).hasMessageContaining("between 0 and 1");
        assertThatThrownBy(() -> new FractionalMaxPool2d(2, o -> o.outputSize(7)).forward(image()))
            .hasMessageContaining("an output_size of at most 6");
        assertThatThrownBy(() -> new FractionalMaxPool2d(2, o -> o.outputSize(3).samples(SAMPLES.narrow(1, 0, 1))).forward(image()))
            .isInstanceOf(ShapeException.class).hasMessageContaining("[1, 2, 2]");
    }

    @Test
    void theIndicesOfMaximaAreOutputsWhereTheyAreAskedFor() {
        var pool = Layers.create("MaxPool2d", Map.of("kernel_size", 2, "return_indices", true));
        var all = pool.forwardAll(List.of(arange(16).to(DType.FLOAT64).reshape(1, 1, 4, 4)));
        assertThat(all.get(0).toDoubleArray()).containsExactly(5, 7, 13, 15);
        assertThat(all.get(1).toLongArray()).containsExactly(5, 7, 13, 15);
        assertThat(new MaxUnpool2d(2).forward(all.get(0), all.get(1)).sum().item()).isEqualTo(40);
        assertThat(new MaxPool2d(2).forwardAll(List.of(image()))).hasSize(1);
        assertThat(new AdaptiveMaxPool1d(2, true).forwardAll(List.of(tensor(new double[][] {{1, 3, 2, 4}}))).get(1).toLongArray())
            .containsExactly(1, 3);
    }

    @Test
    void foldSumsWindowsWhereTheyOverlap() {
        var fold = new Fold(new long[] {3, 4}, new long[] {2, 2}, o -> o.padding(1).stride(2));
        var image = fold.forward(arange(24).to(DType.FLOAT64).reshape(1, 4, 6));
        assertThat(image.toDoubleArray()).containsExactly(18, 13, 19, 14, 9, 4, 10, 5, 21, 16, 22, 17);
        assertThat(fold).hasToString("Fold(output_size=(3, 4), kernel_size=(2, 2), dilation=1, padding=1, stride=2)");
    }
}
