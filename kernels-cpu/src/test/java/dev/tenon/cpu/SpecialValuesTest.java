package dev.tenon.cpu;

import static dev.tenon.Tenon.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.DType;
import dev.tenon.ops.DivRounding;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Results for NaN, infinities, zeros, and numbers at a dtype's limits. */
class SpecialValuesTest {
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;

    private static Tensor of(DType dtype, double... values) {
        return tensor(Arrays.stream(values).boxed().toList(), dtype);
    }

    private static double[] gradient(UnaryOperator<Tensor> function, double... at) {
        var x = of(DType.FLOAT64, at).requiresGrad_(true);
        function.apply(x).backward(Ops.onesLike(x));
        return Objects.requireNonNull(x.grad()).toDoubleArray();
    }

    @Test
    void infinities_of_halves_become_the_largest_half() {
        assertThat(of(DType.FLOAT16, INF, -INF, NAN, 2).nanToNum().toDoubleArray()).containsExactly(65504, -65504, 0, 2);
        assertThat(of(DType.BFLOAT16, INF, -INF).nanToNum().toDoubleArray()).containsExactly(0x1.FEp127, -0x1.FEp127);
        assertThat(of(DType.FLOAT32, INF, -INF).nanToNum().toDoubleArray()).containsExactly(Float.MAX_VALUE, -Float.MAX_VALUE);
        assertThat(of(DType.FLOAT64, INF, NAN).nanToNum(1.0, 5.0, null).toDoubleArray()).containsExactly(5, 1);
        assertThat(of(DType.INT64, 3, -1).nanToNum().toLongArray()).containsExactly(3, -1);
    }

    @Test
    void acosh_is_nan_below_1_however_far() {
        for (var dtype : new DType[] {DType.FLOAT64, DType.FLOAT32, DType.BFLOAT16}) {
            assertThat(of(dtype, -1e30, -5, 0.5, -INF, 1, INF).acosh().toDoubleArray()).containsExactly(NAN, NAN, NAN, NAN, 0, INF);
        }
    }

    @Test
    void a_standard_deviation_of_halves_may_have_a_variance_beyond_them() {
        var x = of(DType.FLOAT16, 300, -300, 900, 5);
        assertThat(x.std().item()).isEqualTo(511.5);
        assertThat(x.stdMean().std().item()).isEqualTo(511.5);
        assertThat(x.stdMean().mean().dtype()).isEqualTo(DType.FLOAT16);
    }

    @Test
    void a_variance_over_an_empty_list_of_dimensions_is_that_of_all_elements() {
        var x = of(DType.FLOAT64, 1, 2, 3, 6).view(2, 2);
        var result = x.varMean(new long[0], 1, false);
        assertThat(result.var().item()).isCloseTo(14.0 / 3, within(1e-12));
        assertThat(result.mean().item()).isEqualTo(3);
    }

    @Test
    void clipped_activations_have_no_gradient_at_nan() {
        assertThat(gradient(x -> x.hardtanh(), NAN, 0, 2)).containsExactly(0, 1, 0);
        assertThat(gradient(x -> x.relu6(), NAN, 1, 7)).containsExactly(0, 1, 0);
        assertThat(gradient(x -> x.hardshrink(), NAN, 1, 0)).containsExactly(0, 1, 0);
        assertThat(gradient(x -> x.softshrink(), NAN, 1, 0)).containsExactly(0, 1, 0);
        assertThat(gradient(x -> x.hardswish(), NAN, 5, -5)).containsExactly(NAN, 1, 0);
    }

    @Test
    void the_angle_of_the_origin_has_no_gradient() {
        assertThat(gradient(x -> x.atan2(of(DType.FLOAT64, 0, 2)), 0, 0)).containsExactly(0, 0.5);
    }

    @Test
    void halves_are_truncated_after_their_quotient_is_a_half() {
        var divisor = of(DType.BFLOAT16, -0.0225830078125, 0.1298828125, 2);
        var quotient = of(DType.BFLOAT16, 0.69921875, -1.9453125, 7).div(divisor, DivRounding.TRUNC);
        assertThat(quotient.toDoubleArray()).containsExactly(-31, -15, 3);
        assertThat(of(DType.FLOAT32, -1.9453125).div(of(DType.FLOAT32, 0.1298828125), DivRounding.TRUNC).item()).isEqualTo(-14);
    }

    @Test
    void a_power_of_2_that_overflows_makes_nan_of_0() {
        assertThat(of(DType.FLOAT32, 0, 1, 3).ldexp(of(DType.FLOAT32, 200, 3, -1)).toDoubleArray()).containsExactly(NAN, 8, 1.5);
    }
}
