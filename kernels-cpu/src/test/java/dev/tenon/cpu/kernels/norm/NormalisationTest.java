package dev.tenon.cpu.kernels.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.DType;
import dev.tenon.core.IndexException;
import dev.tenon.core.Ints;
import dev.tenon.cpu.Sample;
import dev.tenon.cpu.engine.Threads;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.cpu.kernels.activation.LogSoftmaxBackwardKernel;
import dev.tenon.cpu.kernels.activation.LogSoftmaxKernel;
import dev.tenon.cpu.kernels.activation.SoftmaxBackwardKernel;
import dev.tenon.cpu.kernels.activation.SoftmaxKernel;
import dev.tenon.cpu.kernels.loss.CrossEntropyIndicesBackwardKernel;
import dev.tenon.cpu.kernels.loss.CrossEntropyIndicesKernel;
import dev.tenon.ops.CrossEntropyIndices;
import dev.tenon.ops.CrossEntropyIndicesBackward;
import dev.tenon.ops.LogSoftmax;
import dev.tenon.ops.LogSoftmaxBackward;
import dev.tenon.ops.NativeBatchNorm;
import dev.tenon.ops.NativeBatchNormBackward;
import dev.tenon.ops.NativeLayerNorm;
import dev.tenon.ops.NativeLayerNormBackward;
import dev.tenon.ops.Softmax;
import dev.tenon.ops.SoftmaxBackward;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Softmax, the norms and cross-entropy against their definitions; gradients against finite differences in float64. */
class NormalisationTest {
    private static final double EPS = 1e-5;
    private static final List<DType> FLOATING = List.of(DType.FLOAT64, DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16);

    private static double tolerance(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> 1e-12;
            case FLOAT32 -> 1e-5;
            case FLOAT16 -> 4e-3;
            default -> 3e-2;
        };
    }

    private static void assertClose(Sample actual, double[] expected, double tolerance) {
        assertThat(actual.toDoubles()).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual.at(i)).as("element %d", i).isCloseTo(expected[i], within(tolerance));
        }
    }

    /** The gradient of the sum of {@code weights * f(x)}. */
    private static double[] differences(Function<double[], double[]> f, double[] x, double[] weights) {
        var result = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            var up = x.clone();
            up[i] += 1e-5;
            var down = x.clone();
            down[i] -= 1e-5;
            var high = f.apply(up);
            var low = f.apply(down);
            for (int k = 0; k < high.length; k++) {
                result[i] += weights[k] * (high[k] - low[k]) / 2e-5;
            }
        }
        return result;
    }

    private static double[] softmax(double[] x, int n, int inner, boolean log) {
        var y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int first = i / (n * inner) * n * inner + i % inner;
            double sum = 0;
            for (int k = 0; k < n; k++) {
                sum += Math.exp(x[first + k * inner]);
            }
            y[i] = log ? x[i] - Math.log(sum) : Math.exp(x[i]) / sum;
        }
        return y;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1})
    void softmaxAlongAnyDimension(long dim) {
        for (var dtype : FLOATING) {
            var x = Sample.random(dtype, 1, 5, 37, 3);
            int n = new int[] {5, 37, 3}[Math.floorMod(dim, 3)];
            int inner = new int[] {111, 3, 1}[Math.floorMod(dim, 3)];
            var y = Sample.empty(dtype, 5, 37, 3);
            Sample.run(new SoftmaxKernel(), new Softmax(dim), Sample.inputs(x.strided()), y);
            assertClose(y, softmax(x.toDoubles(), n, inner, false), tolerance(dtype));
            Sample.run(new LogSoftmaxKernel(), new LogSoftmax(dim), Sample.inputs(x), y);
            assertClose(y, softmax(x.toDoubles(), n, inner, true), 4 * tolerance(dtype));
        }
    }

    @Test
    void softmaxGradients() {
        var x = Sample.random(DType.FLOAT64, 1, 3, 11);
        var g = Sample.random(DType.FLOAT64, 2, 3, 11);
        var y = Sample.empty(DType.FLOAT64, 3, 11);
        var gx = Sample.empty(DType.FLOAT64, 3, 11);
        Sample.run(new SoftmaxKernel(), new Softmax(1), Sample.inputs(x), y);
        Sample.run(new SoftmaxBackwardKernel(), new SoftmaxBackward(1), Sample.inputs(g, y), gx);
        assertClose(gx, differences(v -> softmax(v, 11, 1, false), x.toDoubles(), g.toDoubles()), 1e-8);
        Sample.run(new LogSoftmaxKernel(), new LogSoftmax(1), Sample.inputs(x), y);
        Sample.run(new LogSoftmaxBackwardKernel(), new LogSoftmaxBackward(1), Sample.inputs(g, y), gx);
        assertClose(gx, differences(v -> softmax(v, 11, 1, true), x.toDoubles(), g.toDoubles()), 1e-8);
    }

    @Test
    void largeLogitsNeitherOverflowNorLoseDigits() {
        for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            var x = Sample.of(dtype, new double[] {1e4, 1e4 + 1, Double.NEGATIVE_INFINITY}, 1, 3);
            var y = Sample.empty(dtype, 1, 3);
            Sample.run(new LogSoftmaxKernel(), new LogSoftmax(1), Sample.inputs(x), y);
            assertThat(y.at(0)).isCloseTo(-1.3132616875, within(1e-6));
            assertThat(y.at(1)).isCloseTo(-0.3132616875, within(1e-6));
            assertThat(y.at(2)).isEqualTo(Double.NEGATIVE_INFINITY);
        }
    }

    private static double[] normalise(double[] x, double[] w, double[] b, int[] parameter, int[] row, int rows) {
        var sums = new double[rows];
        var squares = new double[rows];
        var counts = new double[rows];
        for (int i = 0; i < x.length; i++) {
            sums[row[i]] += x[i];
            counts[row[i]]++;
        }
        for (int i = 0; i < x.length; i++) {
            squares[row[i]] += Math.pow(x[i] - sums[row[i]] / counts[row[i]], 2);
        }
        var y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double variance = squares[row[i]] / counts[row[i]];
            y[i] = (x[i] - sums[row[i]] / counts[row[i]]) / Math.sqrt(variance + EPS) * w[parameter[i]] + b[parameter[i]];
        }
        return y;
    }

    private static int[] index(int n, IntUnaryOperator f) {
        var result = new int[n];
        Arrays.setAll(result, f);
        return result;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 37, 130})
    void layerNormAndItsGradient(int n) {
        int rows = 70;
        for (var dtype : FLOATING) {
            var x = Sample.random(dtype, 1, rows, n);
            var w = Sample.random(dtype, 2, n);
            var b = Sample.random(dtype, 3, n);
            var y = Sample.empty(dtype, rows, n);
            var statistics = dtype == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
            var mean = Sample.empty(statistics, rows, 1);
            var rstd = Sample.empty(statistics, rows, 1);
            Sample.run(new NativeLayerNormKernel(), new NativeLayerNorm(Ints.of(n), EPS), Sample.inputs(x.strided(), w, b), y, mean, rstd);
            var parameter = index(rows * n, i -> i % n);
            var row = index(rows * n, i -> i / n);
            assertClose(y, normalise(x.toDoubles(), w.toDoubles(), b.toDoubles(), parameter, row, rows),
                (n == 1 ? 1 : 30) * tolerance(dtype));
            if (dtype == DType.FLOAT64) {
                var g = Sample.random(dtype, 4, rows, n);
                var gx = Sample.empty(dtype, rows, n);
                var gw = Sample.empty(dtype, n);
                var gb = Sample.empty(dtype, n);
                Sample.run(new NativeLayerNormBackwardKernel(), new NativeLayerNormBackward(Ints.of(n)), Sample.inputs(g, x, w, mean, rstd),
                    gx, gw, gb);
                if (n > 1 && n < 20) {
                    assertClose(gx,
                        differences(v -> normalise(v, w.toDoubles(), b.toDoubles(), parameter, row, rows), x.toDoubles(), g.toDoubles()),
                        1e-5);
                }
                assertClose(gw,
                    differences(v -> normalise(x.toDoubles(), v, b.toDoubles(), parameter, row, rows), w.toDoubles(), g.toDoubles()), 1e-7);
                assertClose(gb,
                    differences(v -> normalise(x.toDoubles(), w.toDoubles(), v, parameter, row, rows), b.toDoubles(), g.toDoubles()), 1e-7);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 49})
    void batchNormAndItsGradient(int plane) {
        int batch = 5;
        int channels = 3;
        int n = batch * channels * plane;
        var sizes = plane == 1 ? new long[] {batch, channels} : new long[] {batch, channels, plane};
        var channel = index(n, i -> i / plane % channels);
        for (var dtype : FLOATING) {
            var x = Sample.random(dtype, 1, sizes);
            var w = Sample.random(dtype, 2, channels);
            var b = Sample.random(dtype, 3, channels);
            var y = Sample.empty(dtype, sizes);
            var statistics = dtype == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
            var mean = Sample.empty(statistics, channels);
            var variance = Sample.empty(statistics, channels);
            var rstd = Sample.empty(statistics, channels);
            Sample.run(new NativeBatchNormKernel(), new NativeBatchNorm(EPS), Sample.inputs(x.strided(), w, b), y, mean, variance, rstd);
            assertClose(y, normalise(x.toDoubles(), w.toDoubles(), b.toDoubles(), channel, channel, channels), 8 * tolerance(dtype));
            if (dtype == DType.FLOAT64) {
                var g = Sample.random(dtype, 4, sizes);
                var gx = Sample.empty(dtype, sizes);
                var gw = Sample.empty(dtype, channels);
                var gb = Sample.empty(dtype, channels);
                Sample.run(new NativeBatchNormBackwardKernel(), new NativeBatchNormBackward(), Sample.inputs(g, x, w, mean, rstd), gx, gw,
                    gb);
                assertClose(gx,
                    differences(v -> normalise(v, w.toDoubles(), b.toDoubles(), channel, channel, channels), x.toDoubles(), g.toDoubles()),
                    1e-6);
                assertClose(gw,
                    differences(v -> normalise(x.toDoubles(), v, b.toDoubles(), channel, channel, channels), w.toDoubles(), g.toDoubles()),
                    1e-7);
                assertClose(gb,
                    differences(v -> normalise(x.toDoubles(), w.toDoubles(), v, channel, channel, channels), b.toDoubles(), g.toDoubles()),
                    1e-7);
            }
        }
    }

    @Test
    void parametersMayBeAbsent() {
        var x = Sample.random(DType.FLOAT32, 1, 4, 20);
        var ones = Sample.of(DType.FLOAT32, Arrays.stream(index(20, i -> 1)).asDoubleStream().toArray(), 20);
        var zeros = Sample.of(DType.FLOAT32, new double[20], 20);
        var with = Sample.empty(DType.FLOAT32, 4, 20);
        var without = Sample.empty(DType.FLOAT32, 4, 20);
        var mean = Sample.empty(DType.FLOAT32, 4, 1);
        var rstd = Sample.empty(DType.FLOAT32, 4, 1);
        Sample.run(new NativeLayerNormKernel(), new NativeLayerNorm(Ints.of(20), EPS), Sample.inputs(x, ones, zeros), with, mean, rstd);
        Sample.run(new NativeLayerNormKernel(), new NativeLayerNorm(Ints.of(20), EPS), Sample.inputs(x, null, null), without, mean, rstd);
        assertThat(without.toDoubles()).isEqualTo(with.toDoubles());
    }

    private static double[] crossEntropy(double[] x, long[] target, int classes, long ignored, boolean mean) {
        var y = softmax(x, classes, 1, true);
        var loss = new double[target.length];
        double sum = 0;
        int counted = 0;
        for (int i = 0; i < target.length; i++) {
            if (target[i] != ignored) {
                loss[i] = -y[i * classes + (int) target[i]];
                sum += loss[i];
                counted++;
            }
        }
        return mean ? new double[] {sum / counted} : loss;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void crossEntropyAndItsGradient(boolean mean) {
        var target = new long[] {3, 0, -100, 18, 7};
        for (var dtype : FLOATING) {
            var x = Sample.random(dtype, 1, 5, 19);
            var statistics = dtype == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
            var loss = mean ? Sample.empty(dtype) : Sample.empty(dtype, 5);
            var lse = Sample.empty(statistics, 5);
            Sample.run(new CrossEntropyIndicesKernel(), new CrossEntropyIndices(-100, mean),
                Sample.inputs(x.strided(), Sample.longs(target)), loss, lse);
            assertClose(loss, crossEntropy(x.toDoubles(), target, 19, -100, mean), 5 * tolerance(dtype));
            var g = mean ? Sample.of(dtype, new double[] {2}) : Sample.random(dtype, 4, 5);
            var gx = Sample.empty(dtype, 5, 19);
            var op = new CrossEntropyIndicesBackward(-100, mean);
            Sample.run(new CrossEntropyIndicesBackwardKernel(), op, Sample.inputs(g, x, Sample.longs(target), lse), gx);
            var expected = differences(v -> crossEntropy(v, target, 19, -100, mean), x.toDoubles(), g.toDoubles());
            assertClose(gx, expected, Math.max(1e-8, tolerance(dtype)));
        }
    }

    @Test
    void wrongClassIsRefusedAndNothingCountedIsNan() {
        var x = Sample.random(DType.FLOAT32, 1, 2, 3);
        var loss = Sample.empty(DType.FLOAT32);
        var lse = Sample.empty(DType.FLOAT32, 2);
        for (long bad : new long[] {3, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> Sample.run(new CrossEntropyIndicesKernel(), new CrossEntropyIndices(-100, true),
                Sample.inputs(x, Sample.longs(0, bad)), loss, lse)).isInstanceOf(IndexException.class)
                .hasMessageContaining("cross_entropy: target " + bad)
                .hasMessageContaining("[0, 2]");
        }
        Sample.run(new CrossEntropyIndicesKernel(), new CrossEntropyIndices(1, true), Sample.inputs(x, Sample.longs(1, 1)), loss, lse);
        assertThat(loss.at(0)).isNaN();
    }

    @Test
    void threadsDoNotChangeABit() {
        int threads = Workers.threads();
        var results = new double[2][];
        for (int run = 0; run < 2; run++) {
            Threads.limit(run == 0 ? 1 : threads);
            var x = Sample.random(DType.FLOAT32, 1, 500, 100);
            var g = Sample.random(DType.FLOAT32, 2, 500, 100);
            var mean = Sample.random(DType.FLOAT32, 3, 500, 1);
            var rstd = Sample.random(DType.FLOAT32, 4, 500, 1);
            var gx = Sample.empty(DType.FLOAT32, 500, 100);
            var gw = Sample.empty(DType.FLOAT32, 100);
            var gb = Sample.empty(DType.FLOAT32, 100);
            Sample.run(new NativeLayerNormBackwardKernel(), new NativeLayerNormBackward(Ints.of(100)),
                Sample.inputs(g, x, null, mean, rstd), gx, gw, gb);
            results[run] = gw.toDoubles();
        }
        Threads.limit(threads);
        assertThat(results[0]).isEqualTo(results[1]);
    }
}
