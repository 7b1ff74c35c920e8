package dev.tenon.gpu.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.DType;
import dev.tenon.core.DeviceException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EmulatedGemmTest extends EmulatedTest {
    private static final int M = 5;
    private static final int N = 7;
    private static final int K = 6;

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void productsAreTheLoopsOfTheDefinition(boolean transposeA, boolean transposeB) {
        var random = new Random(2);
        int lda = (transposeA ? M : K) + 2;
        int ldb = (transposeB ? K : N) + 3;
        int ldc = N + 1;
        int batch = 3;
        var a = random.doubles((long) batch * 100).toArray();
        var b = random.doubles(200).toArray();
        var c = random.doubles((long) batch * 60).toArray();
        var expected = c.clone();
        for (int t = 0; t < batch; t++) {
            for (int i = 0; i < M; i++) {
                for (int j = 0; j < N; j++) {
                    double sum = 0;
                    for (int l = 0; l < K; l++) {
                        sum += a[t * 100 + (transposeA ? l * lda + i : i * lda + l)] * b[transposeB ? j * ldb + l : l * ldb + j];
                    }
                    expected[t * 60 + i * ldc + j] = 0.5 * sum - 2 * c[t * 60 + i * ldc + j];
                }
            }
        }
        long sum = onDevice(c);

        driver.gemm("matmul", new Gemm(DType.FLOAT64, transposeA, transposeB, M, N, K, 0.5, onDevice(a), lda, 100, onDevice(b), ldb, 0, -2,
            sum, ldc, 60, batch));

        assertThat(doubles(sum, c.length)).containsExactly(expected, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16", "BFLOAT16"})
    void aFactorOfZeroMeansThatTheTargetIsNotRead(DType dtype) {
        // 1 * 1 in each format, and the target is poisoned
        var one = switch (dtype) {
            case FLOAT64 -> Double.doubleToRawLongBits(1);
            case FLOAT32 -> Float.floatToRawIntBits(1);
            case FLOAT16 -> 0x3c00;
            default -> 0x3f80;
        };
        try (var arena = Arena.ofConfined()) {
            long x = upload(arena.allocateFrom(ValueLayout.JAVA_LONG, one).asSlice(0, dtype.bytes()));
            long y = driver.allocate(dtype.bytes());
            driver.gemm("matmul", Gemm.of(dtype, false, false, 1, 1, 1, x, x, y));
            assertThat(download(y, dtype.bytes()).mismatch(download(x, dtype.bytes()))).isEqualTo(-1);
        }
    }

    @Test
    void halvesAreAddedInFloat() {
        int k = 4096;
        try (var arena = Arena.ofConfined()) {
            MemorySegment ones = arena.allocate(2L * k);
            for (int i = 0; i < k; i++) {
                ones.setAtIndex(ValueLayout.JAVA_SHORT, i, Float.floatToFloat16(1));
            }
            long x = upload(ones);
            long y = driver.allocate(2);
            // in float16 the sum would stay at 2048
            driver.gemm("matmul", Gemm.of(DType.FLOAT16, false, false, 1, 1, k, x, x, y));
            assertThat(Float.float16ToFloat(download(y, 2).get(ValueLayout.JAVA_SHORT, 0))).isEqualTo(4096);
        }
    }

    @Test
    void anEmptySumIsZero() {
        long y = driver.allocate(16);

        driver.gemm("matmul", Gemm.of(DType.FLOAT32, false, false, 2, 2, 0, y, y, y));

        assertThat(floats(y, 4)).containsOnly(0);
    }

    @Test
    void matricesThatLeaveTheirMemoryAreRefused() {
        long x = onDevice(1, 2, 3, 4);
        long y = driver.allocate(16);

        assertThatThrownBy(() -> driver.gemm("matmul", Gemm.of(DType.FLOAT32, false, false, 2, 2, 3, x, x, y)))
            .isInstanceOf(DeviceException.class).hasMessageContaining("matmul: matrix A, 24 bytes").hasMessageContaining("block of 16");
        assertThatThrownBy(() -> driver.gemm("matmul", Gemm.of(DType.INT32, false, false, 2, 2, 2, x, x, y)))
            .isInstanceOf(DeviceException.class).hasMessageContaining("int32");
    }

    private long onDevice(double... values) {
        try (var arena = Arena.ofConfined()) {
            return upload(arena.allocateFrom(ValueLayout.JAVA_DOUBLE, values));
        }
    }
}
