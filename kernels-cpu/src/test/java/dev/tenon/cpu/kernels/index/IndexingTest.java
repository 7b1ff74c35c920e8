package dev.tenon.cpu.kernels.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.tenon.core.DType;
import dev.tenon.core.IndexException;
import dev.tenon.core.Ints;
import dev.tenon.cpu.Sample;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.kernels.shape.ConstantPadNdKernel;
import dev.tenon.cpu.kernels.shape.StridedEmbedKernel;
import dev.tenon.cpu.kernels.sort.SortKernel;
import dev.tenon.cpu.kernels.sort.TopkKernel;
import dev.tenon.ops.ConstantPadNd;
import dev.tenon.ops.Gather;
import dev.tenon.ops.IndexAccumulate;
import dev.tenon.ops.IndexSelect;
import dev.tenon.ops.NonzeroRows;
import dev.tenon.ops.Scatter;
import dev.tenon.ops.ScatterAdd;
import dev.tenon.ops.Sort;
import dev.tenon.ops.StridedEmbed;
import dev.tenon.ops.Topk;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndexingTest {
    private static Sample indices(int limit, long seed, long... sizes) {
        var random = new Random(seed);
        int n = 1;
        for (long size : sizes) {
            n *= (int) size;
        }
        return Sample.of(DType.INT64, random.ints(n, 0, limit).asDoubleStream().toArray(), sizes);
    }

    /** The row-major offset in {@code sizes} of the place that is number i in {@code within}, with coordinate {@code dim} replaced. */
    private static int place(int i, long[] within, long[] sizes, int dim, double coordinate) {
        int rest = i;
        int offset = 0;
        int stride = 1;
        for (int d = sizes.length - 1; d >= 0; d--) {
            int c = rest % (int) within[d];
            rest /= (int) within[d];
            offset += (d == dim ? (int) coordinate : c) * stride;
            stride *= (int) sizes[d];
        }
        return offset;
    }

    @ParameterizedTest
    @EnumSource
    void gatherAndScatterByDefinition(DType dtype) {
        for (int dim = 0; dim < 3; dim++) {
            var x = Sample.random(dtype, 1, 4, 5, 6);
            long[] within = {3, 2, 4};
            var index = indices(4, 2, within);
            var out = Sample.empty(dtype, within);
            Sample.run(new GatherKernel(), new Gather(dim), Sample.inputs(x.strided(), index.strided()), out);
            var source = Sample.random(dtype, 3, 3, 4, 5);
            var scattered = Sample.empty(dtype, 4, 5, 6);
            Sample.run(new ScatterKernel(), new Scatter(dim), Sample.inputs(x.strided(), index, source), scattered);
            var added = Sample.empty(dtype, 4, 5, 6);
            Sample.run(new ScatterAddKernel(), new ScatterAdd(dim), Sample.inputs(x, index, source.strided()), added);
            var replaced = x.toDoubles();
            var sums = x.toDoubles();
            for (int i = 0; i < 24; i++) {
                int at = place(i, within, x.sizes(), dim, index.at(i));
                assertThat(out.at(i)).isEqualTo(x.at(at));
                double value = source.at(place(i, within, source.sizes(), -1, 0));
                replaced[at] = value;
                sums[at] = dtype == DType.BOOL ? Math.max(sums[at], value) : sums[at] + value;
            }
            assertThat(scattered.toDoubles()).isEqualTo(replaced);
            for (int i = 0; i < sums.length; i++) {
                assertThat(added.at(i)).isCloseTo(sums[i], offset(dtype.bytes() == 2 ? 0.05 : 1e-6));
            }
        }
    }

    @Test
    void scalarsCountAsOneElement() {
        var x = Sample.of(DType.FLOAT32, new double[] {7});
        var out = Sample.empty(DType.FLOAT32, 3);
        Sample.run(new GatherKernel(), new Gather(0), Sample.inputs(x, Sample.longs(0, 0, 0)), out);
        assertThat(out.toDoubles()).containsExactly(7, 7, 7);
        var scalar = Sample.empty(DType.FLOAT32);
        Sample.run(new ScatterAddKernel(), new ScatterAdd(-1), Sample.inputs(x, Sample.of(DType.INT64, new double[] {0}), x), scalar);
        assertThat(scalar.toDoubles()).containsExactly(14);
        Sample.run(new IndexSelectKernel(), new IndexSelect(0), Sample.inputs(x, Sample.longs(0)), scalar);
        assertThat(scalar.toDoubles()).containsExactly(7);
    }

    @Test
    void theLastWriteWins() {
        var out = Sample.empty(DType.INT32, 2);
        Sample.run(new ScatterKernel(), new Scatter(0), Sample.inputs(Sample.of(DType.INT32, new double[] {0, 0}, 2), Sample.longs(1, 1, 1),
            Sample.of(DType.INT32, new double[] {1, 2, 3}, 3)), out);
        assertThat(out.toDoubles()).containsExactly(0, 3);
    }

    @ParameterizedTest
    @EnumSource
    void slicesAreSelectedAndAdded(DType dtype) {
        for (int dim = 0; dim < 3; dim++) {
            var x = Sample.random(dtype, 1, 4, 5, 40);
            var index = indices(4, 7, 6);
            long[] sizes = x.sizes().clone();
            sizes[dim] = 6;
            var out = Sample.empty(dtype, sizes);
            Sample.run(new IndexSelectKernel(), new IndexSelect(dim), Sample.inputs(x.strided(), index), out);
            var sum = Sample.empty(dtype, x.sizes());
            Sample.run(new IndexAccumulateKernel(), new IndexAccumulate(dim), Sample.inputs(x, index, out.strided()), sum);
            var expected = x.toDoubles();
            for (int i = 0; i < out.numel(); i++) {
                int inner = dim == 2 ? 1 : dim == 1 ? 40 : 200;
                int at = place(i, sizes, x.sizes(), dim, index.at(i / inner % 6));
                assertThat(out.at(i)).isEqualTo(x.at(at));
                expected[at] = dtype == DType.BOOL ? Math.max(expected[at], out.at(i)) : expected[at] + out.at(i);
            }
            for (int i = 0; i < expected.length; i++) {
                assertThat(sum.at(i)).isCloseTo(expected[i], offset(dtype.bytes() == 2 ? 0.1 : 1e-5));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 4, Long.MAX_VALUE, Long.MIN_VALUE})
    void wrongIndexIsRefused(long bad) {
        var x = Sample.random(DType.FLOAT32, 1, 4, 3);
        var index = Sample.longs(0, bad);
        var wide = Sample.of(DType.INT64, new double[] {0, 0}, 2, 1);
        UncheckedAccess.i64(wide.address(), 1, bad);
        var source = Sample.random(DType.FLOAT32, 1, 2, 3);
        var text = "index " + bad + " is out of range for dimension 0 of size 4";
        assertThatThrownBy(() -> Sample.run(new GatherKernel(), new Gather(0), Sample.inputs(x, wide), Sample.empty(DType.FLOAT32, 2, 1)))
            .isInstanceOf(IndexException.class).hasMessageContaining("gather: " + text);
        assertThatThrownBy(
            () -> Sample.run(new ScatterKernel(), new Scatter(0), Sample.inputs(x, wide, source), Sample.empty(DType.FLOAT32, 4, 3)))
            .isInstanceOf(IndexException.class).hasMessageContaining("scatter: " + text);
        assertThatThrownBy(
            () -> Sample.run(new ScatterAddKernel(), new ScatterAdd(0), Sample.inputs(x, wide, source), Sample.empty(DType.FLOAT32, 4, 3)))
            .isInstanceOf(IndexException.class).hasMessageContaining("scatter_add: " + text);
        assertThatThrownBy(
            () -> Sample.run(new IndexSelectKernel(), new IndexSelect(0), Sample.inputs(x, index), Sample.empty(DType.FLOAT32, 2, 3)))
            .isInstanceOf(IndexException.class).hasMessageContaining("index_select: " + text);
        assertThatThrownBy(
            () -> Sample.run(new IndexAccumulateKernel(), new IndexAccumulate(0), Sample.inputs(x, index, source),
                Sample.empty(DType.FLOAT32, 4, 3)))
            .isInstanceOf(IndexException.class).hasMessageContaining("index_accumulate: " + text);
    }

    @Test
    void nonzeroCoordinates() {
        var x = Sample.of(DType.FLOAT64, new double[] {0, 2, -0.0, Double.NaN, 0, 1}, 2, 3);
        var out = Sample.empty(DType.INT64, 3, 2);
        Sample.run(new NonzeroRowsKernel(), new NonzeroRows(3), Sample.inputs(x.strided()), out);
        assertThat(out.toDoubles()).containsExactly(0, 1, 1, 0, 1, 2);
    }

    private static int[] sorted(Sample x, int row, int n, boolean descending) {
        // Adding zero makes both zeros equal; NaN is above everything.
        Comparator<Integer> order = Comparator.comparingDouble(i -> x.at((long) row * n + i) + 0.0);
        return IntStream.range(0, n).boxed().sorted(descending ? order.reversed() : order).mapToInt(Integer::intValue).toArray();
    }

    @ParameterizedTest
    @EnumSource
    void sortIsStableWithNanGreatest(DType dtype) {
        for (int n : new int[] {1, 2, 7, 100}) {
            var values = Sample.random(DType.INT8, 5, 3, n).toDoubles();
            for (int i = 0; i < values.length && dtype.isFloating(); i++) {
                values[i] = values[i] == 3 ? Double.NaN
                    : values[i] == 2 ? Double.NEGATIVE_INFINITY : values[i] == 1 ? -0.0 : values[i] - 4.5;
            }
            var x = Sample.of(dtype, values, 3, n);
            for (boolean descending : new boolean[] {false, true}) {
                var out = Sample.empty(dtype, 3, n);
                var index = Sample.empty(DType.INT64, 3, n);
                Sample.run(new SortKernel(), new Sort(1, descending, true), Sample.inputs(x.strided()), out, index);
                int k = (n + 1) / 2;
                var top = Sample.empty(dtype, 3, k);
                var topIndex = Sample.empty(DType.INT64, 3, k);
                Sample.run(new TopkKernel(), new Topk(k, -1, descending, true), Sample.inputs(x), top, topIndex);
                for (int row = 0; row < 3; row++) {
                    var order = sorted(x, row, n, descending);
                    for (int i = 0; i < n; i++) {
                        assertThat(index.at((long) row * n + i)).isEqualTo(order[i]);
                        assertThat(out.at((long) row * n + i)).isEqualTo(Double.valueOf(x.at((long) row * n + order[i])));
                        if (i < k) {
                            assertThat(topIndex.at((long) row * k + i)).isEqualTo(order[i]);
                        }
                    }
                }
            }
        }
    }

    @Test
    void largeIntegersAreSortedExactly() {
        var x = Sample.longs(Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MIN_VALUE, 0, Long.MIN_VALUE + 1);
        var out = Sample.empty(DType.INT64, 5);
        var index = Sample.empty(DType.INT64, 5);
        Sample.run(new SortKernel(), new Sort(0, false, true), Sample.inputs(x), out, index);
        assertThat(index.toDoubles()).containsExactly(2, 4, 3, 1, 0);
        Sample.run(new SortKernel(), new Sort(0, true, true), Sample.inputs(x), out, index);
        assertThat(index.toDoubles()).containsExactly(0, 1, 3, 4, 2);
    }

    @Test
    void sortAlongAnInnerDimension() {
        var x = Sample.of(DType.FLOAT32, new double[] {3, 1, 2, 2, 1, 3}, 3, 2);
        var out = Sample.empty(DType.FLOAT32, 3, 2);
        var index = Sample.empty(DType.INT64, 3, 2);
        Sample.run(new SortKernel(), new Sort(0, false, true), Sample.inputs(x), out, index);
        assertThat(out.toDoubles()).containsExactly(1, 1, 2, 2, 3, 3);
        assertThat(index.toDoubles()).containsExactly(2, 0, 1, 1, 0, 2);
    }

    @ParameterizedTest
    @EnumSource
    void paddingAddsAndCuts(DType dtype) {
        var x = Sample.random(dtype, 1, 3, 4);
        var out = Sample.empty(dtype, 4, 4);
        Sample.run(new ConstantPadNdKernel(), new ConstantPadNd(Ints.of(-1, 1, 2, -1), 1), Sample.inputs(x.strided()), out);
        var expected = new double[16];
        Arrays.setAll(expected, i -> i / 4 < 2 || i % 4 == 3 ? 1 : x.at((i / 4 - 2) * 4L + i % 4 + 1));
        assertThat(out.toDoubles()).isEqualTo(expected);
    }

    @Test
    void embeddingAddsWhereStridesOverlap() {
        var x = Sample.of(DType.FLOAT32, new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
        var out = Sample.empty(DType.FLOAT32, 6);
        Sample.run(new StridedEmbedKernel(), new StridedEmbed(Ints.of(6), Ints.of(1, 1), 1), Sample.inputs(x), out);
        assertThat(out.toDoubles()).containsExactly(0, 1, 6, 8, 6, 0);
    }

    @Test
    void nothingIsDoneWithNoElements() {
        var empty = Sample.empty(DType.FLOAT32, 0, 3);
        var none = Sample.of(DType.INT64, new double[0], 0, 3);
        Sample.run(new GatherKernel(), new Gather(0), Sample.inputs(empty, none), Sample.empty(DType.FLOAT32, 0, 3));
        Sample.run(new SortKernel(), new Sort(1, false, false), Sample.inputs(empty), Sample.empty(DType.FLOAT32, 0, 3),
            Sample.empty(DType.INT64, 0, 3));
        var zeros = Sample.empty(DType.FLOAT32, 2, 3);
        Sample.run(new StridedEmbedKernel(), new StridedEmbed(Ints.of(2, 3), Ints.of(3, 1), 0), Sample.inputs(empty), zeros);
        assertThat(zeros.toDoubles()).containsOnly(0);
    }
}
