package dev.tenon.gpu.kernels;

import dev.tenon.Tenon;
import dev.tenon.core.DType;
import dev.tenon.core.Ints;
import dev.tenon.ops.Cast;
import dev.tenon.ops.Cat;
import dev.tenon.ops.Clone;
import dev.tenon.ops.Flip;
import dev.tenon.ops.StridedEmbed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies of every path: plain memory, packed rows, tiles, strides, and conversions. */
class CopiesTest extends BothDevices {
    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16", "INT8"})
    void clones_have_the_same_elements_whatever_the_layout(DType dtype) {
        var x = random(dtype, 1, 5, 33, 70);
        same(new Clone(), x);
        same(new Clone(), t -> t.transpose(1, 2), x);
        same(new Clone(), t -> t.transpose(0, 2), x);
        same(new Clone(), t -> t.permute(2, 0, 1), x);
        same(new Clone(), t -> t.slice(2, 1L, 68L, 3), x);
        same(new Clone(), t -> t.narrow(2, 2, 64), x);
        same(new Clone(), t -> t.narrow(1, 3, 7), x);
        same(new Clone(), t -> t.select(2, 5).unsqueeze(1).expand(5, 4, 33), x);
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void conversions_are_those_of_the_cpu(DType to) {
        for (var from : DType.values()) {
            same(new Cast(to), random(from, 2, 37, 11));
            same(new Cast(to), t -> t.t(), random(from, 3, 37, 11));
            same(new Cast(to), t -> t.narrow(0, 1, 400), random(from, 4, 407));
        }
        if (!to.isIntegral()) {
            same(new Cast(to), special(DType.FLOAT32, 5, 100));
        }
    }

    @Test
    void conversions_to_integers_cut_fractions_and_bounds_as_java_does() {
        for (var to : new DType[] {DType.INT64, DType.INT32, DType.INT8, DType.UINT8}) {
            same(new Cast(to), special(DType.FLOAT64, 6, 100));
            same(new Cast(to), Tenon.tensor(new double[] {300.7, -300.7, 1e30, -1e30, -1.5, 255, 256, 0.9}));
        }
    }

    @Test
    void flips_and_joins_are_those_of_the_cpu() {
        var x = random(DType.FLOAT32, 7, 3, 20, 41);
        same(new Flip(Ints.of(2)), x);
        same(new Flip(Ints.of(0, -2)), x);
        same(new Flip(Ints.of(0, 1, 2)), t -> t.transpose(1, 2), x);
        same(new Cat(1), x, random(DType.FLOAT32, 8, 3, 7, 41), random(DType.INT32, 9, 3, 1, 41));
        same(new Cat(-1), x, x);
        same(new Cat(0), t -> t.transpose(0, 1), x, random(DType.FLOAT32, 10, 2, 3, 41));
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "BFLOAT16", "INT32"})
    void embedding_into_strides_adds_where_they_overlap(DType dtype) {
        same(new StridedEmbed(Ints.of(40, 3), Ints.of(2, 1), 5), random(dtype, 11, 30, 9));
        same(new StridedEmbed(Ints.of(50), Ints.of(0, 7), 1), random(dtype, 12, 30, 7));
    }
}
