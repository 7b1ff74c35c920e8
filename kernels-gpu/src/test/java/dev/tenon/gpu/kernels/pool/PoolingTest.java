package dev.tenon.gpu.kernels.pool;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Tenon;
import dev.tenon.core.DType;
import dev.tenon.core.IndexException;
import dev.tenon.core.Ints;
import dev.tenon.gpu.kernels.BothDevices;
import dev.tenon.ops.AdaptiveAvgPool2d;
import dev.tenon.ops.AdaptiveAvgPool2dBackward;
import dev.tenon.ops.AdaptiveMaxPool2dWithIndices;
import dev.tenon.ops.AvgPool2d;
import dev.tenon.ops.AvgPool2dBackward;
import dev.tenon.ops.ConstantPadNd;
import dev.tenon.ops.CrossEntropyIndices;
import dev.tenon.ops.MaxPool2dBackward;
import dev.tenon.ops.MaxPool2dWithIndices;
import dev.tenon.ops.Resample;
import dev.tenon.ops.ResampleAdjoint;
import dev.tenon.tensor.Dispatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pooling by windows small and large, padding, and resampling. */
class PoolingTest extends BothDevices {
    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16", "BFLOAT16", "INT64", "INT8", "UINT8"})
    void maxima_and_their_places_are_those_of_the_cpu(DType dtype) {
        same(new MaxPool2dWithIndices(Ints.of(3, 2), null, Ints.of(1, 1), Ints.of(1, 1), false), random(dtype, 1, 2, 3, 17, 14));
        same(new MaxPool2dWithIndices(Ints.of(3, 3), Ints.of(2, 1), Ints.of(1, 0), Ints.of(2, 3), true), random(dtype, 2, 3, 17, 14));
        same(new MaxPool2dWithIndices(Ints.of(2, 2), null, Ints.of(0, 0), Ints.of(1, 1), false), t -> t.transpose(1, 2),
            random(dtype, 3, 30, 40, 50));
        same(new MaxPool2dBackward(Ints.of(2, 3, 5, 6)), random(dtype, 4, 2, 3, 4, 4), indices(5, 30, 2, 3, 4, 4));
        if (dtype.isFloating()) {
            same(new MaxPool2dWithIndices(Ints.of(3, 3), Ints.of(1, 1), Ints.of(1, 1), Ints.of(1, 1), false), special(dtype, 6, 2, 9, 9));
            same(new AdaptiveMaxPool2dWithIndices(Ints.of(3, 5)), special(dtype, 7, 2, 9, 11));
            same(new AdaptiveMaxPool2dWithIndices(Ints.of(1, 12)), random(dtype, 8, 2, 3, 9, 11));
        }
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16", "BFLOAT16", "INT64"})
    void means_are_those_of_the_cpu(DType dtype) {
        var x = random(dtype, 1, 2, 3, 17, 14);
        for (boolean ceil : new boolean[] {false, true}) {
            for (boolean padded : new boolean[] {false, true}) {
                same(new AvgPool2d(Ints.of(3, 2), Ints.of(2, 3), Ints.of(1, 1), ceil, padded, null), x);
                same(new AvgPool2d(Ints.of(9, 10), null, Ints.of(4, 2), ceil, padded, null), x);
            }
        }
        same(new AvgPool2d(Ints.of(3, 2), Ints.of(2, 2), Ints.of(1, 0), true, true, 5L), x);
        same(new AvgPool2d(Ints.of(2, 2), Ints.of(1, 1), Ints.of(0, 0), false, true, null), t -> t.transpose(0, 1), x);
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16", "BFLOAT16"})
    void gradients_of_means_are_those_of_the_cpu(DType dtype) {
        var input = Ints.of(2, 3, 17, 14);
        same(new AvgPool2dBackward(input, Ints.of(3, 2), Ints.of(2, 3), Ints.of(1, 1), false, true, null), random(dtype, 1, 2, 3, 9, 5));
        same(new AvgPool2dBackward(input, Ints.of(3, 2), Ints.of(2, 3), Ints.of(1, 1), false, false, null), random(dtype, 2, 2, 3, 9, 5));
        same(new AvgPool2dBackward(input, Ints.of(4, 4), Ints.of(1, 1), Ints.of(0, 0), false, true, 3L), random(dtype, 3, 2, 3, 14, 11));
        same(new AvgPool2dBackward(Ints.of(1, 7, 7), Ints.of(2, 2), Ints.of(3, 3), Ints.of(0, 0), true, true, null),
            random(dtype, 4, 1, 3, 3));
        for (var sizes : new long[][] {{1, 1}, {4, 5}, {17, 14}, {20, 30}}) {
            same(new AdaptiveAvgPool2d(Ints.of(sizes)), random(dtype, 5, 2, 3, 17, 14));
            same(new AdaptiveAvgPool2dBackward(input), random(dtype, 6, 2, 3, sizes[0], sizes[1]));
        }
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void padding_is_that_of_the_cpu(DType dtype) {
        same(new ConstantPadNd(Ints.of(1, 2, 0, 3), 1), random(dtype, 1, 3, 4, 5));
        same(new ConstantPadNd(Ints.of(-1, 2, 3, -2), 2.5), t -> t.transpose(0, 2), random(dtype, 2, 3, 4, 5));
        same(new ConstantPadNd(Ints.of(), 1), random(dtype, 3, 3, 4));
        same(new ConstantPadNd(Ints.of(0, 0, 1, 1), 7), random(dtype, 4, 1, 2, 1, 2, 3, 1, 2, 1, 2, 3));
        same(new ConstantPadNd(Ints.of(2, 1), 7), random(dtype, 5, 3, 0));
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16", "BFLOAT16"})
    void resampling_and_its_adjoint_are_those_of_the_cpu(DType dtype) {
        var weight = random(dtype, 1, 9, 4);
        var index = indices(2, 6, 9, 4);
        same(new Resample(1), random(dtype, 3, 2, 6, 7), weight, index);
        same(new Resample(-1), t -> t.transpose(1, 2), random(dtype, 4, 2, 6, 7), weight, index);
        same(new ResampleAdjoint(Ints.of(2, 6, 7), 1), random(dtype, 5, 2, 9, 7), weight, index);
        same(new ResampleAdjoint(Ints.of(5, 6), -1), random(dtype, 6, 5, 9), weight, index);
    }

    @Test
    void wrong_places_and_classes_are_errors_when_the_result_is_read() {
        var x = random(DType.FLOAT32, 1, 1, 2, 2).to(Tenon.gpu());
        var index = Tenon.tensor(new long[] {0, 1, 9, 2}).view(1, 2, 2).to(Tenon.gpu());
        assertThatThrownBy(() -> Dispatch.applyMany(new MaxPool2dBackward(Ints.of(1, 3, 3)), null, x, index)[0].to(Tenon.cpu()))
            .isInstanceOf(IndexException.class).hasMessageContaining("index 9");
        var logits = random(DType.FLOAT32, 2, 2, 3).to(Tenon.gpu());
        var target = Tenon.tensor(new long[] {1, 3}).to(Tenon.gpu());
        assertThatThrownBy(() -> Dispatch.applyMany(new CrossEntropyIndices(-100, true), null, logits, target)[0].item())
            .isInstanceOf(IndexException.class).hasMessageContaining("index 3");
    }
}
