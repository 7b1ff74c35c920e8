package dev.tenon.tensor;

import static dev.tenon.Tenon.*;
import static dev.tenon.tensor.Expect.elements;
import static dev.tenon.tensor.Expect.gradient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.AutogradException;
import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import dev.tenon.core.IndexException;
import dev.tenon.core.ShapeException;
import org.junit.jupiter.api.Test;

/** Values and gradients of PyTorch 2.13 for the same assignments. */
class AssignmentTest {
    private final Tensor x = arange(12).to(DType.FLOAT32).reshape(3, 4);

    @Test
    void a_number_fills_the_part_chosen() {
        elements(x.set(-1, slice(1, 3), slice(2, 4)), 0, 1, 2, 3, 4, 5, -1, -1, 8, 9, -1, -1);
        elements(x.set(7, 0, 1).get(0), 0, 7, 2, 3);
        elements(x.set(9, ellipsis(), -1).get(all(), -1), 9, 9, 9);
        elements(x.set(5, 2, from(2)).get(2), 8, 9, 5, 5);
    }

    @Test
    void a_tensor_is_broadcast_into_the_part_chosen() {
        elements(x.set(tensor(new double[] {7, 8, 9}), all(), 0).get(all(), 0), 7, 8, 9);
        elements(x.set(tensor(new double[][] {{5, 6, 7, 8}}), 1).get(1), 5, 6, 7, 8);
        elements(x.set(tensor(new double[] {1, 2, 3, 4}), slice(0, 2)).get(slice(0, 2)), 1, 2, 3, 4, 1, 2, 3, 4);
    }

    @Test
    void a_mask_chooses_where_to_write() {
        elements(x.set(tensor(new double[] {100, 200, 300}), x.gt(8)).get(2), 8, 100, 200, 300);
        elements(x.set(0, x.gt(8)), 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0);
    }

    @Test
    void index_tensors_choose_where_to_write() {
        x.set(tensor(new double[] {50, 60}), tensor(new long[] {0, 2}), tensor(new long[] {1, 3}));
        elements(x, 0, 50, 2, 3, 4, 5, 6, 7, 8, 9, 10, 60);
        x.set(tensor(new double[] {1, 2, 3, 4}), tensor(new long[] {2, 0}));
        elements(x, 1, 2, 3, 4, 4, 5, 6, 7, 1, 2, 3, 4);
    }

    @Test
    void of_several_values_for_one_place_the_last_counts() {
        elements(zeros(3).set(tensor(new double[] {1, 2, 3}), tensor(new long[] {1, 1, 1})), 0, 3, 0);
    }

    @Test
    void a_value_is_converted_to_the_dtype_of_the_tensor() {
        elements(arange(4).set(2.7, 1), 0, 2, 2, 3);
        elements(arange(4).set(tensor(new double[] {2.7, 3.2}), slice(0, 2)), 2, 3, 2, 3);
        assertThatThrownBy(() -> arange(4).set(tensor(new double[] {2.7}), tensor(new long[] {0}))).isInstanceOf(DTypeException.class)
            .hasMessageContaining("to(INT64)");
    }

    @Test
    void the_change_shows_in_views_and_counts_as_a_version() {
        var row = x.get(1);
        int before = x.version();
        x.set(0, 1);
        elements(row, 0, 0, 0, 0);
        x.set(3, x.eq(0));
        elements(row, 3, 3, 3, 3);
        assertThat(x.version()).isEqualTo(before + 2);
        row.set(4, 0);
        elements(x.get(1), 4, 3, 3, 3);
    }

    @Test
    void gradients_flow_to_the_value_and_to_the_rest() {
        var a = arange(6).to(DType.FLOAT32).reshape(2, 3).requiresGrad_();
        var v = tensor(new double[] {1, 2}).requiresGrad_();
        var b = a.mul(2);
        b.set(v, all(), 1);
        elements(b, 0, 1, 4, 6, 2, 10);
        b.mul(b).sum().backward();
        gradient(a, 0, 0, 16, 24, 0, 40);
        gradient(v, 2, 4);
    }

    @Test
    void gradients_flow_through_a_mask_and_through_repeated_places() {
        var a = arange(6).to(DType.FLOAT32).reshape(2, 3).requiresGrad_();
        var v = tensor(3.0).requiresGrad_();
        var b = a.mul(2);
        b.set(v, a.gt(2));
        b.mul(b).sum().backward();
        gradient(a, 0, 8, 16, 0, 0, 0);
        gradient(v, 18);
        var c = arange(6).to(DType.FLOAT32).requiresGrad_();
        var d = c.mul(1);
        d.set(tensor(new double[] {1, 2, 3}), tensor(new long[] {0, 0, 1}));
        d.mul(d).sum().backward();
        gradient(c, 0, 0, 4, 6, 8, 10);
    }

    @Test
    void a_plain_tensor_that_a_recorded_value_is_written_to_is_recorded_from_then_on() {
        var z = zeros(3);
        var v = tensor(new double[] {1, 2}).requiresGrad_();
        z.set(v.mul(3), from(1));
        assertThat(z.requiresGrad()).isTrue();
        z.mul(z).sum().backward();
        gradient(v, 18, 36);
    }

    @Test
    void a_leaf_and_a_view_of_a_recorded_value_are_refused() {
        var leaf = ones(3).requiresGrad_();
        assertThatThrownBy(() -> leaf.set(0, 1)).isInstanceOf(AutogradException.class).hasMessageContaining("set: a leaf")
            .hasMessageContaining("try:");
        var part = leaf.mul(2).get(slice(0, 2));
        assertThatThrownBy(() -> part.set(0, 1)).isInstanceOf(AutogradException.class).hasMessageContaining("view");
        noGrad(() -> {
            leaf.set(0, 1);
        });
        elements(leaf, 1, 0, 1);
    }

    @Test
    void a_saved_value_that_is_assigned_to_is_noticed_by_backward() {
        var a = ones(3).requiresGrad_();
        var b = a.mul(2);
        var product = b.mul(b).sum();
        b.set(0, 1);
        assertThatThrownBy(product::backward).isInstanceOf(AutogradException.class).hasMessageContaining("changed in place");
    }

    @Test
    void a_value_or_an_index_that_does_not_fit_is_refused_and_changes_nothing() {
        assertThatThrownBy(() -> x.set(ones(3), 0)).isInstanceOf(ShapeException.class).hasMessageContaining("set:");
        assertThatThrownBy(() -> x.set(ones(2), x.gt(8))).isInstanceOf(ShapeException.class).hasMessageContaining("set:");
        assertThatThrownBy(() -> x.set(0, 5)).isInstanceOf(IndexException.class).hasMessageContaining("set:");
        elements(x, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    }
}
