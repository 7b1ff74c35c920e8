package dev.tenon.cpu.kernels.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.Tenon;
import dev.tenon.core.DType;
import dev.tenon.core.IndexException;
import dev.tenon.core.Ints;
import dev.tenon.core.ShapeException;
import dev.tenon.cpu.Sample;
import dev.tenon.ops.AdaptiveAvgPool2d;
import dev.tenon.ops.AdaptiveAvgPool2dBackward;
import dev.tenon.ops.AvgPool2d;
import dev.tenon.ops.AvgPool2dBackward;
import dev.tenon.ops.MaxPool2dBackward;
import dev.tenon.ops.MaxPool2dWithIndices;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PoolingTest {
    record Case(int h, int w, int ky, int kx, int sy, int sx, int py, int px, int dy, int dx, boolean ceil) {
        int oh() {
            return out(h, ky, sy, py, dy);
        }

        int ow() {
            return out(w, kx, sx, px, dx);
        }

        /** PyTorch's: in ceil mode a last window that begins in the padding behind is dropped. */
        private int out(int size, int k, int s, int p, int d) {
            int span = size + 2 * p - d * (k - 1) - 1;
            int n = (ceil ? (span + s - 1) / s : span / s) + 1;
            return ceil && (n - 1) * s >= size + p ? n - 1 : n;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(new Case(8, 8, 2, 2, 2, 2, 0, 0, 1, 1, false), new Case(28, 28, 2, 2, 2, 2, 0, 0, 1, 1, false),
            new Case(7, 9, 3, 3, 2, 2, 1, 1, 1, 1, false), new Case(9, 70, 3, 2, 1, 1, 1, 1, 2, 1, true),
            new Case(11, 41, 2, 3, 3, 3, 1, 0, 1, 2, true),
            new Case(5, 37, 3, 3, 1, 2, 0, 1, 1, 1, true), new Case(6, 6, 3, 3, 2, 2, 0, 0, 1, 1, true),
            new Case(1, 1, 1, 1, 1, 1, 0, 0, 1, 1, false));
    }

    private static double[] maximum(Case c, Sample x, int plane, int oy, int ox) {
        double max = Double.NEGATIVE_INFINITY;
        int best = -1;
        for (int k = 0; k < c.ky * c.kx; k++) {
            int y = oy * c.sy - c.py + k / c.kx * c.dy;
            int xx = ox * c.sx - c.px + k % c.kx * c.dx;
            if (y >= 0 && y < c.h && xx >= 0 && xx < c.w) {
                double value = x.at((long) plane * c.h * c.w + y * c.w + xx);
                if (best < 0 || value > max || Double.isNaN(value)) {
                    max = value;
                    best = y * c.w + xx;
                }
            }
        }
        return new double[] {max, best};
    }

    private static void check(Case c, Sample x) {
        var values = Sample.empty(x.dtype(), 2, 3, c.oh(), c.ow());
        var indices = Sample.empty(DType.INT64, 2, 3, c.oh(), c.ow());
        var op = new MaxPool2dWithIndices(Ints.of(c.ky, c.kx), Ints.of(c.sy, c.sx), Ints.of(c.py, c.px), Ints.of(c.dy, c.dx), c.ceil);
        Sample.run(new MaxPool2dWithIndicesKernel(), op, Sample.inputs(x), values, indices);
        for (int i = 0; i < values.numel(); i++) {
            var expected = maximum(c, x, i / (c.oh() * c.ow()), i / c.ow() % c.oh(), i % c.ow());
            assertThat(values.at(i)).as("%s %s value %d", c, x.dtype(), i).isEqualTo(Double.valueOf(expected[0]));
            assertThat(indices.at(i)).as("%s %s index %d", c, x.dtype(), i).isEqualTo(expected[1]);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void maximumIsTheFirstOfItsWindow(Case c) {
        for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16, DType.INT64, DType.INT32, DType.UINT8)) {
            check(c, Sample.random(dtype, 1, 2, 3, c.h, c.w));
            // Ties, from values that are few.
            check(c, Sample.random(DType.INT8, 1, 2, 3, c.h, c.w).as(dtype).strided());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void nanAndInfinityAreFound(Case c) {
        for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            var values = Sample.random(DType.INT8, 1, 2, 3, c.h, c.w).toDoubles();
            for (int i = 0; i < values.length; i++) {
                values[i] = values[i] == 3 && i % 2 == 0 ? Double.NaN : Double.NEGATIVE_INFINITY;
            }
            check(c, Sample.of(dtype, values, 2, 3, c.h, c.w));
        }
    }

    @Test
    void gradientGoesToTheMaximum() {
        for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32, DType.BFLOAT16)) {
            var g = Sample.of(dtype, new double[] {1, 2, 3, 4}, 1, 2, 1, 2);
            var indices = Sample.of(DType.INT64, new double[] {4, 4, 0, 5}, 1, 2, 1, 2);
            var gx = Sample.empty(dtype, 1, 2, 2, 3);
            Sample.run(new MaxPool2dBackwardKernel(), new MaxPool2dBackward(Ints.of(1, 2, 2, 3)), Sample.inputs(g, indices), gx);
            assertThat(gx.toDoubles()).containsExactly(0, 0, 0, 0, 3, 0, 3, 0, 0, 0, 0, 4);
        }
    }

    @Test
    void indexOutsideThePlaneIsRefused() {
        var g = Sample.of(DType.FLOAT32, new double[] {1}, 1, 1, 1);
        for (double bad : new double[] {-1, 6, 1e15}) {
            assertThatThrownBy(() -> Sample.run(new MaxPool2dBackwardKernel(), new MaxPool2dBackward(Ints.of(1, 2, 3)),
                Sample.inputs(g, Sample.of(DType.INT64, new double[] {bad}, 1, 1, 1)), Sample.empty(DType.FLOAT32, 1, 2, 3)))
                .isInstanceOf(IndexException.class).hasMessageContaining("max_pool2d_backward").hasMessageContaining("size 6");
        }
    }

    private static double[] average(Case c, double[] x, boolean countsPadding, Long divisor, boolean adjoint) {
        var result = new double[6 * (adjoint ? c.h * c.w : c.oh() * c.ow())];
        for (int i = 0; i < 6 * c.oh() * c.ow(); i++) {
            int plane = i / (c.oh() * c.ow());
            int y = i / c.ow() % c.oh() * c.sy - c.py;
            int left = i % c.ow() * c.sx - c.px;
            int inside = 0;
            int padded = 0;
            for (int pass = 0; pass < 2; pass++) {
                for (int k = 0; k < c.ky * c.kx; k++) {
                    int yy = y + k / c.kx;
                    int xx = left + k % c.kx;
                    boolean in = yy >= 0 && yy < c.h && xx >= 0 && xx < c.w;
                    if (pass == 0) {
                        inside += in ? 1 : 0;
                        padded += yy < c.h + c.py && xx < c.w + c.px ? 1 : 0;
                    } else if (in) {
                        double by = divisor != null ? divisor : countsPadding ? padded : inside;
                        int at = plane * c.h * c.w + yy * c.w + xx;
                        result[adjoint ? at : i] += x[adjoint ? i : at] / by;
                    }
                }
            }
        }
        return result;
    }

    private static void assertClose(Sample actual, double[] expected) {
        double tolerance = switch (actual.dtype()) {
            case FLOAT64 -> 1e-13;
            case FLOAT32 -> 1e-5;
            default -> 5e-2;
        };
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual.at(i)).isCloseTo(expected[i], within(tolerance));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void averagesAndTheirAdjoint(Case c) {
        if (c.dy * c.dx != 1) {
            return;
        }
        for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32, DType.BFLOAT16)) {
            for (Long divisor : Arrays.asList(null, 3L)) {
                for (boolean counts : new boolean[] {true, false}) {
                    var x = Sample.random(dtype, 1, 2, 3, c.h, c.w);
                    var y = Sample.empty(dtype, 2, 3, c.oh(), c.ow());
                    var k = Ints.of(c.ky, c.kx);
                    var s = Ints.of(c.sy, c.sx);
                    var p = Ints.of(c.py, c.px);
                    Sample.run(new AvgPool2dKernel(), new AvgPool2d(k, s, p, c.ceil, counts, divisor), Sample.inputs(x), y);
                    assertClose(y, average(c, x.toDoubles(), counts, divisor, false));
                    var gx = Sample.empty(dtype, 2, 3, c.h, c.w);
                    var op = new AvgPool2dBackward(Ints.of(2, 3, c.h, c.w), k, s, p, c.ceil, counts, divisor);
                    Sample.run(new AvgPool2dBackwardKernel(), op, Sample.inputs(y), gx);
                    assertClose(gx, average(c, y.toDoubles(), counts, divisor, true));
                }
            }
        }
    }

    @Test
    void hugeWindowsNeitherOverflowNorCrash() {
        var x = Sample.of(DType.FLOAT32, new double[] {1, 3, 2, 0}, 1, 2, 2);
        var y = Sample.empty(DType.FLOAT32, 1, 1, 1);
        var index = Sample.empty(DType.INT64, 1, 1, 1);
        var op = new MaxPool2dWithIndices(Ints.of(100_000), Ints.of(100_000), Ints.of(50_000), Ints.of(1), false);
        Sample.run(new MaxPool2dWithIndicesKernel(), op, Sample.inputs(x), y, index);
        assertThat(y.at(0)).isEqualTo(3);
        assertThat(index.at(0)).isEqualTo(1);
        Sample.run(new AvgPool2dKernel(), new AvgPool2d(Ints.of(100_000), null, Ints.of(50_000), false, false, null), Sample.inputs(x), y);
        assertThat(y.at(0)).isEqualTo(1.5);
        for (long size : new long[] {(1L << 28) + 1, 1L << 40}) {
            assertThatThrownBy(() -> Tenon.ones(1, 2, 2).avgPool2d(new long[] {size}, new long[] {1}, new long[] {size / 2}))
                .isInstanceOf(ShapeException.class).hasMessageContaining("avg_pool2d: ").hasMessageContaining("kernel_size " + size);
            assertThatThrownBy(() -> Tenon.ones(1, 2, 2).avgPool2d(new long[] {1}, new long[] {size}))
                .isInstanceOf(ShapeException.class).hasMessageContaining("stride " + size);
        }
    }

    @Test
    void integerAverageIsCutOff() {
        var y = Sample.empty(DType.INT64, 1, 1, 1);
        var x = Sample.of(DType.INT64, new double[] {-3, -4, 0, 0}, 1, 2, 2);
        Sample.run(new AvgPool2dKernel(), new AvgPool2d(Ints.of(2), null, Ints.of(0), false, true, null), Sample.inputs(x), y);
        assertThat(y.toDoubles()).containsExactly(-1);
    }

    @ParameterizedTest
    @MethodSource("adaptiveSizes")
    void adaptiveAverages(int[] size) {
        for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            int h = size[0];
            int w = size[1];
            var x = Sample.random(dtype, 1, 2, h, w);
            var y = Sample.empty(dtype, 2, size[2], size[3]);
            Sample.run(new AdaptiveAvgPool2dKernel(), new AdaptiveAvgPool2d(Ints.of(size[2], size[3])), Sample.inputs(x), y);
            var gx = Sample.empty(dtype, 2, h, w);
            Sample.run(new AdaptiveAvgPool2dBackwardKernel(), new AdaptiveAvgPool2dBackward(Ints.of(2, h, w)), Sample.inputs(y), gx);
            var expected = new double[2 * size[2] * size[3]];
            var adjoint = new double[2 * h * w];
            for (int i = 0; i < expected.length; i++) {
                int oy = i / size[3] % size[2];
                int ox = i % size[3];
                int top = oy * h / size[2];
                int bottom = (int) Math.ceil((oy + 1.0) * h / size[2]);
                int left = ox * w / size[3];
                int right = (int) Math.ceil((ox + 1.0) * w / size[3]);
                double area = (bottom - top) * (right - left);
                for (int k = 0; k < area; k++) {
                    int at = i / (size[2] * size[3]) * h * w + (top + k / (right - left)) * w + left + k % (right - left);
                    expected[i] += x.at(at) / area;
                    adjoint[at] += y.at(i) / area;
                }
            }
            assertClose(y, expected);
            assertClose(gx, adjoint);
        }
    }

    static Stream<int[]> adaptiveSizes() {
        return Stream.of(new int[] {7, 7, 1, 1}, new int[] {32, 40, 5, 3}, new int[] {3, 4, 5, 7}, new int[] {6, 6, 6, 6},
            new int[] {40, 40, 1, 2});
    }
}
