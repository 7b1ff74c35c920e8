package dev.tenon.cpu.kernels.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.DType;
import dev.tenon.core.Ints;
import dev.tenon.cpu.Sample;
import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Threads;
import dev.tenon.cpu.engine.Workers;
import dev.tenon.ops.Conv2d;
import dev.tenon.ops.Conv2dInput;
import dev.tenon.ops.Conv2dWeight;
import dev.tenon.spi.Convolution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConvolutionTest {
    /**
     * Sizes of one convolution: batch, channels, height, width, output channels, kernel, then stride, padding and dilation in both
     * directions, groups.
     */
    record Case(int b, int c, int h, int w, int o, int kh, int kw, int sy, int sx, int py, int px, int dy, int dx, int groups) {
        int oh() {
            return (h + 2 * py - dy * (kh - 1) - 1) / sy + 1;
        }

        int ow() {
            return (w + 2 * px - dx * (kw - 1) - 1) / sx + 1;
        }

        Ints stride() {
            return Ints.of(sy, sx);
        }

        Ints padding() {
            return Ints.of(py, px);
        }

        Ints dilation() {
            return Ints.of(dy, dx);
        }

        long[] input() {
            return new long[] {b, c, h, w};
        }

        long[] weight() {
            return new long[] {o, c / groups, kh, kw};
        }

        long[] output() {
            return new long[] {b, o, oh(), ow()};
        }

        /** Visits every product of the convolution: input element, weight element, output element. */
        void each(Product product) {
            for (int n = 0; n < b; n++) {
                for (int k = 0; k < o * oh() * ow(); k++) {
                    position(n, k / (oh() * ow()), k / ow() % oh(), k % ow(), product);
                }
            }
        }

        private void position(int n, int out, int oy, int ox, Product product) {
            int cg = c / groups;
            int first = out / (o / groups) * cg;
            for (int k = 0; k < cg * kh * kw; k++) {
                int y = oy * sy - py + k / kw % kh * dy;
                int x = ox * sx - px + k % kw * dx;
                if (y >= 0 && y < h && x >= 0 && x < w) {
                    product.visit(((n * c + first + k / (kh * kw)) * h + y) * w + x, out * cg * kh * kw + k,
                        ((n * o + out) * oh() + oy) * ow() + ox);
                }
            }
        }
    }

    private interface Product {
        void visit(int input, int weight, int output);
    }

    static Stream<Case> cases() {
        return Stream.of(new Case(2, 3, 9, 8, 5, 3, 3, 1, 1, 1, 1, 1, 1, 1), new Case(2, 4, 9, 10, 6, 3, 2, 2, 1, 1, 0, 1, 1, 2),
            new Case(1, 4, 12, 11, 70, 3, 3, 2, 2, 2, 2, 2, 2, 1), new Case(3, 1, 6, 6, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1),
            new Case(2, 6, 7, 8, 6, 3, 3, 1, 1, 1, 1, 1, 1, 6), new Case(2, 17, 7, 7, 18, 1, 1, 2, 2, 0, 0, 1, 1, 1),
            new Case(1, 4, 12, 12, 20, 3, 3, 3, 3, 0, 0, 2, 2, 1), new Case(1, 600, 4, 4, 33, 3, 3, 1, 1, 1, 1, 1, 1, 1),
            new Case(1, 2, 40, 20, 3, 5, 1, 1, 2, 4, 3, 1, 1, 1), new Case(1, 1, 1, 9, 2, 1, 4, 1, 1, 0, 2, 1, 3, 1),
            new Case(9, 2, 5, 5, 49, 2, 2, 4, 4, 1, 1, 1, 1, 1));
    }

    private static void assertClose(Sample actual, double[] expected, double tolerance) {
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        var got = actual.toDoubles();
        assertThat(got).hasSameSizeAs(expected);
        for (int i = 0; i < got.length; i++) {
            assertThat(got[i]).as("element %d", i).isCloseTo(expected[i], within(tolerance * (1 + largest)));
        }
    }

    private static double tolerance(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> 1e-13;
            case FLOAT32 -> 2e-6;
            case FLOAT16 -> 1e-3;
            default -> 8e-3;
        };
    }

    private static final List<DType> FLOATING = List.of(DType.FLOAT64, DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16);

    @ParameterizedTest
    @MethodSource("cases")
    void forwardIsTheSumOfProducts(Case c) {
        for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16, DType.INT64)) {
            var x = Sample.random(dtype, 1, c.input());
            var w = Sample.random(dtype, 2, c.weight());
            var bias = Sample.random(dtype, 3, c.o());
            var y = Sample.empty(dtype, c.output());
            Sample.run(new Conv2dKernel(), new Conv2d(c.stride(), c.padding(), c.dilation(), c.groups()),
                Sample.inputs(x.strided(), w, bias), y);
            var expected = new double[(int) y.numel()];
            Arrays.setAll(expected, i -> bias.at(i / (c.oh() * c.ow()) % c.o()));
            c.each((i, k, o) -> expected[o] += x.at(i) * w.at(k));
            assertClose(y, expected, dtype == DType.INT64 ? 0 : tolerance(dtype));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientOfTheInputIsTheAdjoint(Case c) {
        for (var dtype : FLOATING) {
            var g = Sample.random(dtype, 1, c.output());
            var w = Sample.random(dtype, 2, c.weight());
            var gx = Sample.empty(dtype, c.input());
            var op = new Conv2dInput(Ints.of(c.input()), c.stride(), c.padding(), c.dilation(), c.groups());
            Sample.run(new Conv2dInputKernel(), op, Sample.inputs(g, w.strided()), gx);
            var expected = new double[(int) gx.numel()];
            c.each((i, k, o) -> expected[i] += g.at(o) * w.at(k));
            assertClose(gx, expected, tolerance(dtype));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientOfTheWeightIsTheAdjoint(Case c) {
        for (var dtype : FLOATING) {
            var x = Sample.random(dtype, 1, c.input());
            var g = Sample.random(dtype, 2, c.output());
            var gw = Sample.empty(dtype, c.weight());
            var op = new Conv2dWeight(Ints.of(c.weight()), c.stride(), c.padding(), c.dilation(), c.groups());
            Sample.run(new Conv2dWeightKernel(), op, Sample.inputs(x, g.strided()), gw);
            var expected = new double[(int) gw.numel()];
            c.each((i, k, o) -> expected[k] += g.at(o) * x.at(i));
            assertClose(gw, expected, tolerance(dtype));
        }
    }

    /** Convolutions as small as these go by matrix products; the tiles for large ones must give the same. */
    @ParameterizedTest
    @MethodSource("cases")
    void tilesGiveTheSame(Case c) {
        var g = Convolution.of(c.input(), c.weight(), c.output(), c.stride(), c.padding(), c.dilation(), c.groups());
        if (!FloatConv.fits(g)) {
            return;
        }
        var x = Sample.random(DType.FLOAT32, 1, c.input());
        var w = Sample.random(DType.FLOAT32, 2, c.weight());
        var bias = Sample.random(DType.FLOAT32, 3, c.o());
        var grad = Sample.random(DType.FLOAT32, 4, c.output());
        var columns = new ColumnConv(g, Lane.F32);
        var expected = Sample.empty(DType.FLOAT32, c.output());
        columns.forward(x.address(), w.address(), bias.address(), expected.address());
        var y = Sample.empty(DType.FLOAT32, c.output());
        FloatConv.forward(g, x.address(), w.address(), bias.address(), y.address());
        assertClose(y, expected.toDoubles(), 2e-6);
        var expectedInput = Sample.empty(DType.FLOAT32, c.input());
        columns.input(grad.address(), w.address(), expectedInput.address());
        var gx = Sample.empty(DType.FLOAT32, c.input());
        FloatConv.input(g, grad.address(), w.address(), gx.address());
        assertClose(gx, expectedInput.toDoubles(), 2e-6);
        var expectedWeight = Sample.empty(DType.FLOAT32, c.weight());
        columns.weight(x.address(), grad.address(), expectedWeight.address());
        var gw = Sample.empty(DType.FLOAT32, c.weight());
        FloatConv.weight(g, x.address(), grad.address(), gw.address());
        assertClose(gw, expectedWeight.toDoubles(), 2e-6);
    }

    @Test
    void threadsDoNotChangeABit() {
        var c = new Case(7, 5, 19, 21, 37, 3, 3, 1, 1, 1, 1, 1, 1, 1);
        var results = new ArrayList<List<double[]>>();
        int threads = Workers.threads();
        for (int limit : new int[] {1, threads}) {
            Threads.limit(limit);
            var x = Sample.random(DType.FLOAT32, 1, c.input());
            var w = Sample.random(DType.FLOAT32, 2, c.weight());
            var g = Sample.random(DType.FLOAT32, 3, c.output());
            var y = Sample.empty(DType.FLOAT32, c.output());
            var gx = Sample.empty(DType.FLOAT32, c.input());
            var gw = Sample.empty(DType.FLOAT32, c.weight());
            var one = Ints.of(1);
            Sample.run(new Conv2dKernel(), new Conv2d(one, one, one, 1), Sample.inputs(x, w, null), y);
            Sample.run(new Conv2dInputKernel(), new Conv2dInput(Ints.of(c.input()), one, one, one, 1), Sample.inputs(g, w), gx);
            Sample.run(new Conv2dWeightKernel(), new Conv2dWeight(Ints.of(c.weight()), one, one, one, 1), Sample.inputs(x, g), gw);
            results.add(List.of(y.toDoubles(), gx.toDoubles(), gw.toDoubles()));
        }
        Threads.limit(threads);
        for (int i = 0; i < 3; i++) {
            assertThat(results.get(0).get(i)).isEqualTo(results.get(1).get(i));
        }
    }

    @Test
    void imageWithoutBatchIsABatchOfOne() {
        var x = Sample.random(DType.FLOAT32, 1, 2, 5, 5);
        var w = Sample.random(DType.FLOAT32, 2, 3, 2, 3, 3);
        var y = Sample.empty(DType.FLOAT32, 3, 3, 3);
        var batch = Sample.empty(DType.FLOAT32, 1, 3, 3, 3);
        var op = new Conv2d(Ints.of(1), Ints.of(0), Ints.of(1), 1);
        Sample.run(new Conv2dKernel(), op, Sample.inputs(x, w, null), y);
        Sample.run(new Conv2dKernel(), op, Sample.inputs(Sample.of(DType.FLOAT32, x.toDoubles(), 1, 2, 5, 5), w, null), batch);
        assertThat(y.toDoubles()).isEqualTo(batch.toDoubles());
    }

    @Test
    void hugeAttributesNeitherOverflowNorCrash() {
        var x = Sample.of(DType.FLOAT32, new double[] {1, 2, 3, 4}, 1, 1, 2, 2);
        var w = Sample.of(DType.FLOAT32, new double[] {1, 10, 100, 1000}, 1, 1, 2, 2);
        var y = Sample.empty(DType.FLOAT32, 1, 1, 1, 1);
        var far = Ints.of(200_000_000);
        // The kernel's four positions lie so far apart that only padding is read.
        Sample.run(new Conv2dKernel(), new Conv2d(far, Ints.of(100_000_000), Ints.of(150_000_000), 1), Sample.inputs(x, w, null), y);
        assertThat(y.toDoubles()).containsExactly(0);
        var gx = Sample.empty(DType.FLOAT32, 1, 1, 2, 2);
        var op = new Conv2dInput(Ints.of(1, 1, 2, 2), far, Ints.of(100_000_000), Ints.of(150_000_000), 1);
        Sample.run(new Conv2dInputKernel(), op, Sample.inputs(y, w), gx);
        assertThat(gx.toDoubles()).containsOnly(0);
    }

    @Test
    void emptyBatchGivesAZeroWeightGradient() {
        var gw = Sample.empty(DType.FLOAT32, 3, 2, 3, 3);
        var op = new Conv2dWeight(Ints.of(3, 2, 3, 3), Ints.of(1), Ints.of(1), Ints.of(1), 1);
        Sample.run(new Conv2dWeightKernel(), op,
            Sample.inputs(Sample.empty(DType.FLOAT32, 0, 2, 5, 5), Sample.empty(DType.FLOAT32, 0, 3, 5, 5)), gw);
        assertThat(gw.toDoubles()).containsOnly(0);
    }
}
