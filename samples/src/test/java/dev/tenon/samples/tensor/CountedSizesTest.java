package dev.tenon.samples.tensor;

import static dev.tenon.Tenon.*;
import static dev.tenon.samples.tensor.Expect.elements;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.OutOfMemoryException;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.PaddingMode;
import dev.tenon.samples.EmulatedGpu;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values of PyTorch 2.13 of operators whose numbers decide how much there is, and what they say of numbers that are too large. */
class CountedSizesTest {
    @Test
    void triangles_have_the_places_on_one_side_of_a_diagonal() {
        elements(trilIndices(3, 4), 0, 1, 1, 2, 2, 2, 0, 0, 1, 0, 1, 2);
        elements(trilIndices(4, 3, -2), 2, 3, 3, 0, 0, 1);
        elements(triuIndices(3, 4, 1), 0, 0, 0, 1, 1, 2, 1, 2, 3, 2, 3, 3);
        elements(triuIndices(4, 3, -2), 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 0, 1, 2, 0, 1, 2, 0, 1, 2, 1, 2);
        assertThat(trilIndices(2, 3, Long.MAX_VALUE).shape().toArray()).containsExactly(2, 6);
        assertThat(triuIndices(2, 2, Long.MIN_VALUE).shape().toArray()).containsExactly(2, 4);
    }

    @Test
    void a_triangle_without_places_is_there_at_once_however_many_rows_it_has() {
        assertThat(triuIndices(1L << 62, 0).shape().toArray()).containsExactly(2, 0);
        assertThat(triuIndices(1L << 62, 1, 1).shape().toArray()).containsExactly(2, 0);
        assertThat(trilIndices(1L << 62, 3, Long.MIN_VALUE).shape().toArray()).containsExactly(2, 0);
    }

    @Test
    void a_triangle_that_no_memory_holds_is_refused_before_it_is_made() {
        assertThatThrownBy(() -> trilIndices(1L << 40, 1L << 40)).isInstanceOf(ShapeException.class)
            .hasMessageStartingWith("tril_indices:");
        assertThatThrownBy(() -> trilIndices(1L << 55, 1)).isInstanceOf(OutOfMemoryException.class).hasMessageStartingWith("tril_indices:");
    }

    @Test
    void a_count_for_every_integer_there_is_is_refused_on_both_devices() {
        for (var device : List.of(cpu(), EmulatedGpu.device())) {
            var x = tensor(new long[] {1, Long.MAX_VALUE}).to(device);
            assertThatThrownBy(x::bincount).isInstanceOf(ArgumentException.class).hasMessageStartingWith("bincount:");
        }
    }

    @Test
    void padding_repeats_what_its_mode_says_and_cuts_what_is_negative() {
        elements(padded(PaddingMode.REFLECT, 3, 2), 4, 3, 2, 1, 2, 3, 4, 3, 2);
        elements(padded(PaddingMode.REFLECT, -1, 3), 2, 3, 4, 3, 2, 1);
        elements(padded(PaddingMode.REPLICATE, 2, 3), 1, 1, 1, 2, 3, 4, 4, 4, 4);
        elements(padded(PaddingMode.REPLICATE, -2, 1), 3, 4, 4);
        elements(padded(PaddingMode.CIRCULAR, 4, 3), 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3);
        elements(padded(PaddingMode.CIRCULAR, -1, 2), 2, 3, 4, 2, 3);
    }

    private static Tensor padded(PaddingMode mode, long before, long after) {
        return arange(1.0, 5.0).reshape(1, 1, 4).pad(new long[] {before, after}, mode, null);
    }

    @Test
    void a_window_over_channels_may_be_larger_than_all_of_them() {
        var x = arange(1.0, 9.0).reshape(2, 4, 1, 1);
        elements(x.localResponseNorm(9, 1, 0.75, 1), 0.33295342326164246, 0.6659068465232849, 0.998860239982605, 1.3318136930465698,
            0.5221719741821289, 0.6266063451766968, 0.7310407161712646, 0.8354751467704773);
        elements(x.localResponseNorm(1_000_000_000, 1, 0.75, 1), 1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void means_of_integers_over_volumes_are_truncated_by_the_places_that_count() {
        var x = arange(64).reshape(1, 4, 4, 4).to(DType.INT64);
        elements(avgPool3d(x, new long[] {3}, new long[] {2}, new long[] {1}, true, false, null), 10, 12, 13, 16, 18, 19, 20, 22, 23, 34,
            36,
            37, 40, 42, 43, 44, 46, 47, 50, 52, 53, 56, 58, 59, 60, 62, 63);
    }
}
