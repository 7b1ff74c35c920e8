package dev.tenon.cpu.pointwise;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.core.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows of narrow elements so long that they are widened piece by piece. */
class LongRowsTest {
    private static final long LENGTH = 9_000_001;

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"UINT8", "INT16", "FLOAT16", "BFLOAT16"})
    void the_first_of_equal_extremes_is_found_in_any_piece(DType dtype) {
        var x = ones(dtype, LENGTH);
        assertThat(x.argmax().itemLong()).isZero();
        x.set(3, 8_500_000).set(3, 4_200_000).set(2, 5).set(0, 8_999_999);
        assertThat(x.argmax().itemLong()).isEqualTo(4_200_000);
        assertThat(x.argmin().itemLong()).isEqualTo(8_999_999);
        assertThat(x.eq(1).logicalNot().nonzero().flatten().toLongArray()).containsExactly(5, 4_200_000, 8_500_000, 8_999_999);
    }

    @Test
    void a_NaN_comes_before_everything() {
        var x = ones(DType.FLOAT16, LENGTH);
        x.set(7, 3).set(Double.NaN, 8_500_000).set(Double.NaN, 8_900_000);
        assertThat(x.argmax().itemLong()).isEqualTo(8_500_000);
        assertThat(x.argmin().itemLong()).isEqualTo(8_500_000);
    }

    @Test
    void many_rows_are_widened_together() {
        var x = zeros(DType.UINT8, 3001, 3001);
        x.set(9, 3000, 7).set(9, 1500, 3000).set(1, 1500, 2);
        var best = x.argmax(1);
        assertThat(best.sum().itemLong()).isEqualTo(3007);
        assertThat(best.get(1500).itemLong()).isEqualTo(3000);
        assertThat(x.argmax(0).get(7).itemLong()).isEqualTo(3000);
    }
}
