package dev.tenon.testing;

import static dev.tenon.testing.Gradcheck.gradcheck;
import static dev.tenon.testing.Gradcheck.gradgradcheck;
import static dev.tenon.testing.Sample.sample;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.DType;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import org.junit.jupiter.api.Test;

class GradcheckTest {
    private final Tensor x = OpCase.random(new long[] {2, 3}, 0.2, 0.8, 1).requiresGrad_(true);
    private final Tensor y = OpCase.random(new long[] {3, 2}, 0.2, 0.8, 2).requiresGrad_(true);

    @Test
    void derivativesOfBothOrdersAreTheLimitOfDifferences() {
        gradcheck(Ops::matmul, sample(x, y));
        gradgradcheck(Ops::matmul, sample(x, y));
        gradgradcheck(a -> a.sin().mul(a.exp()), sample(x));
    }

    @Test
    void theTolerancesAreThoseOfPyTorch() {
        // Wrong by 5e-6 where 1e-5 + 1e-3 * |numerical| is allowed.
        gradcheck(a -> a.add(a.detach().mul(5e-6)), sample(x));
        assertThatThrownBy(() -> gradcheck(a -> a.add(a.detach().mul(5e-6)), sample(x), o -> o.atol(0).rtol(1e-6)))
            .isInstanceOf(AssertionError.class).hasMessageContaining("eps 1.0E-6, atol 0.0, rtol 1.0E-6");
        assertThatThrownBy(() -> gradcheck(a -> a.add(a.detach().mul(2e-3)), sample(x))).isInstanceOf(AssertionError.class)
            .hasMessageContaining("1.0 analytically and 1.002");
    }

    @Test
    void aGradientThatIsMissingCountsAsZeros() {
        assertThatThrownBy(() -> gradcheck((a, b) -> a.mul(2).add(b.detach().sum()), sample(x, y))).isInstanceOf(AssertionError.class)
            .hasMessageContaining("result 0 to operand 1");
        assertThatCode(() -> gradcheck((a, b) -> a.mul(2), sample(x, y))).doesNotThrowAnyException();
    }

    @Test
    void whatCannotBeComparedIsSaid() {
        assertThatThrownBy(() -> gradcheck(Ops::exp, sample(x.detach()))).isInstanceOf(AssertionError.class)
            .hasMessageContaining("requiresGrad_(true)");
        assertThatThrownBy(() -> gradcheck(Ops::exp, sample(x.detach().to(DType.FLOAT32).requiresGrad_(true))))
            .isInstanceOf(AssertionError.class).hasMessageContaining("x.to(DType.FLOAT64)");
    }
}
