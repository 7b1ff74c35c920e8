package sample.kernels;

import dev.tenon.testing.OpChecks;
import org.junit.jupiter.api.Test;
import sample.SampleOpsCatalog;

/**
 * What every reduction operator promises, for {@code sum}.
 */
class SumTest {
    private final OpChecks checks = OpChecks.of(SampleOpsCatalog::call, "sum").tensor("input", 'T', true);

    @Test
    void every_length_gives_what_the_scalar_kernel_gives() {
        checks.lengths();
    }

    @Test
    void nan_and_infinities_give_what_the_scalar_kernel_gives() {
        checks.specialValues();
    }

    @Test
    void strided_operands_give_the_result_of_contiguous_ones() {
        checks.strided();
    }

    @Test
    void empty_operands_give_a_result() {
        checks.empty();
    }

    @Test
    void every_claimed_dtype_is_computed() {
        checks.claimedDtypes();
    }

    @Test
    void the_gradient_agrees_with_finite_differences() {
        checks.gradient();
    }

    @Test
    void the_second_gradient_agrees_with_finite_differences() {
        checks.secondGradient();
    }
}
