package dev.tenon.gpu.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.DeviceException;
import org.junit.jupiter.api.Test;

class EmulatedLaunchTest extends EmulatedTest {
    @Test
    void aKernelOverAllElementsWritesThem() {
        var kernel = kernel("""
            extern "C" __global__ void scale_float32(const float* x, float* y, long long n, float by) {
                TN_LOOP(i, n) { y[i] = by * x[i]; }
            }
            """, "scale_float32");
        long x = onDevice(1, 2, 3, 4, 5);
        long y = driver.allocate(20);

        driver.launch("scale", kernel, Dim.of(2), Dim.of(2), 0, Arguments.begin().pointer(x).pointer(y).i64(5).f32(2));

        assertThat(floats(y, 5)).containsExactly(2, 4, 6, 8, 10);
    }

    @Test
    void anElementThatIsNotWrittenShowsThePattern() {
        var kernel = kernel("""
            extern "C" __global__ void part_float32(float* y, long long n) {
                TN_LOOP(i, n - 1) { y[i] = 1; }
            }
            """, "part_float32");
        long y = driver.allocate(16);

        driver.launch("part", kernel, Dim.of(1), Dim.of(4), 0, Arguments.begin().pointer(y).i64(4));

        assertThat(floats(y, 4)).containsExactly(1, 1, 1, Float.intBitsToFloat(0xC5C5C5C5));
    }

    @Test
    void anElementBeyondEitherEndIsAnErrorOfItsOperator() {
        var kernel = kernel("""
            extern "C" __global__ void one_float32(float* y, long long at) { y[at] = 1; }
            """, "one_float32");
        long y = driver.allocate(16);

        assertThatThrownBy(() -> driver.launch("over", kernel, Dim.of(1), Dim.of(1), 0, Arguments.begin().pointer(y).i64(4)))
            .isInstanceOf(DeviceException.class).hasMessageContaining("over").hasMessageContaining("4 bytes beyond the last");
        assertThatThrownBy(() -> driver.launch("under", kernel, Dim.of(1), Dim.of(1), 0, Arguments.begin().pointer(y).i64(-1)))
            .isInstanceOf(DeviceException.class).hasMessageContaining("under").hasMessageContaining("4 bytes before the first");
    }

    @Test
    void aBlockFoldsItsThreadsValues() {
        var kernel = kernel("""
            extern "C" __global__ void fold_float32(const float* x, float* y, long long n) {
                float sum = 0;
                TN_LOOP(i, n) { sum += x[i]; }
                sum = tn_block_fold<TnSum>(sum, 0.0f);
                y[threadIdx.x] = sum;
            }
            """, "fold_float32");
        var values = new float[1000];
        float sum = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
            sum += i;
        }
        long x = onDevice(values);
        long y = driver.allocate(256 * 4);

        driver.launch("fold", kernel, Dim.of(1), Dim.of(256), 0, Arguments.begin().pointer(x).pointer(y).i64(1000));

        assertThat(floats(y, 256)).containsOnly(sum);
    }

    @Test
    void aDivisionByZeroIsAnErrorAndNotTheEndOfTheProcess() {
        var kernel = kernel("""
            extern "C" __global__ void divide_float32(int* y, int by) { y[threadIdx.x] = 7 / by; }
            """, "divide_float32");
        long y = driver.allocate(4 * 32);

        assertThatThrownBy(() -> driver.launch("divide", kernel, Dim.of(1), Dim.of(32), 0, Arguments.begin().pointer(y).i32(0)))
            .isInstanceOf(DeviceException.class).hasMessageContaining("divide").hasMessageContaining("divided by zero");
        driver.launch("divide", kernel, Dim.of(1), Dim.of(32), 0, Arguments.begin().pointer(y).i32(2));
        assertThat(ints(y, 32)).containsOnly(3);
    }

    @Test
    void aDivisionThatOverflowsIsNotTheEndOfTheProcess() {
        var kernel = kernel("""
            extern "C" __global__ void least_float32(long long* y, long long by) { y[0] = y[0] / by; }
            """, "least_float32");
        long y = driver.allocate(8);
        driver.fill(y, 0, 8);
        driver.fill(y + 7, 0x80, 1);
        try {
            driver.launch("least", kernel, Dim.of(1), Dim.of(1), 0, Arguments.begin().pointer(y).i64(-1));
            assertThat(ints(y, 2)).containsExactly(0, Integer.MIN_VALUE);
        } catch (DeviceException e) {
            // where the processor refuses such a division
            assertThat(e).hasMessageContaining("least").hasMessageContaining("an integer division overflows");
        }
    }

    @Test
    void everyKernelOfAUnitCanBeLaunchedAndOthersAreNamed() {
        assertThatThrownBy(() -> kernel("extern \"C\" __global__ void known_float32(int* y) { y[0] = 1; }\n", "unknown_float32"))
            .isInstanceOf(DeviceException.class).hasMessageContaining("unknown_float32").hasMessageContaining("known_float32");
    }

    @Test
    void aTextThatIsNoCppIsAnErrorWithTheCompilersWords() {
        assertThatThrownBy(() -> kernel("extern \"C\" __global__ void bad_float32(int* y) { y[0] = oops; }\n", "bad_float32"))
            .isInstanceOf(DeviceException.class).hasMessageContaining("oops");
    }
}
