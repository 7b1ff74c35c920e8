package dev.tenon.cpu.math;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.core.DType;
import dev.tenon.core.Rounding;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Doubles and longs become halves by one rounding, not by two. */
class HalvesTest {
    /** The nearest half, found among the neighbours of a candidate with exact arithmetic; of two equally near ones the even. */
    private static double nearest(DType dtype, BigDecimal value) {
        double candidate = tensor(new double[] {value.doubleValue()}, DType.FLOAT32).to(dtype).item();
        double best = candidate;
        for (double other : new double[] {Rounding.before(dtype, candidate), -Rounding.before(dtype, -candidate)}) {
            int closer = new BigDecimal(other).subtract(value).abs().compareTo(new BigDecimal(best).subtract(value).abs());
            if (closer < 0) {
                best = other;
            }
        }
        return best;
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    void doubles_beside_a_tie_go_to_the_nearer_side(DType dtype) {
        int digits = dtype == DType.FLOAT16 ? 11 : 8;
        var random = new Random(3);
        var values = new double[2000];
        for (int i = 0; i < values.length; i++) {
            long whole = (1L << digits) + random.nextInt(1 << digits);
            double tie = Math.scalb(whole + 0.5, random.nextInt(20) - digits - 10);
            values[i] = random.nextBoolean() ? Math.nextUp(tie) : Math.nextDown(tie);
            values[i] *= random.nextBoolean() ? 1 : -1;
        }
        var expected = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            expected[i] = nearest(dtype, new BigDecimal(values[i]));
        }
        assertThat(tensor(values, DType.FLOAT64).to(dtype).toDoubleArray()).containsExactly(expected);
        assertThat(tensor(values, dtype).toDoubleArray()).containsExactly(expected);
        assertThat(tensor(values, DType.FLOAT64).view(2, 1000).t().to(dtype).t().flatten().toDoubleArray()).containsExactly(expected);
    }

    @Test
    void longs_beside_a_tie_go_to_the_nearer_side() {
        long tie = (1L << 62) + (1L << 54);
        var x = tensor(new long[] {tie + 1, tie - 1, tie, -tie - 1, (1L << 40) + (1L << 32) + 1});
        double step = 0x1p55;
        assertThat(x.to(DType.BFLOAT16).toDoubleArray()).containsExactly(0x1p62 + step, 0x1p62, 0x1p62, -0x1p62 - step, 0x1p40 + 0x1p33);
    }

    @Test
    void what_lies_beyond_the_range_of_floats_has_its_own_rounding() {
        var x = tensor(new double[] {1e300, -1e300, Double.NaN, 1e-300, -1e-300, 3.4028235677973366e38}, DType.FLOAT64);
        assertThat(x.to(DType.BFLOAT16).toDoubleArray()).containsExactly(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN,
            0.0, -0.0,
            Double.POSITIVE_INFINITY);
        assertThat(x.to(DType.FLOAT16).toDoubleArray()).containsExactly(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 0.0,
            -0.0,
            Double.POSITIVE_INFINITY);
    }
}
