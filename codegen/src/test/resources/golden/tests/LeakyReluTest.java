package sample.kernels;

import dev.tenon.testing.OpChecks;
import org.junit.jupiter.api.Test;
import sample.SampleOpsCatalog;

/**
 * What every pointwise operator promises, for {@code leaky_relu}.
 */
class LeakyReluTest {
    private final OpChecks checks = OpChecks.of(SampleOpsCatalog::call, "leaky_relu").tensor("input", 'F', true).kink("input", 0.01, 0.0);

    @Test
    void every_length_gives_what_the_scalar_kernel_gives() {
        checks.lengths();
    }

    @Test
    void nan_and_infinities_give_what_the_scalar_kernel_gives() {
        checks.specialValues();
    }

    @Test
    void operands_broadcast_as_if_expanded() {
        checks.broadcast();
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
    void a_dtype_that_is_not_claimed_is_refused() {
        checks.refusedDtypes();
    }

    @Test
    void the_gradient_agrees_with_finite_differences() {
        checks.gradient();
    }

    @Test
    void the_second_gradient_agrees_with_finite_differences() {
        checks.secondGradient();
    }

    @Test
    void the_gradient_at_a_kink_is_the_declared_one() {
        checks.kinks();
    }

    @Test
    void the_fused_gradient_equals_the_composed_one() {
        checks.fused();
    }
}
