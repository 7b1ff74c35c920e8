package dev.tenon.gpu.kernels;

import dev.tenon.Tenon;
import dev.tenon.core.DType;
import dev.tenon.core.Ints;
import dev.tenon.ops.Cummax;
import dev.tenon.ops.Cummin;
import dev.tenon.ops.Cumprod;
import dev.tenon.ops.Cumsum;
import dev.tenon.ops.Logcumsumexp;
import dev.tenon.ops.MaxDim;
import dev.tenon.ops.MinDim;
import dev.tenon.ops.StdMean;
import dev.tenon.ops.VarMean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Running folds, extremes with their places, and moments: rows, chunks of long rows, columns, and few long columns. */
class FoldsTest extends BothDevices {
    @ParameterizedTest
    @EnumSource(DType.class)
    void running_sums_are_the_cpus(DType dtype) {
        same(new Cumsum(-1, null), random(dtype, 1, 5, 300));
        same(new Cumsum(-1, null), random(dtype, 2, 1, 20000));
        same(new Cumsum(0, null), random(dtype, 3, 70, 5000));
        same(new Cumsum(1, null), random(dtype, 4, 3, 600, 7));
        same(new Cumsum(0, DType.FLOAT32), t -> t.t(), random(dtype, 5, 4, 90));
        same(new Cumsum(0, null), random(dtype, 6).view(new long[0]));
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16", "INT32"})
    void running_products_are_the_cpus(DType dtype) {
        same(new Cumprod(-1, null), random(dtype, 1, 5, 30));
        same(new Cumprod(0, null), random(dtype, 2, 30, 5, 2));
        same(new Cumprod(-1, DType.FLOAT64), random(dtype, 3, 9000));
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16", "BFLOAT16"})
    void running_logarithms_of_sums_do_not_overflow(DType dtype) {
        same(new Logcumsumexp(-1), random(dtype, 1, 5, 300).mul(100));
        same(new Logcumsumexp(0), random(dtype, 2, 9000));
        same(new Logcumsumexp(0), random(dtype, 3, 20, 30));
        same(new Logcumsumexp(-1), special(dtype, 4, 20, 5));
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void running_extremes_take_the_last_of_equal_elements(DType dtype) {
        same(new Cummax(-1), random(dtype, 1, 5, 300));
        same(new Cummin(-1), random(dtype, 2, 9000));
        same(new Cummax(0), random(dtype, 3, 30, 200));
        same(new Cummin(1), random(dtype, 4, 2, 300, 3));
        if (dtype.isFloating()) {
            same(new Cummax(-1), special(dtype, 5, 4, 700));
            same(new Cummin(-1), special(dtype, 6, 20, 10));
        }
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void extremes_take_the_first_of_equal_elements(DType dtype) {
        same(new MaxDim(-1, false), random(dtype, 1, 5, 300));
        same(new MinDim(-1, true), random(dtype, 2, 20000));
        same(new MaxDim(0, false), random(dtype, 3, 30, 200));
        same(new MinDim(1, false), random(dtype, 4, 2, 300, 3));
        same(new MaxDim(0, false), t -> t.transpose(0, 1), random(dtype, 5, 60, 90));
        if (dtype.isFloating()) {
            same(new MaxDim(-1, false), special(dtype, 6, 40, 30));
            same(new MinDim(-1, false), special(dtype, 7, 40, 8));
            same(new MinDim(0, false), special(dtype, 8, 9000));
        }
    }

    @Test
    void norms_of_numbers_whose_powers_leave_the_range_are_those_of_the_cpu() {
        for (double factor : new double[] {1e200, 1e-200, 1e300, 0}) {
            for (var dims : new @Nullable Ints[] {null, Ints.of(0), Ints.of(1)}) {
                var x = random(DType.FLOAT64, 1, 40, 30).mul(factor);
                double back = factor == 0 ? 1 : 1 / factor;
                var moved = x.to(Tenon.gpu());
                var dim = dims == null ? null : dims.toArray();
                assertSame("norm", moved.linalgVectorNorm(2, dim, false).mul(back), x.linalgVectorNorm(2, dim, false).mul(back));
                assertSame("norm of order -2", moved.linalgVectorNorm(-2, dim, false).mul(back),
                    x.linalgVectorNorm(-2, dim, false).mul(back));
            }
        }
        var x = random(DType.FLOAT32, 2, 40, 30).mul(1e30);
        assertSame("norm of order 11", x.to(Tenon.gpu()).norm(11), x.norm(11));
        var large = random(DType.FLOAT64, 3, 30_000).mul(1e160);
        assertSame("norm of many", large.to(Tenon.gpu()).norm(), large.norm());
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16", "BFLOAT16"})
    void deviations_are_exact_whatever_the_mean(DType dtype) {
        same(new StdMean(Ints.of(1), 1, false), random(dtype, 1, 6, 300));
        same(new StdMean(null, 0, true), random(dtype, 2, 3, 7000));
        same(new StdMean(Ints.of(1), 1, false), random(dtype, 5, 3, 1));
        if (dtype.bytes() > 2) {
            same(new StdMean(null, 1, false), random(dtype, 3, 30_000).mul(dtype == DType.FLOAT64 ? 1e200 : 1e25));
            same(new StdMean(Ints.of(1), 1, false), random(dtype, 4, 3, 3000).mul(dtype == DType.FLOAT64 ? 1e300 : 1e30));
        }
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16", "BFLOAT16"})
    void moments_are_exact_whatever_the_mean(DType dtype) {
        same(new VarMean(Ints.of(1), 1, false), random(dtype, 1, 6, 300));
        same(new VarMean(null, 0, true), random(dtype, 2, 3, 7000));
        same(new VarMean(Ints.of(0, 2), 1, true), random(dtype, 3, 20, 3, 11));
        same(new VarMean(Ints.of(0), 2, false), t -> t.transpose(0, 1), random(dtype, 4, 20, 30));
        same(new VarMean(Ints.of(1), 1, false), random(dtype, 5, 3, 1));
        same(new VarMean(Ints.of(1), 0, false), random(dtype, 6, 3, 0));
        if (dtype == DType.FLOAT64) {
            same(new VarMean(Ints.of(0), 1, false), random(dtype, 7, 20000).add(1e6));
        }
    }
}
