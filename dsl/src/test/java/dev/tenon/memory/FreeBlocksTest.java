package dev.tenon.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FreeBlocksTest {
    private final FreeBlocks free = new FreeBlocks();

    @Test
    void aRequestTakesTheLastFreedOfItsSizeAndElseALittleLarger() {
        int small = SizeClass.of(100_000);
        int larger = SizeClass.of(150_000);
        int large = SizeClass.of(400_000);
        free.put(larger, 64);
        free.put(large, 128);
        assertThat(free.find(small)).isEqualTo(larger);
        free.put(small, 192);
        free.put(small, 256);
        assertThat(free.find(small)).isEqualTo(small);
        assertThat(free.take(small)).isEqualTo(256);
        assertThat(free.bytes()).isEqualTo(SizeClass.bytes(small) + SizeClass.bytes(larger) + SizeClass.bytes(large));
        free.take(small);
        free.take(larger);
        assertThat(free.find(small)).isNegative();
    }

    @Test
    void theSizeThatWasNotAskedForTheLongestGoesFirst() {
        int[] classes = {SizeClass.of(1000), SizeClass.of(1_000_000), SizeClass.of(1 << 30)};
        for (int i = 0; i < classes.length; i++) {
            free.put(classes[i], 64L * (i + 1));
        }
        free.find(classes[0]);
        assertThat(free.stalest()).isEqualTo(classes[1]);
        free.take(classes[1]);
        assertThat(free.stalest()).isEqualTo(classes[2]);
        free.take(classes[2]);
        free.take(classes[0]);
        assertThat(free.stalest()).isNegative();
        assertThat(free.bytes()).isZero();
    }
}
