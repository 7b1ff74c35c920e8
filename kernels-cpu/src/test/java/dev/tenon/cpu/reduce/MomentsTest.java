package dev.tenon.cpu.reduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.DType;
import dev.tenon.cpu.Sample;
import dev.tenon.cpu.engine.Lane;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {
    private static final int[] LENGTHS = {2, 3, 7, 16, 17, 100, 4096, 9001};

    private static Sample sample(DType dtype, int n, IntToDoubleFunction value) {
        var values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = value.applyAsDouble(i);
        }
        return Sample.of(dtype, values, n);
    }

    private static Moments of(Sample sample, boolean vectors) {
        var lane = Lane.of(sample.dtype());
        var scalar = lane == Lane.F32 ? ScalarRows.FLOATS : ScalarRows.DOUBLES;
        var moments = new Moments(vectors ? RowMath.of(lane) : scalar, lane);
        moments.row(sample.address(), sample.toDoubles().length);
        return moments;
    }

    /** Mean and standard deviation in 60 digits. */
    private static double[] exact(double[] x) {
        var context = new MathContext(60);
        var n = new BigDecimal(x.length);
        var sum = BigDecimal.ZERO;
        for (double v : x) {
            sum = sum.add(new BigDecimal(v), context);
        }
        var mean = sum.divide(n, context);
        var squares = BigDecimal.ZERO;
        for (double v : x) {
            squares = squares.add(new BigDecimal(v).subtract(mean, context).pow(2, context), context);
        }
        return new double[] {mean.doubleValue(), squares.divide(n, context).sqrt(context).doubleValue()};
    }

    private static void assertExact(DType dtype, int n, IntToDoubleFunction value) {
        var sample = sample(dtype, n, value);
        var expected = exact(sample.toDoubles());
        double tolerance = dtype == DType.FLOAT32 ? 3e-6 : 1e-12;
        for (boolean vectors : new boolean[] {true, false}) {
            var moments = of(sample, vectors);
            double deviation = moments.deviation(n);
            assertThat(deviation).isCloseTo(expected[1], within(tolerance * expected[1] + Double.MIN_VALUE));
            double scale = Math.max(Math.abs(expected[0]) * Math.ulp(dtype == DType.FLOAT32 ? 1f : 1.0), tolerance * expected[1]);
            assertThat(moments.mean()).isCloseTo(expected[0], within(scale + Double.MIN_VALUE));
        }
    }

    @Test
    void meansFarLargerThanTheSpreadCostNoDigits() {
        for (int n : LENGTHS) {
            for (double mean : new double[] {0, 1, 1e2, 1e4, -1e6}) {
                assertExact(DType.FLOAT32, n, i -> mean + 0.001 * Math.max(1, Math.abs(mean) / 1e4) * (i % 16));
                assertExact(DType.FLOAT64, n, i -> mean * 1e3 + 0.001 * (i % 16));
            }
        }
    }

    @Test
    void aFirstElementFarFromTheOthersCostsNoDigits() {
        for (int n : LENGTHS) {
            var random = new SplittableRandom(n);
            var values = random.doubles(n, -1, 1).toArray();
            for (double first : new double[] {10, -1e3, 1e6, 1e15}) {
                assertExact(DType.FLOAT32, n, i -> i == 0 ? first : values[i]);
                assertExact(DType.FLOAT64, n, i -> i == 0 ? first : values[i]);
            }
        }
    }

    @Test
    void squaresMayBeBeyondTheRange() {
        for (int n : LENGTHS) {
            for (double size : new double[] {1e20, 3e37, 1e-20, 3e-25, 1e-38, 7e-44}) {
                assertExact(DType.FLOAT32, n, i -> (i % 3 - 1) * size);
            }
            for (double size : new double[] {1e160, 1e200, 1e300, 1e-160, 1e-200, 1e-300}) {
                assertExact(DType.FLOAT64, n, i -> (i % 3 - 1) * size);
            }
            assertExact(DType.FLOAT64, n, i -> 1e300 + i % 5 * 1e290);
            assertExact(DType.FLOAT64, n, i -> 1e-200 + i % 5 * 1e-210);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, 1e8, 0.1, -7e-40, 3e38, 1e-45, 1.0 / 3})
    void equalElementsHaveNoVarianceAndTheirOwnMean(double value) {
        for (int n : LENGTHS) {
            for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
                var sample = sample(dtype, n, i -> value);
                for (boolean vectors : new boolean[] {true, false}) {
                    var moments = of(sample, vectors);
                    assertThat(moments.variance(n)).isZero();
                    assertThat(moments.mean()).isEqualTo(sample.at(0));
                    assertThat(moments.rstd(0.25)).isEqualTo(2);
                }
            }
        }
    }

    @Test
    void nanAndInfinitiesHaveTheMeanThatTheyAddUpToAndNoVariance() {
        for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            double infinity = Double.POSITIVE_INFINITY;
            for (int at : new int[] {0, 5}) {
                var one = of(sample(dtype, 40, i -> i == at ? infinity : i), true);
                assertThat(one.mean()).isEqualTo(infinity);
                assertThat(one.variance(40)).isNaN();
                assertThat(of(sample(dtype, 40, i -> i == at ? Double.NaN : i), true).mean()).isNaN();
            }
            assertThat(of(sample(dtype, 40, i -> i == 3 ? infinity : i == 4 ? -infinity : 1), true).mean()).isNaN();
        }
    }

    @Test
    void theReciprocalDeviationIsWithinRangeWhereTheVarianceIsNot() {
        var moments = of(sample(DType.FLOAT64, 10, i -> i % 2 == 0 ? 1e200 : -1e200), true);
        assertThat(moments.variance(10)).isInfinite();
        assertThat(moments.rstd(1e-5)).isCloseTo(1e-200, within(1e-212));
        var small = of(sample(DType.FLOAT64, 10, i -> i % 2 == 0 ? 1e-200 : -1e-200), true);
        assertThat(small.rstd(0)).isCloseTo(1e200, within(1e188));
        assertThat(small.rstd(1e-6)).isCloseTo(1e3, within(1e-9));
    }
}
