package dev.tenon.gpu.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Tenon;
import dev.tenon.core.DType;
import dev.tenon.gpu.TestedDevice;
import dev.tenon.spi.Primitive;
import dev.tenon.tensor.Dispatch;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;

/** Runs an operator on the CPU and on the tested GPU, and holds the results equal. */
public abstract class BothDevices {
    @BeforeAll
    protected static void chooseDevice() {
        TestedDevice.choose();
    }

    /** Numbers in [-2, 2), small integers with many equal ones, or truth values. */
    protected static Tensor random(DType dtype, long seed, long... sizes) {
        var random = new Random(seed);
        int n = (int) Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
        var values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = dtype.isFloating() ? random.nextDouble() * 4 - 2 : random.nextInt(dtype == DType.BOOL ? 2 : 50);
        }
        return Tenon.tensor(values).to(dtype).view(sizes);
    }

    /** Numbers of which some are equal, some zero with either sign, some infinite and some NaN. */
    protected static Tensor special(DType dtype, long seed, long... sizes) {
        var random = new Random(seed);
        double[] few = {0, -0.0, 1, -1, 2, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.5, -0.25};
        int n = (int) Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
        var values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = few[random.nextInt(few.length)];
        }
        return Tenon.tensor(values).to(dtype).view(sizes);
    }

    protected static Tensor indices(long seed, long below, long... sizes) {
        var random = new Random(seed);
        int n = (int) Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
        return Tenon.tensor(random.longs(n, 0, below).toArray()).view(sizes);
    }

    protected static void same(Primitive op, @Nullable Tensor... inputs) {
        same(op, input -> input, inputs);
    }

    /** Input 0 is seen by both through a view; an input that is not given is null. */
    protected static void same(Primitive op, UnaryOperator<Tensor> view, @Nullable Tensor... inputs) {
        var moved = new Tensor[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            moved[i] = inputs[i] == null ? null : inputs[i].to(Tenon.gpu());
        }
        var here = inputs.clone();
        here[0] = view.apply(here[0]);
        moved[0] = view.apply(moved[0]);
        var expected = Dispatch.applyMany(op, null, here);
        var found = Dispatch.applyMany(op, null, moved);
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertSame(op + " output " + i, found[i], expected[i]);
        }
    }

    protected static void assertSame(String what, Tensor found, Tensor expected) {
        assertThat(found.dtype()).as(what).isEqualTo(expected.dtype());
        assertThat(found.shape()).as(what).isEqualTo(expected.shape());
        var actual = values(found);
        var wanted = values(expected);
        double tolerance = switch (expected.dtype()) {
            case FLOAT64 -> 1e-11;
            case FLOAT32 -> 2e-5;
            case FLOAT16 -> 2e-3;
            case BFLOAT16 -> 2e-2;
            default -> 0;
        };
        for (int i = 0; i < wanted.length; i++) {
            boolean equal = Double.compare(actual[i], wanted[i]) == 0 || actual[i] == wanted[i]
                || Math.abs(actual[i] - wanted[i]) <= tolerance * (1 + Math.abs(wanted[i]));
            if (!equal) {
                assertThat(actual[i]).as("%s, %s %s, element %d of %d", what, expected.dtype(), expected.shape(), i,
                    wanted.length).isEqualTo(wanted[i]);
            }
        }
    }

    private static double[] values(Tensor tensor) {
        return tensor.to(Tenon.cpu()).to(DType.FLOAT64).toDoubleArray();
    }
}
