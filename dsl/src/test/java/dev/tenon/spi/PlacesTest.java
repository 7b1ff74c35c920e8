package dev.tenon.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlacesTest {
    @Test
    void layouts_share_places_exactly_where_two_elements_have_one() {
        var random = new Random(9);
        int shared = 0;
        for (int i = 0; i < 20_000; i++) {
            int rank = random.nextInt(5);
            var sizes = new long[rank];
            var strides = new long[rank];
            for (int d = 0; d < rank; d++) {
                sizes[d] = random.nextInt(random.nextInt(8) == 0 ? 1 : 6);
                strides[d] = random.nextInt(random.nextBoolean() ? 5 : 40);
            }
            boolean expected = meets(sizes, strides);
            shared += expected ? 1 : 0;
            assertThat(Places.shared(sizes, strides)).as(Arrays.toString(sizes) + " by " + Arrays.toString(strides)).isEqualTo(expected);
        }
        assertThat(shared).isBetween(1_000, 19_000);
    }

    private static boolean meets(long[] sizes, long[] strides) {
        var places = new HashSet<Long>();
        long numel = Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
        for (long i = 0; i < numel; i++) {
            long place = 0;
            long rest = i;
            for (int d = 0; d < sizes.length; d++) {
                place += rest % sizes[d] * strides[d];
                rest /= sizes[d];
            }
            if (!places.add(place)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void large_layouts_are_told_at_once() {
        long n = 1L << 40;
        assertThat(Places.shared(new long[] {n}, new long[] {0})).isTrue();
        assertThat(Places.shared(new long[] {n, 3}, new long[] {1, n})).isFalse();
        assertThat(Places.shared(new long[] {n, 3}, new long[] {1, 1})).isTrue();
        assertThat(Places.shared(new long[] {n, 0}, new long[] {0, 1})).isFalse();
    }
}
