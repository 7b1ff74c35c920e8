package dev.tenon.gpu.kernels;

import dev.tenon.Tenon;
import dev.tenon.core.DType;
import dev.tenon.core.Ints;
import dev.tenon.ops.CrossEntropyIndices;
import dev.tenon.ops.CrossEntropyIndicesBackward;
import dev.tenon.ops.LogSoftmax;
import dev.tenon.ops.LogSoftmaxBackward;
import dev.tenon.ops.NativeBatchNorm;
import dev.tenon.ops.NativeBatchNormBackward;
import dev.tenon.ops.NativeLayerNorm;
import dev.tenon.ops.NativeLayerNormBackward;
import dev.tenon.ops.ScaledAbout;
import dev.tenon.ops.Softmax;
import dev.tenon.ops.SoftmaxBackward;
import dev.tenon.tensor.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Softmax, the norms and cross-entropy: rows for a warp, for a block, by 16 bytes and by elements, too long for registers, and columns. */
class RowKernelsTest extends BothDevices {
    /** Sizes of each path, the last ones of it and the first behind. */
    private static final long[] LENGTHS = {1, 7, 128, 129, 512, 513, 1024, 2051, 8192, 9001};

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16", "BFLOAT16"})
    void softmax_of_rows_of_any_length_is_that_of_the_cpu(DType dtype) {
        for (long n : LENGTHS) {
            var x = random(dtype, n, 3, n);
            same(new Softmax(-1), x);
            same(new LogSoftmax(-1), x);
            var output = random(dtype, n + 1, 3, n);
            same(new SoftmaxBackward(-1), x, output);
            same(new LogSoftmaxBackward(-1), x, output);
        }
        same(new Softmax(-1), t -> t.narrow(0, 1, 1023).view(1, 1023), random(dtype, 1, 1024));
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "BFLOAT16"})
    void softmax_along_other_dimensions_is_that_of_the_cpu(DType dtype) {
        same(new Softmax(1), random(dtype, 1, 2, 100, 33));
        same(new LogSoftmax(0), random(dtype, 2, 5, 70));
        same(new Softmax(0), t -> t.t(), random(dtype, 3, 40, 50));
        same(new SoftmaxBackward(1), random(dtype, 4, 3, 20, 2), random(dtype, 5, 3, 20, 2));
        same(new LogSoftmaxBackward(0), random(dtype, 6, 9, 65), random(dtype, 7, 9, 65));
        same(new Softmax(0), random(dtype, 8).view(new long[0]));
        same(new Softmax(1), random(dtype, 9, 3, 0, 2));
        same(new Softmax(1), random(dtype, 10, 0, 5));
    }

    @Test
    void infinities_and_nan_spoil_their_row_alone() {
        for (var x : new Tensor[] {special(DType.FLOAT32, 1, 40, 6), special(DType.FLOAT32, 2, 4, 600), special(DType.FLOAT64, 3, 3, 9001),
            Tenon.full(new long[] {2, 700}, Double.NEGATIVE_INFINITY)}) {
            same(new Softmax(-1), x);
            same(new LogSoftmax(-1), x);
            same(new Softmax(0), x);
        }
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16", "BFLOAT16"})
    void layer_norm_and_its_gradient_are_those_of_the_cpu(DType dtype) {
        for (long n : new long[] {1, 9, 512, 516, 2051, 9001}) {
            for (long rows : new long[] {3, 150}) {
                if (rows * n < 100_000) {
                    layerNorm(dtype, rows, n);
                }
            }
        }
        same(new NativeLayerNorm(Ints.of(4, 5), 1e-5), t -> t.transpose(0, 1), random(dtype, 1, 6, 3, 4, 5), null, null);
        same(new NativeLayerNorm(Ints.of(5), 1e-5), random(dtype, 1, 0, 5), null, null);
    }

    private static void layerNorm(DType dtype, long rows, long n) {
        var shape = Ints.of(n);
        var x = random(dtype, n, rows, n).add(3);
        var weight = random(dtype, n + 1, n);
        same(new NativeLayerNorm(shape, 1e-5), x, weight, random(dtype, n + 2, n));
        same(new NativeLayerNorm(shape, 1e-5), x, null, null);
        var grad = random(dtype, n + 3, rows, n);
        var statistics = dtype == DType.FLOAT64 ? dtype : DType.FLOAT32;
        var mean = random(statistics, n + 4, rows, 1).mul(0.1).add(3);
        var rstd = random(statistics, n + 5, rows, 1).mul(0.1).add(1);
        same(new NativeLayerNormBackward(shape), grad, x, weight, mean, rstd);
        same(new NativeLayerNormBackward(shape), grad, x, null, mean, rstd);
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16", "BFLOAT16"})
    void batch_norm_and_its_gradient_are_those_of_the_cpu(DType dtype) {
        batchNorm(dtype, 5, 3, 7, 9);
        batchNorm(dtype, 9, 70);
        batchNorm(dtype, 700, 35);
        batchNorm(dtype, 4, 3, 16, 16);
        batchNorm(dtype, 6, 2, 60, 60);
        batchNorm(dtype, 40, 5, 2, 2);
        batchNorm(dtype, 3, 2, 8, 2, 4);
        same(new NativeBatchNorm(1e-5), t -> t.transpose(0, 1), random(dtype, 1, 3, 6, 5), null, null);
    }

    private static void batchNorm(DType dtype, long... sizes) {
        long channels = sizes[1];
        var x = random(dtype, 1, sizes).add(5);
        var weight = random(dtype, 2, channels);
        same(new NativeBatchNorm(1e-5), x, weight, random(dtype, 3, channels));
        same(new NativeBatchNorm(1e-3), x, null, null);
        var statistics = dtype == DType.FLOAT64 ? dtype : DType.FLOAT32;
        var grad = random(dtype, 4, sizes);
        var mean = random(statistics, 5, channels).mul(0.1).add(5);
        var variance = random(statistics, 6, channels).abs().add(0.5);
        same(new NativeBatchNormBackward(), grad, x, weight, mean, variance);
        same(new NativeBatchNormBackward(), grad, x, null, mean, variance);
    }

    @Test
    void the_variance_of_a_batch_far_from_zero_keeps_its_digits() {
        same(new NativeBatchNorm(1e-5), random(DType.FLOAT32, 1, 64, 2, 20, 20).add(100), null, null);
        same(new NativeBatchNorm(1e-5), random(DType.FLOAT32, 2, 3000, 4).add(100), null, null);
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32"})
    void statistics_beyond_the_range_of_squares_are_those_of_the_cpu(DType dtype) {
        double large = dtype == DType.FLOAT64 ? 1e200 : 1e25;
        for (double factor : new double[] {large, 1 / large}) {
            for (long n : new long[] {9, 516, 9001}) {
                same(new NativeLayerNorm(Ints.of(n), 0), random(dtype, n, 3, n).add(3).mul(factor), random(dtype, 1, n),
                    random(dtype, 2, n));
            }
            same(new NativeBatchNorm(0), random(dtype, 3, 5, 3, 7, 9).add(3).mul(factor), null, random(dtype, 4, 3));
            same(new NativeBatchNorm(0), random(dtype, 5, 70, 35).add(3).mul(factor), random(dtype, 6, 35), null);
            var rstd = random(dtype, 7, 3, 1).abs().add(0.5).div(factor);
            var x = random(dtype, 8, 3, 516).mul(factor);
            same(new NativeLayerNormBackward(Ints.of(516)), random(dtype, 9, 3, 516), x, null, random(dtype, 10, 3, 1), rstd);
        }
        same(new NativeBatchNorm(1e-5), Tenon.full(new long[] {700, 35}, 1e8 / 3).to(dtype), null, random(dtype, 4, 35));
        same(new NativeLayerNorm(Ints.of(516), 1e-5), Tenon.full(new long[] {3, 516}, 1e8 / 3).to(dtype), null, random(dtype, 4, 516));
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16", "BFLOAT16"})
    void channels_are_scaled_about_centres(DType dtype) {
        var statistics = dtype == DType.FLOAT64 ? dtype : DType.FLOAT32;
        for (long[] sizes : new long[][] {{5, 3, 7, 9}, {4, 3, 16, 16}, {70, 3}, {6, 3, 2, 2}, {0, 3}}) {
            same(new ScaledAbout(), random(dtype, 1, sizes), random(statistics, 2, 3), random(statistics, 3, 3), random(statistics, 4, 3));
        }
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16", "BFLOAT16"})
    void cross_entropy_and_its_gradient_are_those_of_the_cpu(DType dtype) {
        for (long classes : new long[] {1, 10, 512, 600, 9001}) {
            for (boolean mean : new boolean[] {true, false}) {
                crossEntropy(dtype, 7, classes, mean);
            }
        }
        crossEntropy(dtype, 1000, 3, true);
        crossEntropy(dtype, 1, 3, false);
    }

    private static void crossEntropy(DType dtype, int rows, long classes, boolean mean) {
        var x = random(dtype, classes, rows, classes);
        var target = new Random(classes).longs(rows, 0, classes).toArray();
        for (int i = 0; i < rows; i += 3) {
            target[i] = -100;
        }
        var t = Tenon.tensor(target);
        same(new CrossEntropyIndices(-100, mean), x, t);
        var statistics = dtype == DType.FLOAT64 ? dtype : DType.FLOAT32;
        var logSum = random(statistics, 1, rows).mul(0.1).add(Math.log(classes) + 1);
        var grad = mean ? random(dtype, 2).view(new long[0]) : random(dtype, 2, rows);
        same(new CrossEntropyIndicesBackward(-100, mean), grad, x, t, logSum);
    }
}
