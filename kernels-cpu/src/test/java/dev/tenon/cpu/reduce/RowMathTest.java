package dev.tenon.cpu.reduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.DType;
import dev.tenon.cpu.Sample;
import dev.tenon.cpu.engine.Lane;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vector loops against the scalar ones, at every length around whole vectors. */
class RowMathTest {
    private interface Loop {
        double run(RowMath math, Sample a, Sample b, Sample to, int n);
    }

    private static final RowMath.Coefficients FACTORS = new RowMath.Coefficients(0.5, 1, -0.25, 0.125);

    private static final List<Loop> LOOPS = List.of((m, a, b, to, n) -> m.max(a.address(), n), (m, a, b, to, n) -> m.sum(a.address(), n),
        (m, a, b, to, n) -> {
            var sums = new double[2];
            m.moments(a.address(), 0.3, 2, sums, n);
            return sums[0] + sums[1];
        }, (m, a, b, to, n) -> m.dot(a.address(), b.address(), 0.3, n), (m, a, b, to, n) -> {
            m.centred(a.address(), 0.3, 1.5, -0.5, to.address(), n);
            return 0;
        }, (m, a, b, to, n) -> {
            m.about(a.address(), b.address(), a.address(), b.address(), to.address(), n);
            return 0;
        }, (m, a, b, to, n) -> {
            m.centredBackward(a.address(), b.address(), 0.3, FACTORS, to.address(), n);
            return 0;
        },
        (m, a, b, to, n) -> m.exp(a.address(), 2.5, to.address(), n), (m, a, b, to, n) -> {
            m.affine(a.address(), 1.5, -0.5, to.address(), n);
            m.add(b.address(), to.address(), n);
            return 0;
        }, (m, a, b, to, n) -> {
            m.combine(a.address(), 1.5, b.address(), -2, 0.5, to.address(), n);
            return 0;
        }, (m, a, b, to, n) -> {
            m.softmaxBackward(a.address(), b.address(), 0.25, to.address(), n);
            return 0;
        }, (m, a, b, to, n) -> {
            m.normalise(a.address(), 0.25, 2, b.address(), a.address(), to.address(), n);
            return 0;
        }, (m, a, b, to, n) -> {
            m.normBackward(a.address(), b.address(), b.address(), 0.5, FACTORS, to.address(), n);
            var sums = new double[2];
            m.normSums(a.address(), b.address(), b.address(), 0.5, sums, n);
            return sums[0] + 2 * sums[1];
        }, (m, a, b, to, n) -> {
            m.affine(a.address(), 0, 1, to.address(), n);
            m.affine(a.address(), 0, 2, to.address() + n * a.dtype().bytes(), n);
            m.normParameters(a.address(), b.address(), 0.5, 2, to.address(), to.address() + n * a.dtype().bytes(), n);
            return 0;
        });

    static IntStream lengths() {
        return IntStream.concat(IntStream.rangeClosed(0, 70), IntStream.of(127, 128, 129, 1000, 4096, 4097, 9001));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void vectorsAgreeWithTheScalarLoops(int n) {
        for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            var scalar = dtype == DType.FLOAT32 ? ScalarRows.FLOATS : ScalarRows.DOUBLES;
            double tolerance = dtype == DType.FLOAT32 ? 3e-6 : 1e-13;
            for (int loop = 0; loop < LOOPS.size(); loop++) {
                var a = Sample.random(dtype, 1, n);
                var b = Sample.random(dtype, 2, n);
                var got = Sample.of(dtype, new double[2 * n], 2L * n);
                var want = Sample.of(dtype, new double[2 * n], 2L * n);
                double value = LOOPS.get(loop).run(RowMath.of(Lane.of(dtype)), a, b, got, n);
                double expected = LOOPS.get(loop).run(scalar, a, b, want, n);
                if (value != expected) {
                    assertThat(value).as("loop %d of %s, n = %d", loop, dtype, n).isCloseTo(expected,
                        within(tolerance * (1 + Math.abs(expected)) * Math.sqrt(1 + n)));
                }
                for (int i = 0; i < 2 * n; i++) {
                    assertThat(got.at(i)).as("loop %d of %s, n = %d, element %d", loop, dtype, n, i).isCloseTo(want.at(i),
                        within(tolerance * 8));
                }
            }
        }
    }

    @Test
    void expOfTheSmallestIsZeroAndNanStays() {
        for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            var values = Sample.of(dtype, new double[] {Double.NEGATIVE_INFINITY, -1e30, 0, Double.NaN, -1}, 5);
            var to = Sample.empty(dtype, 5);
            assertThat(RowMath.of(Lane.of(dtype)).exp(values.address(), 0, to.address(), 5)).isNaN();
            assertThat(to.at(0)).isZero();
            assertThat(to.at(1)).isZero();
            assertThat(to.at(2)).isOne();
            assertThat(to.at(3)).isNaN();
            assertThat(to.at(4)).isCloseTo(Math.exp(-1), within(1e-7));
        }
    }

    @Test
    void maximumKeepsNan() {
        for (int at = 0; at < 40; at++) {
            var values = new double[40];
            values[at] = Double.NaN;
            assertThat(RowMath.of(Lane.F32).max(Sample.of(DType.FLOAT32, values, 40).address(), 40)).isNaN();
            assertThat(RowMath.of(Lane.F64).max(Sample.of(DType.FLOAT64, values, 40).address(), 40)).isNaN();
        }
    }
}
