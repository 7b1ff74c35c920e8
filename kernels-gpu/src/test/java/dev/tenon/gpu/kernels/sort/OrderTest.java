package dev.tenon.gpu.kernels.sort;

import dev.tenon.core.DType;
import dev.tenon.gpu.kernels.BothDevices;
import dev.tenon.ops.Kthvalue;
import dev.tenon.ops.Mode;
import dev.tenon.ops.Sort;
import dev.tenon.ops.Topk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sorting and what is made of it: rows that fit a tile, rows of many tiles, with a last tile of any size. */
class OrderTest extends BothDevices {
    @ParameterizedTest
    @EnumSource(DType.class)
    void short_rows_are_sorted_as_on_the_cpu(DType dtype) {
        for (boolean descending : new boolean[] {false, true}) {
            same(new Sort(-1, descending, false), random(dtype, 1, 7, 100));
            same(new Sort(0, descending, true), random(dtype, 2, 65, 3));
            same(new Sort(-1, descending, false), t -> t.select(0, 0), random(dtype, 3, 2, 1));
        }
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "INT64", "UINT8"})
    void long_rows_are_merged_from_tiles(DType dtype) {
        same(new Sort(-1, false, false), random(dtype, 1, 2, 2048));
        same(new Sort(-1, true, false), random(dtype, 2, 2, 2049));
        same(new Sort(-1, false, false), random(dtype, 3, 1, 13001));
        same(new Sort(0, true, false), random(dtype, 4, 4097, 3));
    }

    @Test
    void nan_is_the_greatest_and_zeros_are_equal() {
        for (var dtype : new DType[] {DType.FLOAT64, DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16}) {
            same(new Sort(-1, false, true), special(dtype, 1, 5, 300));
            same(new Sort(-1, true, true), special(dtype, 2, 2, 5000));
        }
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "BFLOAT16", "INT16"})
    void the_first_few_are_kept_of_every_tile(DType dtype) {
        for (boolean largest : new boolean[] {true, false}) {
            same(new Topk(5, -1, largest, true), random(dtype, 1, 3, 100));
            same(new Topk(10, -1, largest, true), random(dtype, 2, 2, 9000));
            same(new Topk(1024, 0, largest, true), random(dtype, 3, 4100, 2));
            same(new Topk(3000, -1, largest, true), random(dtype, 4, 2, 5000));
        }
        same(new Topk(100, -1, true, true), random(dtype, 5, 100));
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16", "INT64", "INT8"})
    void short_rows_have_the_same_kth_element_as_on_the_cpu(DType dtype) {
        for (long k : new long[] {1, 2, 40, 77, 100}) {
            same(new Kthvalue(k, -1, false), random(dtype, k, 30, 100));
        }
        same(new Kthvalue(3, 0, true), random(dtype, 7, 5, 4, 6));
        same(new Kthvalue(2, 0, true), random(dtype, 8, 2, 4, 6));
    }

    @Test
    void long_rows_have_the_same_kth_element_where_all_differ() {
        for (long k : new long[] {1, 900, 3000, 6000}) {
            same(new Kthvalue(k, -1, false), random(DType.FLOAT64, k, 2, 6000));
        }
        same(new Kthvalue(60, 0, true), random(DType.FLOAT64, 7, 200, 4));
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void the_most_frequent_element_is_the_cpus(DType dtype) {
        same(new Mode(-1, false), random(dtype, 1, 6, 100));
        same(new Mode(0, true), random(dtype, 2, 50, 4, 3));
        same(new Mode(-1, false), random(dtype, 3, 2, 5000));
    }
}
