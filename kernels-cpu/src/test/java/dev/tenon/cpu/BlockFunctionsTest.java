package dev.tenon.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tenon.core.DType;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlockFunctionsTest {
    private static final int COUNT = 1 << 16;
    private static final double[] SPECIAL = {0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, Double.NaN, Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        1e30, -1e30, 1e-30, -1e-30, 88.7, 88.8, -87.4, -103.9, -104.1, 8388609, -8388611, 0.84375, 1.25, 1e-40, 4, -4, 6, 28};

    private interface Function {
        void run(long from, long to, long n);
    }

    @BeforeEach
    void vectorsAreThere() {
        assumeThat(Simd.ENABLED).isTrue();
    }

    private static double[] inputs(double low, double high) {
        var inputs = new double[COUNT];
        for (int i = 0; i < COUNT; i++) {
            inputs[i] = low + (high - low) * i / COUNT;
        }
        for (int i = 0; i < SPECIAL.length; i++) {
            if (!(SPECIAL[i] < low) && !(SPECIAL[i] > high)) {
                inputs[i] = SPECIAL[i];
            }
        }
        return inputs;
    }

    private static void floats(Function function, DoubleUnaryOperator exact, double low, double high, double ulps) {
        var memory = Ground.empty(DType.FLOAT32, COUNT).address();
        var inputs = inputs(low, high);
        for (int i = 0; i < COUNT; i++) {
            Mem.f32(memory, i, (float) inputs[i]);
        }
        function.run(memory, memory, COUNT);
        for (int i = 0; i < COUNT; i++) {
            double expected = exact.applyAsDouble((float) inputs[i]);
            assertClose(inputs[i], Mem.f32(memory, i), (float) expected, expected, ulps * Math.ulp((float) expected));
        }
    }

    private static void doubles(Function function, DoubleUnaryOperator exact, double low, double high, double ulps) {
        var memory = Ground.empty(DType.FLOAT64, COUNT).address();
        var inputs = inputs(low, high);
        for (int i = 0; i < COUNT; i++) {
            Mem.f64(memory, i, inputs[i]);
        }
        function.run(memory, memory, COUNT);
        for (int i = 0; i < COUNT; i++) {
            double expected = exact.applyAsDouble(inputs[i]);
            assertClose(inputs[i], Mem.f64(memory, i), expected, expected, ulps * Math.ulp(expected));
        }
    }

    private static void assertClose(double input, double actual, double rounded, double exact, double tolerance) {
        boolean same = Double.compare(actual, rounded) == 0 || Math.abs(actual - exact) <= tolerance;
        assertThat(same).as("at %s: %s, exact %s", input, actual, exact).isTrue();
    }

    @Test
    void floatFunctionsAreAccurate() {
        floats(FloatBlocks::exp, StrictMath::exp, -120, 100, 1);
        floats(FloatBlocks::exp2, x -> StrictMath.pow(2, x), -160, 140, 2);
        floats(FloatBlocks::sigmoid, x -> 1 / (1 + StrictMath.exp(-x)), -80, 80, 3);
        floats(FloatBlocks::tanh, StrictMath::tanh, -12, 12, 2);
        floats(FloatBlocks::tanh, StrictMath::tanh, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 2);
        floats(FloatBlocks::erf, ErrorFunction::erf, -5, 5, 6);
        floats(FloatBlocks::erfc, ErrorFunction::erfc, -5, 9, 1);
        floats(FloatBlocks::asinh, ScalarMath::asinh, -50, 50, 1);
        floats(FloatBlocks::acosh, ScalarMath::acosh, 0.5, 50, 1);
        floats(FloatBlocks::atanh, ScalarMath::atanh, -1.1, 1.1, 1);
    }

    @Test
    void doubleFunctionsAreAccurate() {
        doubles(DoubleBlocks::exp, StrictMath::exp, -740, 720, 2);
        doubles(DoubleBlocks::exp2, x -> StrictMath.pow(2, x), -1060, 1030, 2);
        doubles(DoubleBlocks::sigmoid, x -> 1 / (1 + StrictMath.exp(-x)), -600, 600, 3);
        doubles(DoubleBlocks::tanh, StrictMath::tanh, -30, 30, 2);
        doubles(DoubleBlocks::erf, ErrorFunction::erf, -7, 7, 2);
        doubles(DoubleBlocks::erfc, ErrorFunction::erfc, -7, 29, 4);
        doubles(DoubleBlocks::asinh, ScalarMath::asinh, -50, 50, 3);
        doubles(DoubleBlocks::acosh, ScalarMath::acosh, 0.5, 50, 3);
        doubles(DoubleBlocks::atanh, ScalarMath::atanh, -1.1, 1.1, 3);
    }

    @Test
    void roundingIsExact() {
        for (double range : new double[] {3, 1e7, Double.POSITIVE_INFINITY}) {
            floats(FloatBlocks::round, Math::rint, -range, range, 0);
            floats(FloatBlocks::floor, Math::floor, -range, range, 0);
            floats(FloatBlocks::ceil, Math::ceil, -range, range, 0);
            floats(FloatBlocks::trunc, ScalarMath::trunc, -range, range, 0);
            doubles(DoubleBlocks::round, Math::rint, -range, range, 0);
            doubles(DoubleBlocks::floor, Math::floor, -range, range, 0);
            doubles(DoubleBlocks::ceil, Math::ceil, -range, range, 0);
            doubles(DoubleBlocks::trunc, ScalarMath::trunc, -range, range, 0);
        }
    }

    @Test
    void powersAndRemaindersFollowTheScalarRules() {
        int n = SPECIAL.length * SPECIAL.length;
        int room = (n + 63) & -64;
        var a = Ground.empty(DType.FLOAT64, room).address();
        var b = Ground.empty(DType.FLOAT64, room).address();
        var to = Ground.empty(DType.FLOAT64, room).address();
        for (int i = 0; i < n; i++) {
            Mem.f64(a, i, SPECIAL[i / SPECIAL.length]);
            Mem.f64(b, i, SPECIAL[i % SPECIAL.length]);
        }
        DoubleBlocks.pow(a, b, to, room);
        for (int i = 0; i < n; i++) {
            double expected = ScalarMath.pow(Mem.f64(a, i), Mem.f64(b, i));
            assertClose(i, Mem.f64(to, i), expected, expected, 2 * Math.ulp(expected));
        }
        DoubleBlocks.remainder(a, b, to, room);
        var expected = new double[n];
        Arrays.setAll(expected, i -> ScalarMath.remainder(Mem.f64(a, i), Mem.f64(b, i)));
        for (int i = 0; i < n; i++) {
            assertClose(i, Mem.f64(to, i), expected[i], expected[i], 0);
        }
    }
}
