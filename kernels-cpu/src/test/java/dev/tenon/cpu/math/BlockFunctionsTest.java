package dev.tenon.cpu.math;

import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tenon.core.DType;
import dev.tenon.cpu.Ground;
import dev.tenon.cpu.engine.Simd;
import dev.tenon.cpu.engine.UncheckedAccess;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlockFunctionsTest {
    private static final int COUNT = 1 << 14;
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
            UncheckedAccess.f32(memory, i, (float) inputs[i]);
        }
        function.run(memory, memory, COUNT);
        for (int i = 0; i < COUNT; i++) {
            double expected = exact.applyAsDouble((float) inputs[i]);
            assertClose(inputs[i], UncheckedAccess.f32(memory, i), (float) expected, expected, ulps * Math.ulp((float) expected));
        }
    }

    private static void doubles(Function function, DoubleUnaryOperator exact, double low, double high, double ulps) {
        var memory = Ground.empty(DType.FLOAT64, COUNT).address();
        var inputs = inputs(low, high);
        for (int i = 0; i < COUNT; i++) {
            UncheckedAccess.f64(memory, i, inputs[i]);
        }
        function.run(memory, memory, COUNT);
        for (int i = 0; i < COUNT; i++) {
            double expected = exact.applyAsDouble(inputs[i]);
            assertClose(inputs[i], UncheckedAccess.f64(memory, i), expected, expected, ulps * Math.ulp(expected));
        }
    }

    private static void assertClose(double input, double actual, double rounded, double exact, double tolerance) {
        boolean same = Double.compare(actual, rounded) == 0 || Math.abs(actual - exact) <= tolerance;
        if (!same) {
            fail("at %s: %s, exact %s", input, actual, exact);
        }
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
        floats(FloatBlocks::expm1, StrictMath::expm1, -40, 100, 2);
        floats(FloatBlocks::expm1, StrictMath::expm1, -1, 1, 2);
        floats(FloatBlocks::sinh, StrictMath::sinh, -100, 100, 1);
        floats(FloatBlocks::cosh, StrictMath::cosh, -100, 100, 1);
        for (double range : new double[] {2, 1e30, Double.POSITIVE_INFINITY}) {
            floats(FloatBlocks::log, StrictMath::log, -range, range, 1);
            floats(FloatBlocks::log2, ScalarMath::log2, -range, range, 2);
            floats(FloatBlocks::log10, StrictMath::log10, -range, range, 1);
            floats(FloatBlocks::log1p, StrictMath::log1p, -range, range, 1);
        }
        for (double range : new double[] {1.1, 10, 1e5, 1e30, Double.POSITIVE_INFINITY}) {
            floats(FloatBlocks::sin, StrictMath::sin, -range, range, 1);
            floats(FloatBlocks::cos, StrictMath::cos, -range, range, 1);
            floats(FloatBlocks::tan, StrictMath::tan, -range, range, 1);
            floats(FloatBlocks::asin, StrictMath::asin, -range, range, 1);
            floats(FloatBlocks::acos, StrictMath::acos, -range, range, 1);
            floats(FloatBlocks::atan, StrictMath::atan, -range, range, 1);
        }
    }

    @Test
    void doubleLogarithmsAndAnglesAreAccurate() {
        for (double range : new double[] {2, 40, 720, Double.POSITIVE_INFINITY}) {
            doubles(DoubleBlocks::expm1, StrictMath::expm1, -range, range, 2);
            doubles(DoubleBlocks::sinh, StrictMath::sinh, -range, range, 2);
            doubles(DoubleBlocks::cosh, StrictMath::cosh, -range, range, 2);
            doubles(DoubleBlocks::tanh, StrictMath::tanh, -range, range, 2);
        }
        for (double range : new double[] {1e-310, 1e-3, 2, 1e30, Double.POSITIVE_INFINITY}) {
            doubles(DoubleBlocks::log, StrictMath::log, -range, range, 1);
            doubles(DoubleBlocks::log2, ScalarMath::log2, -range, range, 2);
            doubles(DoubleBlocks::log10, StrictMath::log10, -range, range, 2);
            doubles(DoubleBlocks::log1p, StrictMath::log1p, -range, range, 1);
        }
        for (double range : new double[] {1e-310, 1.1, 10, 1e5, 1e7, 1e30, Double.POSITIVE_INFINITY}) {
            doubles(DoubleBlocks::sin, StrictMath::sin, -range, range, 1);
            doubles(DoubleBlocks::cos, StrictMath::cos, -range, range, 1);
            doubles(DoubleBlocks::tan, StrictMath::tan, -range, range, 2);
            doubles(DoubleBlocks::asin, StrictMath::asin, -range, range, 1);
            doubles(DoubleBlocks::acos, StrictMath::acos, -range, range, 1);
            doubles(DoubleBlocks::atan, StrictMath::atan, -range, range, 1);
        }
    }

    @Test
    void anglesNearMultiplesOfAQuarterTurnKeepTheirSmallParts() {
        var memory = Ground.empty(DType.FLOAT64, COUNT).address();
        for (var function : List.<Function>of(DoubleBlocks::sin, DoubleBlocks::cos)) {
            for (int i = 0; i < COUNT; i++) {
                UncheckedAccess.f64(memory, i, 97 * i * (Math.PI / 2));
            }
            function.run(memory, memory, COUNT);
            for (int i = 0; i < COUNT; i++) {
                double x = 97 * i * (Math.PI / 2);
                double expected = Math.abs(UncheckedAccess.f64(memory, i)) < 0.5
                    ? Math.copySign(Math.min(Math.abs(StrictMath.sin(x)), Math.abs(StrictMath.cos(x))), UncheckedAccess.f64(memory, i))
                    : Math.copySign(1, UncheckedAccess.f64(memory, i));
                assertClose(x, UncheckedAccess.f64(memory, i), expected, expected, Math.ulp(expected));
            }
        }
    }

    @Test
    void powersOfManySizesAreAccurate() {
        var random = new Random(1);
        var a = Ground.empty(DType.FLOAT64, COUNT).address();
        var b = Ground.empty(DType.FLOAT64, COUNT).address();
        var to = Ground.empty(DType.FLOAT64, COUNT).address();
        for (int i = 0; i < COUNT; i++) {
            double x = Math.exp(random.nextGaussian() * (i % 4 == 0 ? 200 : 2));
            boolean whole = i % 3 == 0;
            UncheckedAccess.f64(a, i, whole && i % 2 == 0 ? -x : x);
            UncheckedAccess.f64(b, i, whole ? random.nextInt(-9, 10) : random.nextGaussian() * (i % 5 == 0 ? 100 : 3));
        }
        DoubleBlocks.pow(a, b, to, COUNT);
        for (int i = 0; i < COUNT; i++) {
            double expected = StrictMath.pow(UncheckedAccess.f64(a, i), UncheckedAccess.f64(b, i));
            assertClose(UncheckedAccess.f64(a, i), UncheckedAccess.f64(to, i), expected, expected, Math.ulp(expected));
        }
    }

    @Test
    void anglesOfPairsFollowTheScalarRules() {
        double[] values = {0, -0.0, 1, -1, 2, -0.3, 1e-300, -1e300, Double.MIN_VALUE, Double.NaN, Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY};
        var random = new Random(2);
        int n = 1 << 12;
        var a = Ground.empty(DType.FLOAT64, n).address();
        var b = Ground.empty(DType.FLOAT64, n).address();
        var to = Ground.empty(DType.FLOAT64, n).address();
        for (int i = 0; i < n; i++) {
            boolean special = i < values.length * values.length;
            UncheckedAccess.f64(a, i, special ? values[i / values.length] : random.nextGaussian());
            UncheckedAccess.f64(b, i, special ? values[i % values.length] : random.nextGaussian());
        }
        DoubleBlocks.atan2(a, b, to, n);
        for (int i = 0; i < n; i++) {
            double expected = StrictMath.atan2(UncheckedAccess.f64(a, i), UncheckedAccess.f64(b, i));
            assertClose(UncheckedAccess.f64(a, i), UncheckedAccess.f64(to, i), expected, expected, 2 * Math.ulp(expected));
        }
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
            UncheckedAccess.f64(a, i, SPECIAL[i / SPECIAL.length]);
            UncheckedAccess.f64(b, i, SPECIAL[i % SPECIAL.length]);
        }
        DoubleBlocks.pow(a, b, to, room);
        for (int i = 0; i < n; i++) {
            double expected = ScalarMath.pow(UncheckedAccess.f64(a, i), UncheckedAccess.f64(b, i));
            assertClose(i, UncheckedAccess.f64(to, i), expected, expected, 2 * Math.ulp(expected));
        }
        DoubleBlocks.remainder(a, b, to, room);
        var expected = new double[n];
        Arrays.setAll(expected, i -> ScalarMath.remainder(UncheckedAccess.f64(a, i), UncheckedAccess.f64(b, i)));
        for (int i = 0; i < n; i++) {
            assertClose(i, UncheckedAccess.f64(to, i), expected[i], expected[i], 0);
        }
    }
}
