package dev.tenon.cpu.pointwise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.CpuBackend;
import dev.tenon.cpu.Ground;
import dev.tenon.cpu.engine.Simd;
import dev.tenon.cpu.layout.Region;
import dev.tenon.cpu.math.Convert;
import dev.tenon.cpu.math.ScalarMath;
import dev.tenon.cpu.math.VectorMath;
import dev.tenon.ops.Add;
import dev.tenon.ops.Gelu;
import dev.tenon.ops.Gt;
import dev.tenon.ops.Mul;
import dev.tenon.spi.UncheckedCall;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PointwiseKernelTest {
    private static final Add ADD = new Add(1);

    private static void assertSum(UncheckedOperand a, UncheckedOperand b, double tolerance) {
        var out = Ground.run(ADD, a, b)[0];
        for (long i = 0; i < out.numel(); i++) {
            double expected = Ground.at(broadcast(a, out.sizes()), i) + Ground.at(broadcast(b, out.sizes()), i);
            assertThat(Ground.at(out, i)).as("element %d", i).isCloseTo(expected, within(tolerance * (1 + Math.abs(expected))));
        }
    }

    private static Region broadcast(UncheckedOperand operand, long[] sizes) {
        var strides = new long[sizes.length];
        for (int d = 1; d <= operand.rank(); d++) {
            long size = operand.sizes()[operand.rank() - d];
            strides[sizes.length - d] = size == 1 ? 0 : operand.strides()[operand.rank() - d];
        }
        return new Region(operand.dtype(), sizes, strides, operand.address());
    }

    @Test
    void everyLengthOfTailIsComputed() {
        int lanes = Simd.ENABLED ? VectorMath.F_LANES : 8;
        for (int n = 0; n <= 2 * lanes + 1; n++) {
            assertSum(Ground.random(1, DType.FLOAT32, n), Ground.random(2, DType.FLOAT32, n), 1e-6);
            assertSum(Ground.random(1, DType.FLOAT64, n), Ground.random(2, DType.FLOAT64, n), 1e-15);
        }
    }

    @Test
    void nothingIsWrittenBehindTheLastElement() {
        var memory = Ground.random(3, DType.FLOAT32, 64);
        var out = new Region(DType.FLOAT32, new long[] {5}, new long[] {1}, memory.address());
        double before = Ground.at(memory, 5);
        var a = Ground.random(4, DType.FLOAT32, 5);
        IdentityKernel.copy(a, out);
        var sums = Ground.run(new Mul(), a, a)[0];
        IdentityKernel.copy(sums, out);
        assertThat(Ground.at(memory, 5)).isEqualTo(before);
    }

    @Test
    void resultsMayOverwriteTheirInputs() {
        var a = Ground.random(5, DType.FLOAT32, 3000);
        var expected = Arrays.stream(Ground.values(a)).map(v -> 0.5 * v * (1 + ScalarMath.erf(v / Math.sqrt(2)))).toArray();
        var op = new Gelu(Gelu.Approximate.NONE);
        @SuppressWarnings("unchecked")
        var kernel = (PointwiseKernel<Gelu>) new CpuBackend().kernel(op.descriptor());
        kernel.run(op, UncheckedCall.of(new UncheckedOperand[] {a}, new UncheckedOperand[] {a}, DType.FLOAT32));
        assertThat(Ground.values(a)).containsExactly(expected, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 200, 5000})
    void aResultWhoseElementsShareAPlaceIsNotWrittenBeyondIt(long n) {
        var memory = Ground.random(3, DType.FLOAT32, n);
        var before = Ground.values(memory);
        var shared = new Region(DType.FLOAT32, new long[] {n, 2}, new long[] {0, 0}, memory.address());
        @SuppressWarnings("unchecked")
        var kernel = (PointwiseKernel<Gelu>) new CpuBackend().kernel(new Gelu(Gelu.Approximate.NONE).descriptor());
        kernel.run(new Gelu(Gelu.Approximate.NONE),
            UncheckedCall.of(new UncheckedOperand[] {shared}, new UncheckedOperand[] {shared}, DType.FLOAT32));
        before[0] = Ground.at(memory, 0);
        assertThat(Ground.values(memory)).containsExactly(before);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 7, 16, 33, 127, 128, 130, 1024, 2050, 5000})
    void rowsAreBroadcastOverColumnsAndColumnsOverRows(long inner) {
        var matrix = Ground.random(6, DType.FLOAT32, 9, inner);
        assertSum(matrix, Ground.random(7, DType.FLOAT32, inner), 1e-6);
        assertSum(matrix, Ground.random(8, DType.FLOAT32, 9, 1), 1e-6);
        assertSum(Ground.random(9, DType.FLOAT32, inner), Ground.random(10, DType.FLOAT32, 9, 1), 1e-6);
        assertSum(matrix, Ground.random(11, DType.FLOAT32), 1e-6);
        assertSum(Ground.random(12, DType.FLOAT64, inner), matrix, 1e-6);
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 40, 200})
    void stridedOperandsAreGathered(long n) {
        var matrix = Ground.random(13, DType.FLOAT32, n, n + 3);
        assertSum(Ground.transposed(matrix), Ground.random(14, DType.FLOAT32, n + 3, n), 1e-6);
        assertSum(Ground.transposed(matrix), Ground.transposed(matrix), 1e-6);
        assertSum(Ground.everySecond(matrix), Ground.random(15, DType.FLOAT32, (n + 4) / 2), 1e-6);
        var cube = Ground.random(16, DType.FLOAT32, 5, n, 7);
        assertSum(Ground.transposed(cube), Ground.random(17, DType.FLOAT32, n, 1), 1e-6);
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void everyDtypeIsComputedWithEveryOther(DType dtype) {
        for (var other : DType.values()) {
            boolean exact = !dtype.isFloating() && !other.isFloating();
            if (exact) {
                assertWholeSum(Ground.random(18, dtype, 3, 50), Ground.random(19, other, 50));
            } else {
                double tolerance = dtype.bytes() == 2 || other.bytes() == 2 ? 1e-2 : 1e-6;
                assertSum(Ground.random(18, dtype, 3, 50), Ground.random(19, other, 50), tolerance);
            }
        }
    }

    private static void assertWholeSum(Region a, Region b) {
        var out = Ground.run(ADD, a, b)[0];
        for (long i = 0; i < out.numel(); i++) {
            long sum = (long) (Ground.at(a, i) + Ground.at(b, i % 50));
            long address = Ground.empty(out.dtype(), 1).address();
            Convert.storeLong(out.dtype(), address, sum);
            assertThat(Ground.at(out, i)).isEqualTo(Convert.loadLong(out.dtype(), address));
        }
    }

    @Test
    void truthValuesAreNarrowed() {
        for (var dtype : new DType[] {DType.FLOAT32, DType.FLOAT64, DType.INT32, DType.BFLOAT16}) {
            var a = Ground.random(20, dtype, 1500);
            var b = Ground.random(21, dtype, 1500);
            var out = Ground.run(new Gt(), a, b)[0];
            assertThat(out.dtype()).isEqualTo(DType.BOOL);
            for (long i = 0; i < 1500; i++) {
                assertThat(Ground.at(out, i)).isEqualTo(Ground.at(a, i) > Ground.at(b, i) ? 1 : 0);
            }
        }
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() {
        var a = Ground.random(22, DType.FLOAT32, 300_001);
        var bias = Ground.random(23, DType.FLOAT32, 11);
        var matrix = new Region(DType.FLOAT32, new long[] {27_272, 11}, new long[] {11, 1}, a.address());
        var gelu = Ground.withThreads(() -> Ground.values(Ground.run(new Gelu(Gelu.Approximate.NONE), a)[0]));
        var sums = Ground.withThreads(() -> Ground.values(Ground.run(ADD, matrix, bias)[0]));
        assertThat(gelu).allMatch(run -> Arrays.equals(run, gelu.getFirst()));
        assertThat(sums).allMatch(run -> Arrays.equals(run, sums.getFirst()));
    }
}
