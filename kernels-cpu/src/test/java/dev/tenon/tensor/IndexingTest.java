package dev.tenon.tensor;

import static dev.tenon.Tenon.*;
import static dev.tenon.tensor.Expect.elements;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.DType;
import dev.tenon.core.IndexException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values of PyTorch 2.13 for the same indices. */
class IndexingTest {
    private final Tensor x = arange(12).to(DType.FLOAT32).reshape(3, 4);

    @Test
    void positions_and_ranges_choose_a_part() {
        elements(x.get(0), 0, 1, 2, 3);
        elements(x.get(2, 1), 9);
        elements(x.get(all(), 0), 0, 4, 8);
        elements(x.get(1, slice(0, 2)), 4, 5);
        elements(x.get(slice(1, 3), slice(2, 4)), 6, 7, 10, 11);
        elements(x.get(-1, from(-2)), 10, 11);
        elements(x.get(slice(0, 3, 2), slice(1, 4, 2)), 1, 3, 9, 11);
        elements(x.get(until(1), from(2)), 2, 3);
    }

    @Test
    void an_ellipsis_stands_for_the_dimensions_left_and_a_new_axis_has_size_one() {
        elements(x.get(ellipsis(), 1), 1, 5, 9);
        assertThat(x.get(all(), newAxis()).shape().toArray()).containsExactly(3, 1, 4);
        assertThat(arange(24).reshape(2, 3, 4).get(0, ellipsis(), newAxis()).shape().toArray()).containsExactly(3, 4, 1);
    }

    @Test
    void masks_and_index_tensors_choose_elements() {
        elements(x.get(x.gt(8)), 9, 10, 11);
        elements(x.get(tensor(new long[] {2, 0})), 8, 9, 10, 11, 0, 1, 2, 3);
        elements(x.get(tensor(new long[] {0, 2}), tensor(new long[] {1, 3})), 1, 11);
        var square = x.get(all(), tensor(new long[][] {{0, 1}, {2, 3}}));
        assertThat(square.shape().toArray()).containsExactly(3, 2, 2);
        elements(square, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        var deep = arange(24).reshape(2, 3, 4);
        elements(deep.get(1, all(), List.of(0, 2)), 12, 14, 16, 18, 20, 22);
        elements(deep.get(all(), List.of(0, 2), slice(1, 3)), 1, 2, 9, 10, 13, 14, 21, 22);
    }

    @Test
    void positions_and_ranges_give_views_and_index_tensors_give_copies() {
        assertThat(x.get(1).sharesStorage(x)).isTrue();
        assertThat(x.get(slice(0, 2), 1).sharesStorage(x)).isTrue();
        assertThat(x.get(newAxis(), ellipsis()).sharesStorage(x)).isTrue();
        assertThat(x.get(tensor(new long[] {0, 1})).sharesStorage(x)).isFalse();
        assertThat(x.get(x.gt(3)).sharesStorage(x)).isFalse();
        x.get(1).fill_(0);
        elements(x.get(1), 0, 0, 0, 0);
    }

    @Test
    void a_truth_value_alone_chooses_all_or_nothing_along_a_new_dimension() {
        assertThat(x.get(Index.of(true)).shape().toArray()).containsExactly(1, 3, 4);
        assertThat(x.get(Index.of(false)).shape().toArray()).containsExactly(0, 3, 4);
        assertThat(x.get(ellipsis(), true).shape().toArray()).containsExactly(3, 4, 1);
        assertThat(x.get(at(0), true, List.of(1)).shape().toArray()).containsExactly(1);
        elements(arange(24).reshape(2, 3, 4).get(ellipsis(), List.of(0, 1), true).get(1), 12, 13, 16, 17, 20, 21);
        elements(x.get(ellipsis(), List.of(0, 1, 2), List.of(true, false, true, true)), 0, 6, 11);
        assertThatThrownBy(() -> x.get(ellipsis(), List.of(0, 1), List.of(true, false))).isInstanceOf(IndexException.class)
            .hasMessageContaining("getitem");
    }

    @Test
    void an_index_that_does_not_fit_is_refused() {
        assertThatThrownBy(() -> x.get(3)).isInstanceOf(IndexException.class).hasMessageContaining("3");
        assertThatThrownBy(() -> x.get(all(), all(), 0)).isInstanceOf(IndexException.class).hasMessageContaining("dimensions");
        assertThatThrownBy(() -> x.get(tensor(new boolean[] {true, false}))).isInstanceOf(IndexException.class)
            .hasMessageContaining("mask");
        assertThatThrownBy(() -> x.get(tensor(new long[] {4}))).isInstanceOf(IndexException.class).hasMessageContaining("index 4");
    }
}
