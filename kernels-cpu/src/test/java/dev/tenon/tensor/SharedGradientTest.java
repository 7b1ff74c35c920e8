package dev.tenon.tensor;

import static dev.tenon.Tenon.noGrad;
import static dev.tenon.Tenon.tensor;
import static dev.tenon.tensor.Expect.gradient;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sum passes one gradient on to both of its operands; what leaves keep of it is their own. */
class SharedGradientTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_gradients_of_two_leaves_of_a_sum_do_not_change_together(boolean createGraph) {
        var x = tensor(new double[] {1, 2}).requiresGrad_(true);
        var y = tensor(new double[] {3, 4}).requiresGrad_(true);
        x.add(y).mul(tensor(new double[] {5, 6})).sum().backward(o -> createGraph ? o.createGraph() : o);
        noGrad(() -> Objects.requireNonNull(x.grad()).add_(1));
        gradient(x, 6, 7);
        gradient(y, 5, 6);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 2.5, -1})
    void alpha_scales_the_gradient_of_the_second_operand_alone(double alpha) {
        var x = tensor(new double[] {1, 2}).requiresGrad_(true);
        var y = tensor(new double[] {3, 4}).requiresGrad_(true);
        x.add(y, alpha).sum().backward();
        gradient(x, 1, 1);
        gradient(y, alpha, alpha);
    }
}
