package dev.tenon.samples.tensor;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.Rounding;
import dev.tenon.samples.EmulatedGpu;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Draws end before the end of their range, on both devices with the same numbers, and what must not be drawn is not. */
class DrawnNumbersTest {
    private static final int N = 30_000;

    @BeforeEach
    void seed() {
        manualSeed(11);
    }

    static Stream<Arguments> ranges() {
        double[][] ends = {{0, 1}, {1, 2}, {-1, 1e-9}, {-3, -2}, {0.1, 0.3}, {7, 7.0625}, {255, 256}, {-40000, 20000}};
        return Stream.of(DType.FLOAT64, DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16)
            .flatMap(dtype -> Arrays.stream(ends).map(end -> Arguments.of(dtype, end[0], end[1])));
    }

    @ParameterizedTest
    @MethodSource("ranges")
    void uniform_numbers_are_below_their_end(DType dtype, double from, double to) {
        var x = zeros(dtype, N).uniform_(from, to);
        assertThat(x.lt(to).all().itemLong()).as("below %s", to).isEqualTo(1);
        assertThat(x.ge(from).all().itemLong()).as("from %s on", from).isEqualTo(1);
        assertThat(x.amax().item()).isLessThan(to).isGreaterThan(to - 0.1 * (to - from) - Math.ulp((float) to) * 0x1p17);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    void halves_are_the_same_on_both_devices(DType dtype) {
        for (var draw : List.<java.util.function.Function<Device, Tensor>>of(device -> rand(new long[] {N}, dtype, device),
            device -> zeros(dtype, N).to(device).uniform_(-1, 3), device -> randint(0, 300, new long[] {N}, dtype, device))) {
            manualSeed(5);
            var here = draw.apply(cpu());
            manualSeed(5);
            assertThat(draw.apply(EmulatedGpu.device()).to(cpu()).toDoubleArray()).containsExactly(here.toDoubleArray());
        }
        assertThat(rand(new long[] {50_000}, dtype).lt(1).all().itemLong()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32", "FLOAT16", "BFLOAT16"})
    void ends_are_finite_numbers_of_the_dtype_and_no_further_apart(DType dtype) {
        var x = zeros(dtype, 3);
        double most = dtype.greatest();
        double[][] wrong = {{1, 0}, {0, Double.POSITIVE_INFINITY}, {Double.NEGATIVE_INFINITY, 0}, {Double.NaN, 1}, {0, Double.NaN},
            {-most, most}};
        for (var end : wrong) {
            assertThatThrownBy(() -> x.uniform_(end[0], end[1])).isInstanceOf(ArgumentException.class).hasMessageContaining("uniform_");
            assertThatThrownBy(() -> Generator.global().uniform(end[0], end[1], dtype, cpu(), 2)).isInstanceOf(ArgumentException.class);
        }
        assertThat(x.uniform_(2, 2).toDoubleArray()).containsExactly(2, 2, 2);
        assertThat(x.uniform_(0, most).lt(most).all().itemLong()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32", "FLOAT16", "BFLOAT16"})
    void the_number_before_the_end_is_the_nearest_one(DType dtype) {
        for (double v : new double[] {1, 2, 0, -1, 0.1, 1e-5, -0x1p-14, 255, 0.3}) {
            double nearest = tensor(new double[] {v}, dtype).item();
            double before = Rounding.before(dtype, v);
            assertThat(Rounding.nearest(dtype, v)).isEqualTo(nearest);
            assertThat(before).isLessThan(nearest);
            assertThat(tensor(new double[] {before}, dtype).item()).as("is one of the dtype").isEqualTo(before);
            double between = before + (nearest - before) / 2;
            assertThat(between == before || between == nearest || Rounding.nearest(dtype, between) == before
                || Rounding.nearest(dtype, between) == nearest).as("nothing lies between").isTrue();
        }
    }

    @Test
    void integers_in_halves_end_before_their_end_and_reach_the_last_that_there_is() {
        var x = randint(0, 300, new long[] {N}, DType.BFLOAT16);
        assertThat(x.amax().item()).isEqualTo(298);
        assertThat(randint(65500, 65505, new long[] {N}, DType.FLOAT16).amax().item()).isEqualTo(65504);
        assertThat(randint(Long.MAX_VALUE - 5000, Long.MAX_VALUE, new long[] {9}, DType.FLOAT64).amax().item()).isLessThan(0x1p63);
    }

    @Test
    void exponential_numbers_are_above_0_and_finite_in_every_dtype() {
        for (var dtype : new DType[] {DType.FLOAT16, DType.BFLOAT16, DType.FLOAT32, DType.FLOAT64}) {
            var x = zeros(dtype, 50_000).exponential_();
            assertThat(x.gt(0).all().itemLong()).isEqualTo(1);
            assertThat(x.isfinite().all().itemLong()).isEqualTo(1);
        }
    }

    @Test
    void weights_may_be_as_large_or_as_small_as_doubles_are() {
        double[][] weights = {{1e308, 1e308, 1e308}, {5e-324, 5e-324, 5e-324}, {1e-310, 2e-310, 1e-310}};
        for (var device : List.of(cpu(), EmulatedGpu.device())) {
            for (var weight : weights) {
                var w = tensor(weight, DType.FLOAT64).to(device);
                var counts = w.multinomial(3000, true).to(cpu()).bincount(null, 3);
                assertThat(counts.numel()).isEqualTo(3);
                assertThat(counts.gt(600).all().itemLong()).as(Arrays.toString(weight)).isEqualTo(1);
                assertThat(w.multinomial(3).to(cpu()).sort().values().toLongArray()).containsExactly(0, 1, 2);
            }
        }
        var rows = tensor(new double[][] {{1e308, 1e308, 0}, {1e-300, 0, 1e-300}}, DType.FLOAT64).expand(2, 3);
        assertThat(rows.multinomial(1000, true).toLongArray()).doesNotContain(3);
        assertThat(rows.multinomial(1000, true).get(1).eq(1).any().itemLong()).isZero();
        assertThat(tensor(new float[] {3e38f, 3e38f, 3e38f}).multinomial(1000, true).lt(3).all().itemLong()).isEqualTo(1);
    }

    @Test
    void a_place_without_weight_is_not_drawn_beside_one_of_hardly_any() {
        var w = tensor(new double[] {0, 5e-324, 0, 1, 0}, DType.FLOAT64).expand(500, 5);
        var drawn = w.multinomial(2);
        assertThat(drawn.remainder(2).eq(1).all().itemLong()).isEqualTo(1);
    }
}
