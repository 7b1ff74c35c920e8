package dev.tenon.gpu.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.DeviceException;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Barriers, shuffles, votes, atomics, shared memory. */
class EmulatedThreadsTest extends EmulatedTest {
    /** Halves the block again and again; without the barrier in the loop, sums are read before they are complete. */
    private static String tree(String barrier) {
        return """
            extern "C" __global__ void tree_float32(const float* x, float* y) {
                __shared__ float s[256];
                s[threadIdx.x] = x[blockIdx.x * 256 + threadIdx.x];
                __syncthreads();
                for (int half = 128; half > 0; half /= 2) {
                    if (threadIdx.x < half) { s[threadIdx.x] += s[threadIdx.x + half]; }
                    BARRIER
                }
                if (threadIdx.x == 0) { y[blockIdx.x] = s[0]; }
            }
            """.replace("BARRIER", barrier);
    }

    private float[] runTree(String barrier) {
        var values = new float[512];
        Arrays.setAll(new int[512], i -> {
            values[i] = i;
            return i;
        });
        long y = driver.allocate(8);
        launch(kernel(tree(barrier), "tree_float32"), 2, 256, 0, Arguments.begin().pointer(onDevice(values)).pointer(y));
        return floats(y, 2);
    }

    private void launch(long kernel, int blocks, int threads, int shared, Arguments arguments) {
        driver.launch("test", kernel, Dim.of(blocks), Dim.of(threads), shared, arguments);
    }

    @Test
    void aTreeWithItsBarriersSums() {
        assertThat(runTree("__syncthreads();")).containsExactly(255 * 128, 255 * 128 + 256 * 256);
    }

    @Test
    void aTreeThatDropsItsBarrierGivesAnotherResult() {
        assertThat(runTree("")).doesNotContain(255 * 128, 255 * 128 + 256 * 256);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 64, 255})
    void aNeighbourThatIsReadWithoutABarrierIsSeenToBeMissing(int distance) {
        var text = """
            extern "C" __global__ void turn_float32(float* y, int distance) {
                __shared__ float s[256];
                s[threadIdx.x] = threadIdx.x;
                y[threadIdx.x] = s[(threadIdx.x + distance) % 256];
            }
            """;
        long y = driver.allocate(1024);

        launch(kernel(text, "turn_float32"), 1, 256, 0, Arguments.begin().pointer(y).i32(distance));

        assertThat(floats(y, 256)).contains(Float.intBitsToFloat(0xC5C5C5C5));
    }

    @Test
    void aBarrierThatSomeThreadsMissIsAnError() {
        var returns = kernel("""
            extern "C" __global__ void returns_float32() {
                if (threadIdx.x > 40) { return; }
                __syncthreads();
            }
            """, "returns_float32");
        var other = kernel("""
            extern "C" __global__ void other_float32(float* y) {
                if (threadIdx.x == 33) { y[0] = __syncthreads_or(1); } else { __syncthreads(); }
            }
            """, "other_float32");
        long y = driver.allocate(4);

        assertThatThrownBy(() -> launch(returns, 1, 64, 0, Arguments.begin())).isInstanceOf(DeviceException.class)
            .hasMessage(
                "test (kernel returns_float32): the threads of block (0, 0, 0) diverge at a barrier: thread 0 is at \"__syncthreads\", "
                    + "thread 41 at \"returned\"");
        assertThatThrownBy(() -> launch(other, 1, 64, 0, Arguments.begin().pointer(y))).isInstanceOf(DeviceException.class)
            .hasMessageContaining("thread 33 at \"__syncthreads_or\"");
    }

    @Test
    void aShuffleThatSomeLanesMissIsAnError() {
        var text = """
            extern "C" __global__ void part_float32(int* y) {
                int v = threadIdx.x;
                if (threadIdx.x < 16) { v = __shfl_xor_sync(0xffffffffu, v, 1); }
                __syncthreads();
                y[threadIdx.x] = v;
            }
            """;
        long y = driver.allocate(256);

        assertThatThrownBy(() -> launch(kernel(text, "part_float32"), 1, 32, 0, Arguments.begin().pointer(y)))
            .isInstanceOf(DeviceException.class).hasMessageContaining("a shuffle").hasMessageContaining("__syncthreads");
    }

    @Test
    void shufflesNeedWholeWarpsAndTheFullMask() {
        var text = """
            extern "C" __global__ void sh_float32(int* y, unsigned int mask) { y[threadIdx.x] = __shfl_sync(mask, (int) threadIdx.x, 3); }
            """;
        long y = driver.allocate(256);

        assertThatThrownBy(() -> launch(kernel(text, "sh_float32"), 1, 20, 0, Arguments.begin().pointer(y).i32(-1)))
            .isInstanceOf(DeviceException.class).hasMessageContaining("multiple of 32");
        assertThatThrownBy(() -> launch(kernel(text, "sh_float32"), 1, 32, 0, Arguments.begin().pointer(y).i32(0xffff)))
            .isInstanceOf(DeviceException.class).hasMessageContaining("mask");
    }

    @Test
    void shufflesMoveValuesBetweenLanes() {
        var text = """
            extern "C" __global__ void moves_float32(int* y, double* z) {
                int v = threadIdx.x, n = blockDim.x, i = threadIdx.x;
                y[i] = __shfl_sync(0xffffffffu, v, 5);
                y[n + i] = __shfl_up_sync(0xffffffffu, v, 3);
                y[2 * n + i] = __shfl_down_sync(0xffffffffu, v, 3);
                y[3 * n + i] = __shfl_xor_sync(0xffffffffu, v, 6);
                y[4 * n + i] = __shfl_down_sync(0xffffffffu, v, 1, 8);
                z[i] = __shfl_xor_sync(0xffffffffu, v + 0.5, 1);
            }
            """;
        int n = 64;
        long y = driver.allocate(5 * n * 4);
        long z = driver.allocate(n * 8);

        launch(kernel(text, "moves_float32"), 1, n, 0, Arguments.begin().pointer(y).pointer(z));

        var got = ints(y, 5 * n);
        assertThat(Arrays.copyOf(got, n)).isEqualTo(lanes(n, i -> i / 32 * 32 + 5));
        assertThat(Arrays.copyOfRange(got, n, 2 * n)).isEqualTo(lanes(n, i -> i % 32 < 3 ? i : i - 3));
        assertThat(Arrays.copyOfRange(got, 2 * n, 3 * n)).isEqualTo(lanes(n, i -> i % 32 > 28 ? i : i + 3));
        assertThat(Arrays.copyOfRange(got, 3 * n, 4 * n)).isEqualTo(lanes(n, i -> i ^ 6));
        assertThat(Arrays.copyOfRange(got, 4 * n, 5 * n)).isEqualTo(lanes(n, i -> i % 8 == 7 ? i : i + 1));
        assertThat(doubles(z, n)).isEqualTo(IntStream.range(0, n).mapToDouble(i -> (i ^ 1) + 0.5).toArray());
    }

    private static int[] lanes(int n, IntUnaryOperator of) {
        return IntStream.range(0, n).map(of).toArray();
    }

    @Test
    void votesCountTheThreadsOfAWarpAndOfABlock() {
        var text = """
            extern "C" __global__ void votes_float32(int* y) {
                int i = threadIdx.x, n = blockDim.x;
                y[i] = (int) __ballot_sync(0xffffffffu, i % 3 == 0);
                y[n + i] = __any_sync(0xffffffffu, i == 40) + 2 * __all_sync(0xffffffffu, i < 40);
                y[2 * n + i] = __syncthreads_count(i % 5 == 0);
                y[3 * n + i] = __syncthreads_or(i == 7) + 2 * __syncthreads_and(i != 7) + 4 * __syncthreads_and(i < n);
            }
            """;
        long y = driver.allocate(4 * 64 * 4);

        launch(kernel(text, "votes_float32"), 1, 64, 0, Arguments.begin().pointer(y));

        var got = ints(y, 4 * 64);
        assertThat(got[0]).isEqualTo(IntStream.range(0, 32).filter(i -> i % 3 == 0).map(i -> 1 << i).sum());
        assertThat(got[63]).isEqualTo(IntStream.range(0, 32).filter(i -> (i + 32) % 3 == 0).map(i -> 1 << i).sum());
        assertThat(new int[] {got[64], got[64 + 63]}).containsExactly(2, 1);
        assertThat(Arrays.copyOfRange(got, 128, 192)).containsOnly(13);
        assertThat(Arrays.copyOfRange(got, 192, 256)).containsOnly(5);
    }

    @Test
    void atomicsOfAllTypesSeeEveryThread() {
        var text = """
            extern "C" __global__ void atomics_float32(float* f, double* d, int* i, unsigned long long* l, float* halves) {
                int t = blockIdx.x * blockDim.x + threadIdx.x;
                atomicAdd(f, 1.0f);
                atomicAdd(d, 0.5);
                atomicAdd(i, 2);
                atomicMax(i + 1, t);
                atomicMin(i + 2, -t);
                if (atomicCAS(i + 3, 0, t + 1) == 0) { atomicExch(i + 4, 77); }
                atomicAdd(l, 1ULL << 32);
                tn_atomic_add((tn_half*) halves, 1LL, 1.0f);
            }
            """;
        long f = onDevice(0);
        long d = onDevice(0, 0);
        long i = onDevice(0, 0, 0, 0, 0);
        long l = onDevice(0, 0);
        long h = onDevice(0);

        launch(kernel(text, "atomics_float32"), 3, 100, 0, Arguments.begin().pointer(f).pointer(d).pointer(i).pointer(l).pointer(h));

        assertThat(floats(f, 1)).containsExactly(300);
        assertThat(doubles(d, 1)).containsExactly(150);
        var got = ints(i, 5);
        assertThat(Arrays.copyOf(got, 3)).containsExactly(600, 299, -299);
        assertThat(got[3]).isBetween(1, 300);
        assertThat(got[4]).isEqualTo(77);
        assertThat(ints(l, 2)).containsExactly(0, 300);
        assertThat(ints(h, 1)[0] >>> 16).isEqualTo(Float.floatToFloat16(300) & 0xffff);
    }

    @Test
    void dynamicSharedMemoryHasTheSizeOfTheLaunch() {
        var text = """
            extern "C" __global__ void turned_float32(const float* x, float* y, int beyond) {
                TN_DYNAMIC_SHARED(float, s);
                s[threadIdx.x + beyond] = x[blockIdx.x * blockDim.x + threadIdx.x];
                __syncthreads();
                y[blockIdx.x * blockDim.x + threadIdx.x] = s[blockDim.x - 1 - threadIdx.x];
            }
            """;
        long x = onDevice(1, 2, 3, 4, 5, 6, 7, 8);
        long y = driver.allocate(32);
        var kernel = kernel(text, "turned_float32");

        launch(kernel, 2, 4, 16, Arguments.begin().pointer(x).pointer(y).i32(0));

        assertThat(floats(y, 8)).containsExactly(4, 3, 2, 1, 8, 7, 6, 5);
        assertThatThrownBy(() -> launch(kernel, 2, 4, 16, Arguments.begin().pointer(x).pointer(y).i32(1)))
            .isInstanceOf(DeviceException.class).hasMessageContaining("16 bytes of dynamic shared memory");
    }

    @Test
    void anIndexThatLeavesASharedArrayIsAnErrorWithItsLine() {
        var text = """
            extern "C" __global__ void leaves_float32(float* y, int at) {
                __shared__ float s[8];
                s[at] = 1;
                y[0] = s[at];
            }
            """;
        long y = driver.allocate(4);

        assertThatThrownBy(() -> launch(kernel(text, "leaves_float32"), 1, 1, 0, Arguments.begin().pointer(y).i32(8)))
            .isInstanceOf(DeviceException.class).hasMessageContaining("an index leaves its array").hasMessageContaining("test.cu:3");
    }

    @Test
    void sharedMemoryHoldsThePatternInEveryBlock() {
        var text = """
            extern "C" __global__ void seen_float32(float* y) {
                __shared__ float s[4];
                TN_DYNAMIC_SHARED(float, d);
                y[2 * blockIdx.x] = s[0];
                y[2 * blockIdx.x + 1] = d[0];
                s[0] = d[0] = 1;
            }
            """;
        long y = driver.allocate(16);

        launch(kernel(text, "seen_float32"), 2, 1, 4, Arguments.begin().pointer(y));

        assertThat(floats(y, 4)).containsOnly(Float.intBitsToFloat(0xC5C5C5C5));
    }

    @Test
    void blocksAndGridsHaveThreeSizes() {
        var text = """
            extern "C" __global__ void places_float32(int* y) {
                int block = blockIdx.x + gridDim.x * (blockIdx.y + gridDim.y * blockIdx.z);
                int thread = threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z);
                __syncthreads();
                y[block * 24 + thread] = blockIdx.z * 100000 + blockIdx.y * 10000 + blockIdx.x * 1000 + threadIdx.z * 100 + threadIdx.y * 10
                    + threadIdx.x;
            }
            """;
        long y = driver.allocate(8 * 24 * 4);

        driver.launch("test", kernel(text, "places_float32"), new Dim(2, 2, 2), new Dim(4, 3, 2), 0, Arguments.begin().pointer(y));

        var got = ints(y, 8 * 24);
        assertThat(got[0]).isZero();
        assertThat(got[24 + 4]).isEqualTo(1010);
        assertThat(got[8 * 24 - 1]).isEqualTo(111123);
        assertThat(IntStream.of(got).distinct().count()).isEqualTo(8 * 24);
    }
}
