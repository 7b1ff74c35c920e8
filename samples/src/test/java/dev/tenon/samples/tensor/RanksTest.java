package dev.tenon.samples.tensor;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.TenonException;
import dev.tenon.ops.QuantileInterpolation;
import dev.tenon.samples.EmulatedGpu;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Ranks, counts, places and diagonals beyond what the elements' dtype could count. */
class RanksTest {
    static List<Device> devices() {
        return List.of(cpu(), EmulatedGpu.device());
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    void quantiles_of_halves_are_those_of_floats_rounded_once(DType dtype) {
        var x = randperm(3001).to(DType.FLOAT32).div(64).to(dtype);
        var q = tensor(new double[] {0, 0.1, 0.25, 0.5, 0.9999, 1});
        for (var interpolation : QuantileInterpolation.values()) {
            var expected = quantile(x.to(DType.FLOAT32), q, null, false, interpolation).to(dtype);
            assertThat(quantile(x, q.to(dtype).to(DType.FLOAT32), null, false, interpolation).dtype()).isEqualTo(dtype);
            assertThat(quantile(x, q, null, false, interpolation).toDoubleArray()).containsExactly(expected.toDoubleArray());
            assertThat(nanquantile(x, q, null, false, interpolation).toDoubleArray()).containsExactly(expected.toDoubleArray());
        }
        assertThat(ones(dtype, 300).quantile(1.0).item()).isEqualTo(1);
        assertThat(ones(dtype, 300).to(EmulatedGpu.device()).quantile(1.0).item()).isEqualTo(1);
        assertThat(full(new long[] {2, 300}, Double.NaN, dtype).nanquantile(1.0).isnan().item()).isEqualTo(1);
    }

    @Test
    void gradients_flow_through_quantiles_of_halves() {
        var x = arange(0, 5, 1, DType.BFLOAT16).requiresGrad_();
        x.quantile(0.5).backward();
        Expect.gradient(x, 0, 0, 1, 0, 0);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16", "FLOAT32"})
    void counts_do_not_stop_where_the_dtype_has_no_next_integer(DType dtype) {
        assertThat(zeros(dtype, 3000).histc(1, 0, 1).item()).isEqualTo(tensor(new double[] {3000}, dtype).item());
        assertThat(ones(dtype, 70_000).nanmean().item()).isEqualTo(1);
        assertThat(ones(dtype, 70_000).mean().item()).isEqualTo(1);
        assertThat(arange(0, 1001, 1).to(dtype).median().item()).isEqualTo(500);
    }

    @Test
    void classes_beyond_a_narrow_dtype_are_told_apart() {
        var x = tensor(new int[] {44}, DType.INT8);
        assertThat(oneHot(x, 301).sum().itemLong()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void diagonals_lie_anywhere_in_the_range_of_long(Device device) {
        var x = ones(2, 3).to(device);
        for (long far : new long[] {Long.MAX_VALUE, Long.MAX_VALUE - 1, 5}) {
            Expect.elements(x.tril(far), 1, 1, 1, 1, 1, 1);
            Expect.elements(x.triu(far), 0, 0, 0, 0, 0, 0);
            Expect.elements(x.tril(-far), 0, 0, 0, 0, 0, 0);
            Expect.elements(x.triu(-far - 1), 1, 1, 1, 1, 1, 1);
        }
        assertThat(trilIndices(2, 3, Long.MAX_VALUE).shape().toArray()).containsExactly(2, 6);
        assertThat(triuIndices(2, 3, Long.MIN_VALUE).shape().toArray()).containsExactly(2, 6);
        assertThat(trilIndices(2, 3, Long.MIN_VALUE).shape().toArray()).containsExactly(2, 0);
        assertThat(triuIndices(1L << 62, 0, 0).shape().toArray()).containsExactly(2, 0);
        assertThat(triuIndices(1L << 62, 2, 1).toLongArray()).containsExactly(0, 1);
        assertThat(trilIndices(3, 2, -1).toLongArray()).containsExactly(1, 2, 2, 0, 0, 1);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void repeats_whose_sum_wraps_are_refused(Device device) {
        long most = 1L << 62;
        var x = arange(5).to(device);
        for (var repeats : List.of(new long[] {most, most, most, most, 1}, new long[] {most, most, 0, 0, 0}, new long[] {most})) {
            assertThatThrownBy(() -> x.repeatInterleave(tensor(repeats).to(device))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("repeat_interleave").hasMessageContaining("add up to").hasMessageContaining("try:");
        }
        assertThatThrownBy(() -> x.repeatInterleave(1L << 40)).isInstanceOf(TenonException.class).hasMessageContaining("repeat_interleave");
        assertThatThrownBy(() -> x.repeatInterleave(-1)).isInstanceOf(ArgumentException.class).hasMessageContaining("negative");
        assertThat(x.repeatInterleave(tensor(new long[] {0, 2, 0, 1, 0}).to(device)).toLongArray()).containsExactly(1, 1, 3);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void a_number_is_looked_for_on_every_device(Device device) {
        var x = tensor(new long[] {1, 2, 44}).to(device);
        assertThat(x.isin(2).toBooleanArray()).containsExactly(false, true, false);
        assertThat(x.isin(2.5).toBooleanArray()).containsExactly(false, false, false);
        assertThat(isin(2, x).toBooleanArray()).containsExactly(true);
        assertThat(isin(2, x).rank()).isZero();
        assertThat(x.to(DType.INT8).isin(300).toBooleanArray()).containsExactly(false, false, false);
        assertThat(searchsorted(x, 3).itemLong()).isEqualTo(2);
        Tensor none = isin(x, zeros(DType.INT64, 0).to(device));
        assertThat(none.toBooleanArray()).containsExactly(false, false, false);
    }
}
