package dev.tenon.gpu.kernels.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Tenon;
import dev.tenon.core.DType;
import dev.tenon.core.IndexException;
import dev.tenon.gpu.kernels.BothDevices;
import dev.tenon.ops.Gather;
import dev.tenon.ops.IndexAccumulate;
import dev.tenon.ops.IndexSelect;
import dev.tenon.ops.NonzeroRows;
import dev.tenon.ops.RowOrder;
import dev.tenon.ops.Scatter;
import dev.tenon.ops.ScatterAdd;
import dev.tenon.ops.ScatterReduce;
import dev.tenon.ops.SortedPlaces;
import dev.tenon.tensor.Dispatch;
import dev.tenon.tensor.OpCatalog;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Elements by their places, on both devices. */
class IndexingKernelsTest extends BothDevices {
    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16", "BOOL"})
    void elements_are_read_where_the_index_points(DType dtype) {
        var x = random(dtype, 1, 6, 19, 10);
        same(new IndexSelect(1), x, indices(2, 19, 40));
        same(new IndexSelect(0), x, indices(3, 6, 9));
        same(new IndexSelect(-1), t -> t.transpose(0, 2), x, indices(4, 6, 5).to(DType.INT32));
        same(new Gather(1), x, indices(5, 19, 5, 30, 9));
        same(new Gather(2), t -> t.transpose(0, 1), x, indices(6, 10, 19, 6, 3));
        same(new Gather(0), x.select(0, 0).select(0, 0), indices(7, 10, 25));
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "BFLOAT16", "INT64", "INT16", "BOOL"})
    void elements_are_written_where_the_index_points(DType dtype) {
        var x = random(dtype, 1, 6, 19, 10);
        same(new IndexAccumulate(1), x, indices(2, 19, 40), random(dtype, 3, 6, 40, 10));
        same(new IndexAccumulate(2), t -> t.transpose(0, 1), x, indices(4, 10, 7), random(dtype, 5, 19, 6, 7));
        same(new Scatter(1), x, indices(6, 19, 6, 30, 8), random(dtype, 7, 6, 31, 9));
        same(new Scatter(0), t -> t.transpose(1, 2), x, indices(8, 6, 40, 10, 19), random(dtype, 9, 40, 10, 19));
        same(new ScatterAdd(1), x, indices(10, 19, 6, 30, 8), random(dtype, 11, 6, 31, 9));
        same(new ScatterAdd(0), x.select(0, 1).select(0, 2), indices(12, 10, 33), random(dtype, 13, 33));
    }

    @ParameterizedTest
    @EnumSource(ScatterReduce.Reduce.class)
    void folds_into_places_are_those_of_the_cpu(ScatterReduce.Reduce reduce) {
        for (var dtype : new DType[] {DType.FLOAT64, DType.FLOAT32, DType.FLOAT16, DType.INT64, DType.INT8}) {
            for (boolean self : new boolean[] {true, false}) {
                same(new ScatterReduce(1, reduce, self), random(dtype, 1, 4, 30, 5), indices(2, 30, 4, 25, 5), random(dtype, 3, 4, 25, 6));
            }
        }
    }

    @Test
    void nan_is_the_extreme_of_what_is_folded() {
        for (var reduce : new ScatterReduce.Reduce[] {ScatterReduce.Reduce.AMAX, ScatterReduce.Reduce.AMIN}) {
            same(new ScatterReduce(0, reduce, false), special(DType.FLOAT32, 1, 50), indices(2, 50, 200), special(DType.FLOAT32, 3, 200));
        }
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void places_of_non_zero_elements_come_in_order(DType dtype) {
        var x = random(dtype, 1, 3, 41, 257);
        var marks = random(DType.BOOL, 2, 3, 41, 257);
        var some = x.mul(marks.to(dtype));
        same(new NonzeroRows((long) some.ne(0).sum().item()), some);
        same(new NonzeroRows((long) some.ne(0).sum().item()), t -> t.transpose(0, 2), some);
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16", "INT32"})
    void searches_find_the_first_and_the_last_place(DType dtype) {
        for (boolean right : new boolean[] {false, true}) {
            var row = random(dtype, 1, 100).sort(0).values();
            var rows = random(dtype, 2, 7, 60).sort(1).values();
            same(new SortedPlaces(false, right), row, random(dtype, 3, 300), null);
            same(new SortedPlaces(true, right), rows, random(dtype, 4, 7, 44), null);
            var unsorted = random(dtype, 5, 7, 60);
            var sorter = unsorted.sort(1).indices();
            same(new SortedPlaces(false, right), unsorted, random(dtype, 6, 7, 10), sorter);
        }
    }

    @Test
    void rows_are_ordered_by_their_first_elements_first() {
        same(new RowOrder(), indices(1, 3, 500, 4));
        same(new RowOrder(), special(DType.FLOAT32, 2, 333, 3));
        same(new RowOrder(), t -> t.t(), special(DType.FLOAT64, 3, 2, 77));
        same(new RowOrder(), random(DType.BOOL, 4, 1, 5));
        same(new RowOrder(), random(DType.INT8, 5, 40, 0));
    }

    @Test
    void an_index_out_of_range_is_told_when_the_host_waits() {
        var x = random(DType.FLOAT32, 1, 4, 3).to(Tenon.gpu());
        var wrong = Tenon.tensor(new long[] {1, 7}).to(Tenon.gpu());
        var read = Dispatch.apply(new IndexSelect(0), null, x, wrong);
        assertThatThrownBy(() -> read.to(Tenon.cpu())).isInstanceOf(IndexException.class)
            .hasMessage("index_select: index 7 is out of range for dimension 0 of size 4, expected [0, 3]");
        var negative = Tenon.tensor(new long[] {-1, 2}).to(Tenon.gpu());
        var added = Dispatch.apply(new IndexAccumulate(0), null, x, negative, random(DType.FLOAT32, 2, 2, 3).to(Tenon.gpu()));
        assertThatThrownBy(() -> added.to(Tenon.cpu())).isInstanceOf(IndexException.class).hasMessageContaining("index -1 is out of range");
        added.to(Tenon.cpu());
    }

    @Test
    void an_index_of_nothing_may_have_another_rank_than_the_source() {
        var x = Tenon.ones(3).to(Tenon.gpu());
        var index = Tenon.zeros(DType.INT64, 0).to(Tenon.gpu());
        var source = Tenon.ones(1).view().to(Tenon.gpu());
        for (var reduce : new String[] {"add", "multiply"}) {
            var result = OpCatalog.call("scatter", Map.of("input", x, "dim", 0L, "index", index, "src", source, "reduce", reduce));
            assertThat(result.getFirst().toFloatArray()).as(reduce).containsExactly(1, 1, 1);
        }
    }
}
