package dev.tenon.cpu.pointwise;

import static dev.tenon.Tenon.tensor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.core.DType;
import dev.tenon.tensor.OpCatalog;
import dev.tenon.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Operands are compared and computed with in the dtype that they are promoted to, as PyTorch has it. */
class PromotionTest {
    private static Tensor of(DType dtype, double... values) {
        return tensor(values).to(dtype);
    }

    @Test
    void a_number_wraps_beside_narrow_integers() {
        assertThat(of(DType.UINT8, 0, 255).eq(-1).toBooleanArray()).containsExactly(false, true);
        assertThat(of(DType.INT8, 44, 45).ge(300).toBooleanArray()).containsExactly(true, true);
        assertThat(of(DType.UINT8, 0, 7).clampMax(-1).toLongArray()).containsExactly(0, 7);
        assertThat(of(DType.INT32, 0, 1).lt(1L << 40).toBooleanArray()).containsExactly(false, false);
    }

    @Test
    void a_comparison_rounds_its_number_to_halves() {
        assertThat(of(DType.FLOAT16, 0.1).eq(0.1).toBooleanArray()).containsExactly(true);
        assertThat(of(DType.BFLOAT16, 0.1).lt(0.1).toBooleanArray()).containsExactly(false);
        assertThat(of(DType.FLOAT16, Double.POSITIVE_INFINITY).eq(1e10).toBooleanArray()).containsExactly(true);
        assertThat(of(DType.FLOAT32, 0.1).eq(0.1).toBooleanArray()).containsExactly(true);
    }

    @Test
    void the_arithmetic_of_halves_keeps_a_number_exact() {
        assertThat(of(DType.FLOAT16, 0.001).mul(100_000).item()).isBetween(100.0, 100.1);
    }

    @Test
    void integers_beside_halves_are_rounded_first() {
        var whole = of(DType.INT32, 257, 100_000);
        assertThat(of(DType.BFLOAT16, 256, 1).sub(whole).toDoubleArray()).containsExactly(0, -99840);
        assertThat(of(DType.FLOAT16, 1, 1).add(whole).toDoubleArray()).containsExactly(258, Double.POSITIVE_INFINITY);
        assertThat(whole.eq(of(DType.BFLOAT16, 256, 1)).toBooleanArray()).containsExactly(true, false);
        assertThat(of(DType.BFLOAT16, 256, 256, 1, 1).view(2, 2).t().ge(whole).toBooleanArray()).containsExactly(true, false, true, false);
    }

    @Test
    void a_single_element_wraps_to_the_dtype_of_many() {
        assertThat(of(DType.UINT8, 1, 255).eq(tensor(-1L)).toBooleanArray()).containsExactly(false, true);
        assertThat(of(DType.INT8, -1, 3).maximum(tensor(255L)).toLongArray()).containsExactly(-1, 3);
    }

    @Test
    void a_fold_converts_its_elements_first() {
        var x = of(DType.FLOAT32, 0.5, 2.7, -0.25);
        assertThat(x.prod(0, false, DType.BOOL).toBooleanArray()).containsExactly(true);
        assertThat(x.sum(null, false, DType.INT64).itemLong()).isEqualTo(2);
        assertThat(of(DType.FLOAT32, 1e5, -1e5).sum(null, false, DType.FLOAT16).item()).isNaN();
    }

    @Test
    void a_truth_value_is_a_number_of_the_lowest_category() {
        var sum = OpCatalog.call("add", Map.of("input", of(DType.UINT8, 1, 255), "other", true)).getFirst();
        assertThat(sum.dtype()).isEqualTo(DType.UINT8);
        assertThat(sum.toLongArray()).containsExactly(2, 0);
    }
}
