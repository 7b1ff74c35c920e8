package dev.tenon.tensor;

import static dev.tenon.Tenon.noGrad;
import static dev.tenon.Tenon.tensor;
import static dev.tenon.tensor.Expect.gradient;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Objects;
import org.junit.jupiter.api.Test;
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

    /** Gradients that meet are added up in the memory of the first, where nobody else has that. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_is_added_for_one_operand_is_not_added_for_the_other(boolean otherUseIsLater) {
        var x = tensor(new double[] {1, 2}).requiresGrad_(true);
        var y = tensor(new double[] {3, 4}).requiresGrad_(true);
        var a = x.mul(2);
        var b = y.mul(3);
        var first = otherUseIsLater ? a.add(b) : a.mul(7);
        var second = otherUseIsLater ? a.mul(7) : a.add(b);
        first.add(second).mul(tensor(new double[] {1, 10})).sum().backward();
        gradient(x, 16, 160);
        gradient(y, 3, 30);
    }

    @Test
    void a_gradient_that_a_hook_has_seen_stays_as_it_was() {
        var x = tensor(new double[] {1, 2}).requiresGrad_(true);
        var a = x.mul(2);
        var seen = new ArrayList<Tensor>();
        var sum = a.add(0);
        sum.registerHook(gradient -> {
            seen.add(gradient);
            return gradient;
        });
        var before = a.mul(5);
        sum.add(before).sum().backward();
        gradient(x, 12, 12);
        assertThat(seen.getFirst().toDoubleArray()).containsExactly(1, 1);
    }
}
