package dev.tenon.tensor;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.DType;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Norms, distances and variances of numbers whose powers no float holds: of numbers c times as large they are c times as large. */
class ExtremeMagnitudesTest {
    private static final double[] POINT = {3, -4, 0, 12, 0.5, -1, 2, 7};

    private record Size(DType dtype, double factor) {}

    private static final List<Size> SIZES = List.of(new Size(DType.FLOAT32, 0x1p90), new Size(DType.FLOAT32, 0x1p-100),
        new Size(DType.FLOAT32, 0x1p120), new Size(DType.FLOAT64, 0x1p700), new Size(DType.FLOAT64, 0x1p-800),
        new Size(DType.FLOAT64, 0x1p1000), new Size(DType.BFLOAT16, 0x1p90), new Size(DType.BFLOAT16, 0x1p-100));

    private static Tensor point(Size size, boolean scaled) {
        return tensor(POINT, DType.FLOAT64).mul(scaled ? size.factor() : 1).to(size.dtype()).reshape(2, 4).detach().requiresGrad_();
    }

    private static double[] doubles(Tensor x) {
        return x.detach().to(DType.FLOAT64).flatten().toDoubleArray();
    }

    private static void assertClose(String what, Tensor actual, Tensor expected, double factor) {
        double tolerance = switch (expected.dtype()) {
            case FLOAT64 -> 1e-12;
            case FLOAT32 -> 2e-6;
            default -> 0.02;
        };
        var found = doubles(actual);
        var wanted = doubles(expected);
        for (int i = 0; i < wanted.length; i++) {
            if (Double.isNaN(wanted[i])) {
                assertThat(found[i]).as("%s, element %d of %s", what, i, expected.dtype()).isNaN();
                continue;
            }
            assertThat(found[i] / factor).as("%s, element %d of %s", what, i, expected.dtype()).isCloseTo(wanted[i],
                within(tolerance * (1 + Math.abs(wanted[i]))));
        }
    }

    /** Values grow by the factor, slopes stay, and slopes of slopes shrink by it. */
    private static void assertHomogeneous(String name, UnaryOperator<Tensor> operator) {
        for (var size : SIZES) {
            var what = name + " at " + size.factor();
            var plain = point(size, false);
            var scaled = point(size, true);
            var expected = operator.apply(plain);
            var actual = operator.apply(scaled);
            assertClose(what, actual, expected, size.factor());
            var slopes = differentiableGrad(expected.sum(), plain);
            var scaledSlopes = differentiableGrad(actual.sum(), scaled);
            assertClose("slope of " + what, scaledSlopes, slopes, 1);
            // Second slopes of orders below 1 hold powers of elements that are beyond the range themselves.
            boolean isSecondWithinRange = size.dtype() == DType.FLOAT64 && Math.abs(Math.getExponent(size.factor())) < 900
                && !name.equals("norm 0.5");
            if (isSecondWithinRange) {
                var weights = tensor(new double[][] {{1, -2, 3, 0.5}, {2, 1, -1, 4}}, DType.FLOAT64);
                slopes.mul(weights).sum().backward();
                scaledSlopes.mul(weights).sum().backward();
                // Powers of the magnitude cancel here, each rounded by itself: terms a hundred times the result are no worse than that.
                double room = 100;
                assertClose("second slope of " + what, grad(scaled).div(room), grad(plain).div(room), 1 / size.factor());
            }
        }
    }

    private static Tensor grad(Tensor leaf) {
        return Objects.requireNonNull(leaf.grad(), "no gradient");
    }

    @ParameterizedTest
    @ValueSource(doubles = {2, 1.5, 3, 10, 1, Double.POSITIVE_INFINITY})
    void normsKeepTheirDigits(double order) {
        assertHomogeneous("norm " + order, x -> x.norm(order));
        assertHomogeneous("norm by rows " + order, x -> x.linalgVectorNorm(order, new long[] {1}, true));
        assertHomogeneous("norm by columns " + order, x -> x.linalgVectorNorm(order, new long[] {0}, false));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, -1, -2.5})
    void soDoNormsOfOtherOrders(double order) {
        assertHomogeneous("norm " + order, x -> x.add(x.detach().eq(0).to(x.dtype()).mul(x.detach().abs().max())).mul(0x1p-9).norm(order));
    }

    @Test
    void deviationsKeepTheirDigits() {
        assertHomogeneous("std", Tensor::std);
        assertHomogeneous("std by rows", x -> x.std(new long[] {1}, 1, false));
        assertHomogeneous("std by columns", x -> x.std(new long[] {0}, 0, true));
        assertHomogeneous("std of std_mean", x -> x.stdMean().std());
        assertHomogeneous("mean of std_mean", x -> x.stdMean().mean());
        assertHomogeneous("mean of var_mean", x -> x.varMean().mean());
    }

    @Test
    void distancesKeepTheirDigits() {
        for (double p : new double[] {1, 2, 3, Double.POSITIVE_INFINITY}) {
            assertHomogeneous("cdist " + p, x -> cdist(x, x.detach().flip(0, 1), p));
            assertHomogeneous("dist " + p, x -> dist(x, x.detach().flip(0), p));
            assertHomogeneous("pairwise distance " + p, x -> pairwiseDistance(x, x.detach().flip(1), p, 0, false));
        }
        assertHomogeneous("cdist of many rows", x -> cdist(x.reshape(8, 1).mul(ones(x.dtype(), 1, 5)).repeat(4, 1), x.detach().reshape(2, 4)
            .select(0, 1).reshape(4, 1).mul(ones(x.dtype(), 1, 5))));
        assertHomogeneous("Frobenius norm", x -> x.linalgNorm());
        assertHomogeneous("hypotenuse", x -> hypot(x.select(0, 0), x.select(0, 1)));
    }

    @Test
    void directionsDoNotDependOnTheMagnitude() {
        for (var size : SIZES) {
            var plain = point(size, false).detach();
            var scaled = point(size, true).detach();
            double eps = size.factor() < 1 ? 0 : 1e-12;
            assertClose("normalize", normalize(scaled, 2, 1, eps), normalize(plain, 2, 1, eps), 1);
            assertClose("normalize by cubes", normalize(scaled, 3, 1, eps), normalize(plain, 3, 1, eps), 1);
            assertClose("cosine similarity", cosineSimilarity(scaled, scaled.flip(1), 1, eps),
                cosineSimilarity(plain, plain.flip(1), 1, eps), 1);
            assertClose("rms norm", rmsNorm(scaled, new long[] {4}, null, 0.0), rmsNorm(plain, new long[] {4}, null, 0.0), 1);
            assertClose("angle", atan2(scaled, scaled.flip(1)), atan2(plain, plain.flip(1)), 1);
        }
    }

    @Test
    void normalisationsOfLargeNumbersDoNotDependOnTheMagnitude() {
        for (var size : SIZES) {
            if (size.factor() > 1) {
                var weight = tensor(new double[] {1, 2, -1, 0.5}, DType.FLOAT64).to(size.dtype());
                assertNormalisation(size, "layer norm", x -> x.layerNorm(new long[] {4}, weight, weight, 1e-30));
                assertNormalisation(size, "batch norm", x -> x.batchNorm(null, null, weight, weight, true, 0.1, 1e-30));
                assertNormalisation(size, "group norm", x -> x.groupNorm(2, weight, weight, 1e-30));
            }
        }
    }

    private static void assertNormalisation(Size size, String name, UnaryOperator<Tensor> operator) {
        var what = name + " at " + size.factor();
        var plain = point(size, false);
        var scaled = point(size, true);
        var weights = tensor(new double[][] {{1, -2, 3, 0.5}, {2, 1, -1, 4}}, DType.FLOAT64).to(size.dtype());
        var expected = operator.apply(plain);
        var actual = operator.apply(scaled);
        assertClose(what, actual, expected, 1);
        expected.mul(weights).sum().backward();
        actual.mul(weights).sum().backward();
        double room = size.dtype() == DType.BFLOAT16 ? 4 : 1;
        assertClose("slope of " + what, grad(scaled).mul(1 / room), grad(plain).mul(1 / room), 1 / size.factor());
        var again = operator.apply(scaled);
        assertClose("slope of " + what + " by ordinary operators", differentiableGrad(again.mul(weights).sum(), scaled).mul(1 / room),
            grad(plain).mul(1 / room), 1 / size.factor());
    }

    @Test
    void equalNumbersAreNormalisedToTheBias() {
        for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64, DType.BFLOAT16)) {
            for (double value : new double[] {1e8, 0.1, 3e38, -1e-30, 0}) {
                var x = full(new long[] {6, 3, 5}, value).to(dtype);
                var weight = full(new long[] {3}, 2.0).to(dtype);
                var bias = full(new long[] {3}, 0.5).to(dtype);
                assertThat(doubles(x.batchNorm(null, null, weight, bias, true, 0.1, 1e-5))).containsOnly(0.5);
                assertThat(doubles(x.batchNorm(x.select(0, 0).select(1, 0), ones(dtype, 3), weight, bias, false, 0.1, 1e-5)))
                    .containsOnly(0.5);
                assertThat(doubles(x.groupNorm(3, weight, bias, 1e-5))).containsOnly(0.5);
                assertThat(doubles(x.instanceNorm(null, null, weight, bias))).containsOnly(0.5);
                assertThat(doubles(x.layerNorm(new long[] {3, 5}))).containsOnly(0);
                assertThat(x.var().item()).isZero();
                assertThat(x.std().item()).isZero();
            }
        }
    }

    @Test
    void nanAndInfinitiesAreThoseOfPyTorch() {
        double inf = Double.POSITIVE_INFINITY;
        assertThat(tensor(new double[] {inf, 1}).norm().item()).isEqualTo(inf);
        assertThat(tensor(new double[] {inf, 1}).norm(-1).item()).isEqualTo(1);
        assertThat(tensor(new double[] {Double.NaN, 1e30}).norm().item()).isNaN();
        assertThat(tensor(new double[] {Double.NaN, 0}).norm(3).item()).isNaN();
        assertThat(tensor(new double[] {inf, 1}).std().item()).isNaN();
        assertThat(tensor(new double[] {0, 0}).norm(-1).item()).isZero();
        assertThat(tensor(new double[] {0, 3}).norm(-2).item()).isZero();
        var x = tensor(new double[] {inf, 1, 2}, DType.FLOAT64).detach().requiresGrad_();
        x.norm(3).backward();
        assertThat(grad(x).toDoubleArray()).containsExactly(Double.NaN, 0, 0);
        var ties = tensor(new double[][] {{1, 2}}).detach().requiresGrad_();
        cdist(ties, tensor(new double[][] {{3, 4}}), inf).sum().backward();
        assertThat(grad(ties).toDoubleArray()).containsExactly(-1, -1);
    }
}
