package dev.tenon.gpu.kernels.matrix;

import static dev.tenon.Tenon.gpu;

import dev.tenon.core.DType;
import dev.tenon.gpu.kernels.BothDevices;
import dev.tenon.ops.Bmm;
import dev.tenon.ops.Linear;
import dev.tenon.ops.Mm;
import dev.tenon.ops.Tril;
import dev.tenon.ops.Triu;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Products of matrices in every layout, and triangles. */
class ProductsTest extends BothDevices {
    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16", "BFLOAT16", "INT64", "UINT8"})
    void products_do_not_depend_on_the_layout(DType dtype) {
        same(new Mm(), random(dtype, 1, 17, 33), random(dtype, 2, 33, 21));
        same(new Mm(), t -> t.t(), random(dtype, 3, 33, 17), random(dtype, 4, 33, 21));
        same(new Mm(), t -> t.slice(1, 0L, null, 2), random(dtype, 5, 17, 66), random(dtype, 6, 33, 21));
        same(new Mm(), t -> t.narrow(1, 3, 33), random(dtype, 7, 17, 40), random(dtype, 8, 33, 1));
        same(new Mm(), t -> t.select(0, 1).unsqueeze(0).expand(5, 33), random(dtype, 9, 2, 33), random(dtype, 10, 33, 4));
        same(new Mm(), random(dtype, 11, 3, 0), random(dtype, 12, 0, 4));
        same(new Bmm(), random(dtype, 13, 4, 5, 18), random(dtype, 14, 4, 18, 19));
        same(new Bmm(), t -> t.transpose(1, 2), random(dtype, 15, 4, 18, 5), random(dtype, 16, 4, 18, 19));
        same(new Bmm(), t -> t.transpose(0, 1), random(dtype, 17, 5, 4, 18), random(dtype, 18, 4, 18, 19));
        same(new Bmm(), t -> t.unsqueeze(0).expand(4, 5, 18), random(dtype, 19, 5, 18), random(dtype, 20, 4, 18, 19));
        same(new Bmm(), random(dtype, 21, 0, 5, 18), random(dtype, 22, 0, 18, 19));
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT16", "INT32"})
    void linear_maps_add_their_bias(DType dtype) {
        var weight = random(dtype, 1, 13, 35);
        var bias = random(dtype, 2, 13);
        same(new Linear(), random(dtype, 3, 6, 35), weight, bias);
        same(new Linear(), t -> t.t(), random(dtype, 4, 35, 6), weight, bias);
        same(new Linear(), random(dtype, 5, 2, 3, 35), weight, bias);
        same(new Linear(), t -> t.transpose(0, 1), random(dtype, 6, 2, 3, 35), weight, bias);
        same(new Linear(), random(dtype, 7, 35), weight, bias);
        same(new Linear(), random(dtype, 7, 6, 35), weight, null);
        same(new Linear(), random(dtype, 8, 4, 0), random(dtype, 9, 13, 0), bias);
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "BFLOAT16", "INT32"})
    void a_weight_of_which_steps_are_taken_is_copied_as_it_lies(DType dtype) {
        var input = random(dtype, 1, 6, 8);
        var weight = random(dtype, 2, 16, 16);
        var here = input.linear(weight.slice(0, 0L, null, 2).slice(1, 1L, null, 2));
        var there = input.to(gpu()).linear(weight.to(gpu()).slice(0, 0L, null, 2).slice(1, 1L, null, 2));
        assertSame("linear", there, here);
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "BFLOAT16", "BOOL"})
    void triangles_are_those_of_the_cpu(DType dtype) {
        for (long diagonal = -3; diagonal < 4; diagonal += 3) {
            same(new Tril(diagonal), random(dtype, 1, 3, 9, 14));
            same(new Triu(diagonal), t -> t.transpose(1, 2), random(dtype, 2, 3, 9, 14));
        }
    }
}
