package dev.tenon.tensor;

import static dev.tenon.Tenon.*;
import static dev.tenon.tensor.Expect.elements;
import static dev.tenon.tensor.Expect.gradient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.AutogradException;
import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import dev.tenon.core.ShapeException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators that write into their first tensor, and those that refuse to. */
class InPlaceTest {
    private static final Map<String, UnaryOperator<Tensor>> CHANGES = new LinkedHashMap<>();

    static {
        CHANGES.put("add_", x -> x.add_(1));
        CHANGES.put("sub_", x -> x.sub_(1));
        CHANGES.put("mul_", x -> x.mul_(2));
        CHANGES.put("div_", x -> x.div_(2));
        CHANGES.put("clamp_", x -> x.clamp_(0, 1));
        CHANGES.put("relu_", Tensor::relu_);
        CHANGES.put("exp_", Tensor::exp_);
        CHANGES.put("zero_", Tensor::zero_);
        CHANGES.put("fill_", x -> x.fill_(3));
        CHANGES.put("copy_", x -> x.copy_(ones(2, 2)));
        CHANGES.put("masked_fill_", x -> x.maskedFill_(x.gt(1), 0));
        CHANGES.put("masked_scatter_", x -> x.maskedScatter_(x.gt(1), ones(4)));
        CHANGES.put("index_fill_", x -> x.indexFill_(0, tensor(new long[] {1}), 0));
        CHANGES.put("index_add_", x -> x.indexAdd_(0, tensor(new long[] {1}), ones(1, 2)));
        CHANGES.put("scatter_", x -> x.scatter_(0, tensor(new long[][] {{1, 0}}), ones(1, 2)));
        CHANGES.put("scatter_add_", x -> x.scatterAdd_(0, tensor(new long[][] {{1, 0}}), ones(1, 2)));
        CHANGES.put("tril_", Tensor::tril_);
        CHANGES.put("cumsum_", x -> x.cumsum_(0));
        CHANGES.put("addmm_", x -> x.addmm_(ones(2, 3), ones(3, 2)));
        CHANGES.put("uniform_", Tensor::uniform_);
        CHANGES.put("normal_", Tensor::normal_);
        CHANGES.put("bernoulli_", Tensor::bernoulli_);
        CHANGES.put("random_", Tensor::random_);
        CHANGES.put("exponential_", Tensor::exponential_);
        CHANGES.put("set", x -> x.set(0, 1));
    }

    static Stream<String> changes() {
        return CHANGES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void a_change_stays_in_its_memory_shows_in_views_and_counts_as_a_version(String name) {
        var x = tensor(new double[][] {{1, 2}, {3, 4}});
        var row = x.get(1);
        int before = x.version();
        assertThat(change(name, x)).isSameAs(x);
        assertThat(x.version()).isEqualTo(before + 1);
        assertThat(row.version()).isEqualTo(before + 1);
        assertThat(row.toDoubleArray()).containsExactly(x.get(1).toDoubleArray());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void a_leaf_that_requires_grad_is_refused_unless_nothing_is_recorded(String name) {
        var leaf = tensor(new double[][] {{1, 2}, {3, 4}}).requiresGrad_();
        assertThatThrownBy(() -> change(name, leaf)).isInstanceOf(AutogradException.class).hasMessageContaining("leaf")
            .hasMessageContaining("try:");
        noGrad(() -> {
            change(name, leaf);
        });
        assertThat(leaf.isLeaf()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void a_value_saved_for_backward_is_noticed_when_it_changes(String name) {
        var leaf = tensor(new double[][] {{1, 2}, {3, 4}}).requiresGrad_();
        var x = leaf.mul(1);
        var square = x.mul(x).sum();
        change(name, x);
        assertThatThrownBy(square::backward).isInstanceOf(AutogradException.class).hasMessageContaining("changed in place");
    }

    private static Tensor change(String name, Tensor x) {
        var change = CHANGES.get(name);
        if (change == null) {
            throw new AssertionError(name);
        }
        return change.apply(x);
    }

    @Test
    void changes_of_a_recorded_value_are_recorded() {
        var a = arange(6).to(DType.FLOAT32).reshape(2, 3).requiresGrad_();
        var b = a.mul(2);
        b.indexAdd_(1, tensor(new long[] {0, 2}), ones(2, 2), 3);
        b.cumsum_(1);
        elements(b, 3, 5, 12, 9, 17, 30);
        b.mul(b).sum().backward();
        gradient(a, 80, 68, 48, 224, 188, 120);
    }

    @Test
    void an_operator_that_saves_its_input_is_differentiated_at_the_old_values() {
        var a = tensor(new double[] {1, 2, 3}).requiresGrad_();
        var b = a.mul(1);
        b.cumprod_(0).sum().backward();
        gradient(a, 9, 4, 2);
    }

    @Test
    void what_is_copied_in_receives_the_gradient_and_what_was_overwritten_does_not() {
        var a = ones(3).requiresGrad_();
        var s = tensor(new double[] {5, 6, 7}).requiresGrad_();
        var b = a.mul(2);
        b.copy_(s);
        b.mul(b).sum().backward();
        gradient(s, 10, 12, 14);
        assertThat(a.grad()).isNull();
    }

    @Test
    void what_was_set_to_zero_starts_anew() {
        var a = ones(3).requiresGrad_();
        var b = a.mul(2);
        b.zero_();
        assertThat(b.requiresGrad()).isTrue();
        b.add_(a);
        b.mul(b).sum().backward();
        gradient(a, 2, 2, 2);
    }

    @Test
    void a_result_that_does_not_fit_is_refused() {
        assertThatThrownBy(() -> ones(3).add_(ones(2, 3))).isInstanceOf(ShapeException.class).hasMessageContaining("add_");
        assertThatThrownBy(() -> arange(4).div_(2)).isInstanceOf(DTypeException.class).hasMessageContaining("div_");
        assertThatThrownBy(() -> arange(3).addr_(ones(3), ones(3))).isInstanceOf(ShapeException.class).hasMessageContaining("addr_");
        assertThatThrownBy(() -> ones(3).copy_(ones(2, 3))).isInstanceOf(ShapeException.class).hasMessageContaining("copy_");
    }
}
