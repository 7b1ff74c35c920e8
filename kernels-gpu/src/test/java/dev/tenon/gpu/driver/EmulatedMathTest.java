package dev.tenon.gpu.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The functions that nvcc knows without a header. */
class EmulatedMathTest extends EmulatedTest {
    private double[] of(String expression, double... values) {
        var text = """
            extern "C" __global__ void apply_float32(const double* in, double* out, long long n) {
                TN_LOOP(i, n) { double x = in[i]; out[i] = EXPRESSION; }
            }
            """.replace("EXPRESSION", expression);
        try (var arena = Arena.ofConfined()) {
            long in = upload(arena.allocateFrom(ValueLayout.JAVA_DOUBLE, values));
            long out = driver.allocate(8L * values.length);
            driver.launch("apply", kernel(text, "apply_float32"), Dim.of(1), Dim.of(32), 0,
                Arguments.begin().pointer(in).pointer(out).i64(values.length));
            return doubles(out, values.length);
        }
    }

    private static double[] map(double[] values, DoubleUnaryOperator function) {
        var result = values.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] = function.applyAsDouble(values[i]);
        }
        return result;
    }

    @Test
    void functionsThatCppLacksHaveTheValuesOfTheirDefinitions() {
        double[] x = {0.25, 1, 2.5, 7};

        assertThat(of("rsqrt(x)", x)).containsExactly(map(x, v -> 1 / Math.sqrt(v)), within(1e-15));
        assertThat(of("rsqrtf((float) x)", x)).containsExactly(map(x, v -> 1 / Math.sqrt(v)), within(1e-6));
        assertThat(of("rcbrt(x)", x)).containsExactly(map(x, v -> 1 / Math.cbrt(v)), within(1e-15));
        assertThat(of("exp10(x)", x)).containsExactly(map(x, v -> Math.pow(10, v)), within(1e-7));
        assertThat(of("sinpi(x)", 0.25, 1, -2.5, 1e15)).containsExactly(new double[] {Math.sqrt(0.5), 0, -1, 0}, within(1e-15));
        assertThat(of("cospi(x)", 0.25, 1, -2.5, 1e15)).containsExactly(new double[] {Math.sqrt(0.5), -1, 0, 1}, within(1e-15));
        assertThat(of("normcdf(x)", -1.959963984540054, 0, 1.959963984540054)).containsExactly(new double[] {0.025, 0.5, 0.975},
            within(1e-15));
        assertThat(of("normcdfinv(x)", 0.025, 0.5, 0.975)).containsExactly(new double[] {-1.959963984540054, 0, 1.959963984540054},
            within(1e-14));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 1e-12, 0.1, 0.49999, 0.5, 0.9, 0.999, 0.999999999, 1 - 1e-15})
    void theInverseOfTheErrorFunctionInvertsIt(double p) {
        assertThat(of("erf(erfinv(x))", p, -p)).containsExactly(new double[] {p, -p}, within(4e-16 * p));
        assertThat(of("erfc(erfcinv(x))", p)[0]).isCloseTo(p, within(1e-12 * p));
        assertThat(of("erfinv((float) x)", p)[0]).isCloseTo(of("erfinv((double) (float) x)", p)[0], within(1e-6));
    }

    @Test
    void theInverseOfTheErrorFunctionEndsAtInfinity() {
        assertThat(of("erfinv(x)", 0, 1, -1, 2, Double.NaN)).containsExactly(0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
            Double.NaN, Double.NaN);
        assertThat(of("erfcinv(x)", 0, 1, 2, 3)).containsExactly(Double.POSITIVE_INFINITY, 0, Double.NEGATIVE_INFINITY, Double.NaN);
    }

    @Test
    void predicatesAndExtremesKnowWhatIsNoNumber() {
        double[] x = {Double.NaN, Double.POSITIVE_INFINITY, 1};

        assertThat(of("isnan(x) + 2 * isinf(x) + 4 * isfinite(x)", x)).containsExactly(1, 2, 4);
        assertThat(of("isnan((float) x) + 2 * isinf((float) x) + 4 * isfinite((float) x)", x)).containsExactly(1, 2, 4);
        assertThat(of("fmax(x, 0.0)", x)).containsExactly(0, Double.POSITIVE_INFINITY, 1);
        assertThat(of("fminf((float) x, 0.0f)", x)).containsExactly(0, 0, 0);
    }

    @Test
    void bitsAreKeptAndCounted() {
        assertThat(of("__uint_as_float(__float_as_uint((float) x)) + __longlong_as_double(__double_as_longlong(x))", 1.5))
            .containsExactly(3);
        assertThat(of("__popc((int) x) + 100 * __clz((int) x) + 10000 * __ffs((int) x)", 12)).containsExactly(2 + 2800 + 30000);
        assertThat(of("__brev((unsigned int) x)", 3)).containsExactly(3221225472.0);
        assertThat(of("__umulhi((unsigned int) x, 1u << 31)", 6)).containsExactly(3);
    }
}
