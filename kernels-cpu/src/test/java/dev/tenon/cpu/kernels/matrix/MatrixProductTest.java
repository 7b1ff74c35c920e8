package dev.tenon.cpu.kernels.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.Ground;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.layout.Region;
import dev.tenon.ops.Bmm;
import dev.tenon.ops.Linear;
import dev.tenon.ops.Mm;
import dev.tenon.ops.ThinSvd;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MatrixProductTest {
    private static double[] product(UncheckedOperand a, UncheckedOperand b) {
        int m = (int) a.sizes()[0];
        int k = (int) a.sizes()[1];
        int n = (int) b.sizes()[1];
        var result = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int l = 0; l < k; l++) {
                    result[i * n + j] += Ground.at(a, (long) i * k + l) * Ground.at(b, (long) l * n + j);
                }
            }
        }
        return result;
    }

    private static void assertProduct(Region a, Region b, double tolerance) {
        assertThat(Ground.values(Ground.run(new Mm(), a, b)[0])).as("%s times %s", a.shape(), b.shape()).containsExactly(product(a, b),
            within(tolerance));
    }

    /** Row-major, transposed, and with a stride in both dimensions. */
    private static List<Region> layouts(long seed, DType dtype, long rows, long columns) {
        return List.of(Ground.random(seed, dtype, rows, columns), Ground.transposed(Ground.random(seed + 1, dtype, columns, rows)),
            Ground.everySecond(Ground.random(seed + 2, dtype, rows, Math.max(0, 2 * columns - 1))));
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64", "INT64", "INT32", "UINT8", "FLOAT16", "BFLOAT16"})
    void everyLayoutAndDtypeIsMultiplied(DType dtype) {
        long[][] shapes = {{1, 1, 1}, {2, 3, 4}, {1, 9, 5}, {6, 8, 1}, {1, 70, 1}, {17, 33, 21}, {5, 0, 3}, {64, 5, 70}, {1, 40, 130}};
        double tolerance = switch (dtype) {
            case FLOAT64 -> 1e-12;
            case FLOAT32 -> 1e-4;
            case FLOAT16 -> 0.05;
            case BFLOAT16 -> 0.4;
            default -> 0;
        };
        for (var shape : shapes) {
            for (var a : layouts(1, dtype, shape[0], shape[1])) {
                for (var b : layouts(9, dtype, shape[1], shape[2])) {
                    if (dtype == DType.UINT8) {
                        assertThat(Ground.values(Ground.run(new Mm(), a, b)[0]))
                            .containsExactly(Arrays.stream(product(a, b)).map(v -> (long) v & 0xFF).toArray());
                    } else {
                        assertProduct(a, b, tolerance);
                    }
                }
            }
        }
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() {
        var random = new Random(3);
        for (int trial = 0; trial < 12; trial++) {
            long m = 1 + random.nextInt(trial < 6 ? 400 : 120);
            long k = 1 + random.nextInt(700);
            long n = 1 + random.nextInt(900);
            var dtype = trial % 2 == 0 ? DType.FLOAT32 : DType.FLOAT64;
            var a = trial % 3 == 0 ? Ground.transposed(Ground.random(4, dtype, k, m)) : Ground.random(4, dtype, m, k);
            var b = trial % 4 < 2 ? Ground.transposed(Ground.random(5, dtype, n, k)) : Ground.random(5, dtype, k, n);
            var runs = Ground.withThreads(() -> Ground.values(Ground.run(new Mm(), a, b)[0]));
            assertThat(runs).as("%d by %d by %d", m, k, n).allMatch(run -> Arrays.equals(run, runs.getFirst()));
        }
    }

    @Test
    void batchesAreMultipliedOneByOne() {
        for (var dtype : new DType[] {DType.FLOAT32, DType.FLOAT64, DType.INT32, DType.BFLOAT16}) {
            var a = Ground.random(6, dtype, 5, 4, 7);
            var shared = Ground.random(7, dtype, 7, 3);
            var b = new Region(dtype, new long[] {5, 7, 3}, new long[] {0, 3, 1}, shared.address());
            var out = Ground.run(new Bmm(), a, b)[0];
            for (int i = 0; i < 5; i++) {
                var left = Region.of(a, new long[] {4, 7}, new long[] {7, 1}, i * 28L);
                var result = Region.of(out, new long[] {4, 3}, new long[] {3, 1}, i * 12L);
                assertThat(Ground.values(result)).containsExactly(product(left, shared), within(dtype == DType.BFLOAT16 ? 0.1 : 1e-5));
            }
        }
    }

    @Test
    void linearAddsItsBias() {
        for (var dtype : new DType[] {DType.FLOAT32, DType.FLOAT64, DType.INT64, DType.FLOAT16}) {
            for (long rows : new long[] {1, 2, 60, 300}) {
                var weight = Ground.random(8, dtype, 40, 30);
                var bias = Ground.random(9, dtype, 40);
                var input = Ground.random(10, dtype, 1, rows, 30);
                var matrix = Region.of(input, new long[] {rows, 30}, new long[] {30, 1}, 0);
                var expected = product(matrix, Ground.transposed(weight));
                var without = Ground.values(Ground.run(new Linear(), input, weight, null)[0]);
                double tolerance = dtype == DType.FLOAT16 ? 0.05 : 1e-4;
                assertThat(without).containsExactly(expected, within(tolerance));
                for (int i = 0; i < expected.length; i++) {
                    expected[i] += Ground.at(bias, i % 40);
                }
                assertThat(Ground.values(Ground.run(new Linear(), input, weight, bias)[0])).containsExactly(expected, within(tolerance));
            }
        }
    }

    @Test
    void singularVectorsRebuildTheirMatrix() {
        var matrices = Ground.random(11, DType.FLOAT64, 2, 5, 3);
        var parts = Ground.run(new ThinSvd(), matrices);
        for (int i = 0; i < 2; i++) {
            var u = Region.of(parts[0], new long[] {5, 3}, new long[] {3, 1}, i * 15L);
            var scaled = Ground.empty(DType.FLOAT64, 3, 3);
            for (int e = 0; e < 9; e++) {
                UncheckedAccess.f64(scaled.address(), e, Ground.at(parts[1], i * 3L + e / 3) * Ground.at(parts[2], i * 9L + e));
            }
            var matrix = Region.of(matrices, new long[] {5, 3}, new long[] {3, 1}, i * 15L);
            assertThat(product(u, scaled)).containsExactly(Ground.values(matrix), within(1e-12));
        }
    }
}
