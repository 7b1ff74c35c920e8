package dev.tenon.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.Shape;
import dev.tenon.core.UncheckedOperand;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LayoutTest {
    private static long[] list(long... numbers) {
        return numbers;
    }

    /** Somewhere in memory that nobody looks at. */
    private record Lying(long[] sizes, long[] strides) implements UncheckedOperand {
        @Override
        public DType dtype() {
            return DType.FLOAT32;
        }

        @Override
        public long numel() {
            return Shape.count(sizes);
        }

        @Override
        public long address() {
            return 0;
        }

        @Override
        public Device device() {
            return Device.META;
        }

        @Override
        public boolean isWrappedNumber() {
            return false;
        }

        @Override
        public boolean isContiguous() {
            return Layouts.isRowMajor(sizes, strides);
        }
    }

    private static Lying dense(long... sizes) {
        return new Lying(sizes, Layouts.rowMajor(sizes));
    }

    @Test
    void neighboursThatLieAlikeInEveryOperandAreOneDimension() {
        var layout = Layout.of(list(2, 3, 4), list(12, 4, 1), list(24, 8, 2));
        assertThat(layout.sizes()).containsExactly(24);
        assertThat(layout.strides(1)).containsExactly(2);

        var apart = Layout.of(list(2, 3, 4), list(12, 4, 1), list(4, 8, 1));
        assertThat(apart.sizes()).containsExactly(2, 3, 4);
        assertThat(apart.strides(1)).containsExactly(4, 8, 1);

        var rows = Layout.of(list(2, 3, 4), list(12, 4, 1), list(0, 0, 1));
        assertThat(rows.sizes()).containsExactly(6, 4);
        assertThat(rows.strides(0)).containsExactly(4, 1);
        assertThat(rows.strides(1)).containsExactly(0, 1);
    }

    @Test
    void dimensionsOfSizeOneAreLeftOutAndOneElementHasNone() {
        assertThat(Layout.of(list(1, 5, 1), list(77, 3, 99)).sizes()).containsExactly(5);

        var one = Layout.over(list(1, 1), 0, dense(1, 1), dense());
        assertThat(one.rank()).isZero();
        assertThat(one.inner()).isOne();
        assertThat(one.innerStride(1)).isZero();
        assertThat(one.numel()).isOne();
        assertThat(one.isLinear(0)).isTrue();
        assertThat(one.isScalar(1)).isTrue();
        assertThat(one.period(1)).isOne();
        assertThat(one.offset(0, 0, 0)).isZero();
    }

    @Test
    void theLeaderOrdersDimensionsAndOthersAreRepeated() {
        var turned = new Lying(list(3, 4), list(1, 3));
        var layout = Layout.over(list(3, 4), 0, turned, new Lying(list(3, 4), list(1, 3)), dense(4), dense(3, 1));
        assertThat(layout.sizes()).containsExactly(4, 3);
        assertThat(layout.strides(2)).containsExactly(1, 0);
        assertThat(layout.strides(3)).containsExactly(0, 1);
        assertThat(layout.period(3)).isEqualTo(3);
        assertThat(layout.period(2)).isZero();
        assertThat(layout.isLinear(0)).isTrue();
    }

    @Test
    void aFoldPartsDimensions() {
        var input = dense(2, 3, 4, 5);
        var folded = new boolean[] {true, false, true, true};
        assertThat(Layout.kept(input, folded).sizes()).containsExactly(3);
        assertThat(Layout.kept(input, folded).strides(0)).containsExactly(20);
        assertThat(Layout.folded(input, folded).sizes()).containsExactly(2, 20);
        assertThat(Layout.kept(input, new boolean[] {true, true, true, true}).numel()).isEqualTo(1);
        var turned = new Lying(list(4, 5), list(1, 4));
        assertThat(Layout.folded(turned, new boolean[] {true, true}).sizes()).containsExactly(20);
        assertThat(Layout.kept(turned, new boolean[] {false, false}).sizes()).containsExactly(4, 5);
    }

    @Test
    void packsAndPartsLeaveTheLayoutAsItIs() {
        var layout = Layout.of(list(3, 8), list(16, 1), list(0, 1));
        var packs = layout.grouped(4);
        assertThat(packs.sizes()).containsExactly(3, 2);
        assertThat(packs.strides(0)).containsExactly(16, 4);
        assertThat(layout.inside().sizes()).containsExactly(8);
        assertThat(layout.inside().strides(1)).containsExactly(1);
        assertThat(layout.sizes()).containsExactly(3, 8);
        assertThat(layout.strides(0)).containsExactly(16, 1);
    }

    @Test
    void everyElementIsWhereItsIndicesSay() {
        var random = new Random(7);
        for (int round = 0; round < 500; round++) {
            var sizes = random.longs(random.nextInt(6), 1, 4).toArray();
            var strides = Arrays.stream(sizes).map(_ -> random.nextInt(3) * 6).toArray();
            var layout = Layout.of(sizes, Layouts.rowMajor(sizes), strides);
            for (long i = 0; i < Shape.count(sizes); i++) {
                assertThat(layout.offset(0, layout.rank(), i)).isEqualTo(i);
                assertThat(layout.offset(1, layout.rank(), i)).isEqualTo(offset(i, sizes, strides));
            }
        }
    }

    private static long offset(long index, long[] sizes, long[] strides) {
        long offset = 0;
        long rest = index;
        for (int d = sizes.length - 1; d >= 0; d--) {
            offset += rest % sizes[d] * strides[d];
            rest /= sizes[d];
        }
        return offset;
    }

    @Test
    void severalOperandsKeepAndFoldTheDimensionsThatTheyBroadcastTo() {
        var sizes = list(2, 3, 4);
        var folded = new boolean[] {false, true, true};
        var kept = Layout.kept(sizes, folded, dense(2, 3, 4), dense(4), null);
        assertThat(kept.sizes()).containsExactly(2);
        assertThat(kept.strides(0)).containsExactly(12);
        assertThat(kept.strides(1)).containsExactly(0);
        var gone = Layout.folded(sizes, folded, dense(2, 3, 4), dense(4), null);
        assertThat(gone.sizes()).containsExactly(3, 4);
        assertThat(gone.strides(0)).containsExactly(4, 1);
        assertThat(gone.strides(1)).containsExactly(0, 1);
        assertThat(gone.strides(2)).containsExactly(0, 0);
    }

    @Test
    void theLargestOperandSaysWhichFoldedElementsAreClose() {
        var layout = Layout.folded(list(3, 4), new boolean[] {true, true}, dense(1), new Lying(list(3, 4), list(1, 3)));
        assertThat(layout.sizes()).containsExactly(12);
        assertThat(layout.strides(1)).containsExactly(1);
    }
}
