package dev.tenon.gpu.kernels;

import dev.tenon.Tenon;
import dev.tenon.core.DType;
import dev.tenon.core.Ints;
import dev.tenon.ops.AdamStep;
import dev.tenon.ops.BernoulliMask;
import dev.tenon.ops.NativeArange;
import dev.tenon.ops.NativeDropout;
import dev.tenon.ops.NativeEye;
import dev.tenon.ops.NativeFull;
import dev.tenon.ops.NativeLinspace;
import dev.tenon.ops.Normal;
import dev.tenon.ops.Randint;
import dev.tenon.ops.Randperm;
import dev.tenon.ops.RmspropStep;
import dev.tenon.ops.SgdStep;
import dev.tenon.ops.Uniform;
import dev.tenon.spi.Primitive;
import dev.tenon.spi.UncheckedCall;
import dev.tenon.tensor.Dispatch;
import dev.tenon.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** New tensors, random numbers, and optimizer steps of more parameters than one table holds. */
class SourcesAndStepsTest extends BothDevices {
    private static void sameSource(Primitive op, DType dtype, long... sizes) {
        var here = Tenon.full(sizes, 1, dtype);
        var there = here.to(Tenon.gpu());
        for (var out : new Tensor[] {here, there}) {
            UncheckedCall.run(op, out.device(), UncheckedCall.of(new Tensor[0], new Tensor[] {out}, dtype));
        }
        assertSame(op.toString(), there, here);
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void new_tensors_are_those_of_the_cpu(DType dtype) {
        sameSource(new NativeFull(Ints.of(3, 700), 2.75, dtype), dtype, 3, 700);
        sameSource(new NativeFull(Ints.of(5), -3L, dtype), dtype, 5);
        sameSource(new NativeFull(Ints.of(0, 5), 1, dtype), dtype, 0, 5);
        sameSource(new NativeArange(-3, 2, 1000, dtype), dtype, 1000);
        sameSource(new NativeArange(0.5, 0.3, 400, dtype), dtype, 400);
        sameSource(new NativeLinspace(-2.5, 80, 301, dtype), dtype, 301);
        sameSource(new NativeLinspace(7, 80, 1, dtype), dtype, 1);
        sameSource(new NativeEye(30, 40, dtype), dtype, 30, 40);
        sameSource(new NativeEye(40, 30, dtype), dtype, 40, 30);
        sameSource(new Uniform(Ints.of(3, 300), -2, 5, dtype, 42, 7), dtype, 3, 300);
        sameSource(new Randint(Ints.of(1000), -5, 90, dtype, 1L << 40, 1L << 33), dtype, 1000);
        if (dtype.isFloating()) {
            sameSource(new Normal(Ints.of(1000), 1, 3, dtype, 42, 7), dtype, 1000);
            same(new BernoulliMask(3, 4), random(dtype, 1, 900).abs().mul(0.5));
            same(new NativeDropout(0.3, 5, 6), t -> t.t(), random(dtype, 2, 30, 40));
            same(new NativeDropout(1, 5, 6), random(dtype, 3, 300));
        }
        if (dtype.isIntegral()) {
            sameSource(new Randperm(100, dtype, 1, 2), dtype, 100);
        }
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16", "BFLOAT16"})
    void steps_are_those_of_the_cpu(DType dtype) {
        for (int count : new int[] {1, 5, 80}) {
            sameStep(dtype, count, 2, new SgdStep(count, 0.1, 0, 0, 0.01, false, false, 2));
            sameStep(dtype, count, 3, new SgdStep(count, 0.1, 0.9, 0, 0.01, true, true, 2));
            sameStep(dtype, count, 3, new SgdStep(count, 0.1, 0.9, 0.1, 0, false, false, 1));
            sameStep(dtype, count, 4, new AdamStep(count, 0.1, 0.9, 0.99, 1e-4, 0.01, false, false, false, 3));
            sameStep(dtype, count, 5, new AdamStep(count, 0.1, 0.9, 0.99, 1e-4, 0.01, true, true, true, 1));
            sameStep(dtype, count, 3, new RmspropStep(count, 0.1, 0.9, 1e-4, 0.01, 0, false, false, 2));
            sameStep(dtype, count, 5, new RmspropStep(count, 0.1, 0.9, 1e-4, 0, 0.9, true, true, 2));
        }
    }

    /** Runs a step on both devices; every third gradient lies transposed on the GPU, and one parameter is empty. */
    private static void sameStep(DType dtype, int count, int groups, Primitive op) {
        var here = new Tensor[count * groups];
        var there = new Tensor[count * groups];
        for (int i = 0; i < here.length; i++) {
            int parameter = i % count;
            long rows = parameter == 3 ? 0 : parameter % 7 == 0 ? 70 : 1 + parameter % 5;
            var numbers = random(dtype, i, rows, 61);
            // Mean squares lie above the squares of means, and above 0.
            here[i] = i / count < 2 ? numbers : i / count == 4 ? numbers.mul(0.01) : numbers.mul(0.1).abs().add(0.5);
            there[i] = here[i].to(Tenon.gpu());
            if (i / count == 1 && parameter % 3 == 2) {
                there[i] = there[i].t().clone().t();
            }
        }
        Dispatch.applyMany(op, null, here);
        Dispatch.applyMany(op, null, there);
        for (int i = 0; i < here.length; i++) {
            assertSame(op + " tensor " + i, there[i], here[i]);
        }
    }
}
