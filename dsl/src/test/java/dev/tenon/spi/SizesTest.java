package dev.tenon.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.IndexException;
import dev.tenon.core.ShapeException;
import org.junit.jupiter.api.Test;

class SizesTest {
    private final long[] sizes = {2, 3, 4};

    @Test
    void dimensions_are_merged_into_one() {
        assertThat(Sizes.merged(sizes, 0, -1)).containsExactly(24);
        assertThat(Sizes.merged(sizes, 1, 2)).containsExactly(2, 12);
        assertThat(Sizes.merged(sizes, 0, 1)).containsExactly(6, 4);
        assertThat(Sizes.merged(sizes, -2, -2)).containsExactly(2, 3, 4);
        assertThat(Sizes.merged(new long[0], 0, -1)).containsExactly(1);
        assertThat(sizes).containsExactly(2, 3, 4);
    }

    @Test
    void what_cannot_be_merged_is_refused() {
        assertThatThrownBy(() -> Sizes.merged(sizes, 2, 1)).isInstanceOf(IndexException.class).hasMessageContaining("before dim 2");
        assertThatThrownBy(() -> Sizes.merged(sizes, 0, 3)).isInstanceOf(IndexException.class).hasMessageContaining("out of range");
        assertThatThrownBy(() -> Sizes.merged(new long[] {1L << 32, 1L << 32}, 0, 1)).isInstanceOf(ShapeException.class);
    }

    @Test
    void lists_are_joined_in_their_order() {
        assertThat(Sizes.joined(sizes, new long[0], new long[] {7}, sizes)).containsExactly(2, 3, 4, 7, 2, 3, 4);
        assertThat(Sizes.joined()).isEmpty();
    }

    @Test
    void an_item_is_found() {
        assertThat(Sizes.contains(sizes, 4)).isTrue();
        assertThat(Sizes.contains(sizes, 1)).isFalse();
    }

    @Test
    void elements_that_are_folded_into_one_are_counted() {
        assertThat(Sizes.count(sizes, null)).isEqualTo(24);
        assertThat(Sizes.count(sizes, new long[0])).isEqualTo(24);
        assertThat(Sizes.count(sizes, new long[] {-1, 0})).isEqualTo(8);
        assertThat(Sizes.count(new long[0], null)).isEqualTo(1);
        assertThatThrownBy(() -> Sizes.count(sizes, new long[] {3})).isInstanceOf(IndexException.class);
    }
}
