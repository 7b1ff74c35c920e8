package dev.tenon.samples.tensor;

import static dev.tenon.Tenon.*;
import static dev.tenon.samples.tensor.Expect.elements;
import static dev.tenon.samples.tensor.Expect.gradient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.IndexException;
import dev.tenon.ops.BagMode;
import dev.tenon.samples.EmulatedGpu;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingTest {
    private static Device device(String name) {
        return name.equals("gpu") ? EmulatedGpu.device() : Device.CPU;
    }

    private static Tensor table(Device device) {
        return arange(15.0).reshape(5, 3).sub(7).to(device);
    }

    @ParameterizedTest
    @EnumSource
    void manyShortBagsBesideALongOneCostWhatTheirIndicesCost(BagMode mode) {
        int n = 30_000;
        var offsets = cat(List.of(arange(n), tensor(new long[] {n})));
        var bags = embeddingBag(ones(DType.INT64, 2L * n), table(Device.CPU), offsets, mode);
        assertThat(bags.shape().toArray()).containsExactly(n + 1, 3);
        assertThat(bags.get(n).sum().item()).isEqualTo(mode == BagMode.SUM ? n * -9.0 : -9.0);
        assertThat(bags.get(n - 1).sum().item()).isEqualTo(-9.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void theFirstLargestElementOfABagHasTheWholeGradient(String name) {
        var device = device(name);
        var weight = tensor(new double[][] {{1, 5}, {1, 2}, {0, 5}}).to(device).requiresGrad_();
        var indices = tensor(new long[] {1, 0, 2, 2}).to(device);
        var offsets = tensor(new long[] {0, 3, 3}).to(device);
        var bags = embeddingBag(indices, weight, offsets, BagMode.MAX);
        elements(bags, 1, 5, 0, 0, 0, 5);
        bags.sum().backward();
        gradient(weight, 0, 1, 1, 0, 1, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void whatLiesBehindTheLastOffsetIsInNoBag(String name) {
        var device = device(name);
        var indices = tensor(new long[] {0, 1, 2, 3}).to(device);
        var offsets = tensor(new long[] {0, 1, 3}).to(device);
        elements(embeddingBag(indices, table(device), offsets, BagMode.SUM, null, true), -7, -6, -5, -5, -3, -1);
    }

    @Test
    void paddingNamesOneOfTheRows() {
        var weight = table(Device.CPU);
        var indices = tensor(new long[] {1});
        assertThatThrownBy(() -> embedding(indices, weight, 5)).isInstanceOf(IndexException.class)
            .hasMessageContaining("embedding: padding_idx must name one of the 5 rows, got 5");
        assertThatThrownBy(() -> embedding(indices, weight, -6)).isInstanceOf(IndexException.class);
        assertThatThrownBy(() -> embeddingBag(indices, weight, tensor(new long[] {0}), BagMode.SUM, null, false, 5))
            .isInstanceOf(IndexException.class).hasMessageContaining("embedding_bag");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void aSparseGradientIsDense(String name) {
        var device = device(name);
        var weight = table(device).requiresGrad_();
        embedding(tensor(new long[] {1, 1, 4}).to(device), weight, null, null, 2, true, true).sum().backward();
        gradient(weight, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void anInfiniteRowStaysInfiniteWhereGradientsAreShared(String name) {
        var device = device(name);
        var weight = full(new long[] {2, 1}, Double.POSITIVE_INFINITY).to(device).requiresGrad_();
        var rows = embedding(tensor(new long[] {0, 0}).to(device), weight, null, null, 2, true);
        elements(rows, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
        rows.sum().backward();
        gradient(weight, 1, 0);
    }
}
