package dev.tenon.cpu.reduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.DType;
import dev.tenon.core.Ints;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.Ground;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.layout.Region;
import dev.tenon.ops.All;
import dev.tenon.ops.Amax;
import dev.tenon.ops.CountNonzero;
import dev.tenon.ops.Mean;
import dev.tenon.ops.Sum;
import dev.tenon.spi.Axes;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReductionKernelTest {
    private static Sum sum(long... dims) {
        return new Sum(dims.length == 0 ? null : Ints.of(dims), false, null);
    }

    private static double[] expected(UncheckedOperand input, @Nullable Ints dims) {
        var folded = Axes.folded(dims, input.rank());
        int results = 1;
        for (int d = 0; d < folded.length; d++) {
            results *= folded[d] ? 1 : (int) input.sizes()[d];
        }
        var sums = new double[results];
        for (long i = 0; i < input.numel(); i++) {
            sums[result(input, folded, i)] += Ground.at(input, i);
        }
        return sums;
    }

    private static int result(UncheckedOperand input, boolean[] folded, long index) {
        long rest = index;
        long result = 0;
        long step = 1;
        for (int d = folded.length - 1; d >= 0; d--) {
            if (!folded[d]) {
                result += rest % input.sizes()[d] * step;
                step *= input.sizes()[d];
            }
            rest /= input.sizes()[d];
        }
        return (int) result;
    }

    private static void assertSums(UncheckedOperand input, double tolerance) {
        for (int mask = 0; mask < 1 << input.rank(); mask++) {
            int chosen = mask;
            var dims = IntStream.range(0, input.rank()).filter(d -> (chosen >> d & 1) != 0).asLongStream().toArray();
            var op = sum(dims);
            assertThat(Ground.values(Ground.run(op, input)[0])).as("dims %s of %s", Arrays.toString(dims), input.shape())
                .containsExactly(expected(input, op.dim()), within(tolerance));
        }
    }

    @Test
    void everySetOfDimensionsIsSummed() {
        assertSums(Ground.random(1, DType.FLOAT32, 5, 33, 7), 1e-3);
        assertSums(Ground.random(2, DType.FLOAT64, 4, 3, 5, 6), 1e-12);
        assertSums(Ground.random(3, DType.FLOAT32, 2, 1, 9000), 1e-2);
        assertSums(Ground.random(4, DType.FLOAT32, 9000, 3), 1e-2);
        assertSums(Ground.random(5, DType.FLOAT32, 300, 5000), 1e-2);
        assertSums(Ground.transposed(Ground.random(6, DType.FLOAT32, 6, 70, 11)), 1e-3);
        assertSums(Ground.everySecond(Ground.random(7, DType.FLOAT64, 20, 30)), 1e-12);
        assertSums(new Region(DType.FLOAT32, new long[] {4, 5, 6}, new long[] {0, 1, 0}, Ground.random(8, DType.FLOAT32, 5).address()),
            1e-4);
    }

    @Test
    void everyLengthOfTailIsFolded() {
        for (int n = 0; n <= 4 * 16 + 17; n++) {
            assertSums(Ground.random(9, DType.FLOAT32, n), 1e-4);
            assertSums(Ground.random(10, DType.FLOAT32, 3, n), 1e-4);
            assertSums(Ground.random(11, DType.FLOAT32, n, 3), 1e-4);
        }
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void everyDtypeIsSummed(DType dtype) {
        double tolerance = dtype.bytes() == 2 && dtype.isFloating() ? 0.3 : 1e-4;
        assertSums(Ground.random(12, dtype, 7, 40), tolerance);
        assertSums(Ground.transposed(Ground.random(13, dtype, 7, 40)), tolerance);
    }

    @Test
    void aLongFloatSumIsAccurate() {
        var ones = Ground.empty(DType.FLOAT32, 1 << 22);
        for (long i = 0; i < ones.numel(); i++) {
            UncheckedAccess.f32(ones.address(), i, 0.1f);
        }
        double exact = (1 << 22) * (double) 0.1f;
        assertThat(Ground.at(Ground.run(sum(), ones)[0], 0)).isCloseTo(exact, within(exact * 1e-6));
        var matrix = new Region(DType.FLOAT32, new long[] {1 << 20, 4}, new long[] {4, 1}, ones.address());
        double quarter = exact / 4;
        assertThat(Ground.values(Ground.run(sum(0), matrix)[0]))
            .containsExactly(new double[] {quarter, quarter, quarter, quarter}, within(exact * 1e-6));
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() {
        var long1 = Ground.random(14, DType.FLOAT32, 1_000_003);
        var wide = Ground.random(15, DType.FLOAT32, 700, 900);
        var narrow = Ground.random(16, DType.FLOAT32, 100_000, 5);
        for (var input : new Region[] {long1, wide, narrow}) {
            for (int d = 0; d < input.rank(); d++) {
                long dim = d;
                var runs = Ground.withThreads(() -> Ground.values(Ground.run(sum(dim), input)[0]));
                assertThat(runs).allMatch(run -> Arrays.equals(run, runs.getFirst()));
            }
        }
    }

    @Test
    void nothingFoldsToTheInitialValue() {
        var empty = Ground.empty(DType.FLOAT32, 0, 3);
        assertThat(Ground.values(Ground.run(sum(0), empty)[0])).containsExactly(0, 0, 0);
        assertThat(Ground.values(Ground.run(sum(), empty)[0])).containsExactly(0);
        assertThat(Ground.values(Ground.run(new Mean(null, false, null), empty)[0])).containsExactly(Double.NaN);
        assertThat(Ground.values(Ground.run(new All(null, false), empty)[0])).containsExactly(1);
    }

    @Test
    void countsSeeValuesBelowOne() {
        var input = Ground.random(17, DType.FLOAT32, 50, 3);
        assertThat(Ground.values(Ground.run(new CountNonzero(null), input)[0])).containsExactly(150);
        assertThat(Ground.values(Ground.run(new CountNonzero(Ints.of(0)), input)[0])).containsExactly(50, 50, 50);
    }

    @Test
    void theLargestIsFoundAndNanWins() {
        var input = Ground.random(18, DType.FLOAT32, 40, 30);
        double largest = Arrays.stream(Ground.values(input)).max().orElseThrow();
        assertThat(Ground.values(Ground.run(new Amax(null, false), input)[0])).containsExactly(largest);
        UncheckedAccess.f32(input.address(), 77, Float.NaN);
        assertThat(Ground.values(Ground.run(new Amax(null, false), input)[0])).containsExactly(Double.NaN);
    }
}
