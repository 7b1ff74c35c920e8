package dev.tenon.gpu.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.DeviceException;
import dev.tenon.core.OutOfMemoryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class EmulatedMemoryTest extends EmulatedTest {
    /** Writes one element anywhere; its address is in a structure, or in a number that is split. */
    private static final String WRITE = """
        extern "C" __global__ void write_float32(float* y, long long at) { y[at] = 1; }
        struct Pair { long long n; float* y; };
        extern "C" __global__ void struct_float32(Pair p) { p.y[p.n] = 1; }
        """;

    private void write(long y, long at) {
        driver.launch("write", kernel(WRITE, "write_float32"), Dim.of(1), Dim.of(1), 0, Arguments.begin().pointer(y).i64(at));
    }

    @Test
    void memoryIsAlignedAndCounted() {
        long before = driver.freeMemory();
        long a = driver.allocate(1000);

        assertThat(a % 256).isZero();
        assertThat(driver.freeMemory()).isEqualTo(before - 1000);
        driver.free(a);
        assertThat(driver.freeMemory()).isEqualTo(before);
        assertThat(driver.totalMemory()).isGreaterThanOrEqualTo(before);
    }

    @Test
    void moreThanThereIsIsAnErrorWithItsNumbers() {
        long held = driver.allocate(100);

        assertThatThrownBy(() -> driver.allocate(driver.totalMemory())).isInstanceOf(OutOfMemoryException.class)
            .hasMessageContaining("100 of " + driver.totalMemory()).hasMessageContaining("1 blocks")
            .hasMessageContaining("tenon.gpu.memory");
        driver.free(held);
    }

    @Test
    void freeingTwiceIsAnError() {
        long a = driver.allocate(10);
        driver.free(a);

        assertThatThrownBy(() -> driver.free(a)).isInstanceOf(DeviceException.class).hasMessageContaining("freed already");
    }

    @Test
    void anArgumentThatWasFreedIsAnError() {
        long a = driver.allocate(64);
        driver.free(a);

        assertThatThrownBy(() -> write(a, 0)).isInstanceOf(DeviceException.class).hasMessageContaining("argument 0 points to freed memory");
    }

    @Test
    void aWriteIntoABlockThatWasFreedIsFoundBeforeItIsUsedAgain() {
        long a = driver.allocate(64);
        driver.free(a);
        var arguments = Arguments.begin();
        var pair = arguments.struct(16);
        pair.set(ValueLayout.JAVA_LONG, 0, 3);
        pair.set(ValueLayout.JAVA_LONG, 8, a);
        driver.launch("write", kernel(WRITE, "struct_float32"), Dim.of(1), Dim.of(1), 0, arguments);

        assertThatThrownBy(() -> driver.free(driver.allocate(17 << 20))).isInstanceOf(DeviceException.class)
            .hasMessageContaining("wrote to byte 12 of a freed block of 64");
    }

    @Test
    void aBlockBehindAStructureIsChecked() {
        long a = driver.allocate(64);
        var arguments = Arguments.begin();
        var pair = arguments.struct(16);
        pair.set(ValueLayout.JAVA_LONG, 0, 16);
        pair.set(ValueLayout.JAVA_LONG, 8, a);

        assertThatThrownBy(() -> driver.launch("write", kernel(WRITE, "struct_float32"), Dim.of(1), Dim.of(1), 0, arguments))
            .isInstanceOf(DeviceException.class).hasMessageContaining("4 bytes beyond the last byte of a block of 64");
    }

    @Test
    void memoryThatIsNotThereIsAnErrorAndNotTheEndOfTheProcess() {
        long a = driver.allocate(64);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> write(a, 1L << 42)).isInstanceOf(DeviceException.class).hasMessageContaining("write")
                .hasMessageContaining("memory that is not there").hasMessageContaining("thread (0, 0, 0)");
        }
        write(a, 3);
        assertThat(floats(a, 4)[3]).isEqualTo(1);
    }

    @Test
    void javaStillFindsItsOwnNullsAndDivisionsByZero() {
        long a = driver.allocate(64);
        write(a, 0);
        int zero = (int) driver.freeMemory() * 0;
        int[] missing = zero == 0 ? null : new int[1];
        for (int i = 0; i < 20_000; i++) {
            assertThatThrownBy(() -> System.identityHashCode(missing[0])).isInstanceOf(NullPointerException.class);
        }
        assertThatThrownBy(() -> System.identityHashCode(1 / zero)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void argumentsMustFitTheKernel() {
        var kernel = kernel(WRITE, "write_float32");
        long a = driver.allocate(64);

        assertThatThrownBy(() -> driver.launch("write", kernel, Dim.of(1), Dim.of(1), 0, Arguments.begin().pointer(a)))
            .isInstanceOf(DeviceException.class).hasMessageContaining("takes 2 arguments, got 1");
        assertThatThrownBy(() -> driver.launch("write", kernel, Dim.of(1), Dim.of(1), 0, Arguments.begin().pointer(a).i32(1)))
            .isInstanceOf(DeviceException.class).hasMessageContaining("takes 8 bytes as argument 1, got 4");
    }

    @Test
    void launchesHaveTheLimitsOfACard() {
        var kernel = kernel(WRITE, "write_float32");
        long a = driver.allocate(64);
        var arguments = Arguments.begin().pointer(a).i64(0);

        assertThatThrownBy(() -> driver.launch("write", kernel, Dim.of(1), Dim.of(2048), 0, arguments)).isInstanceOf(DeviceException.class)
            .hasMessageContaining("1024 threads");
        assertThatThrownBy(() -> driver.launch("write", kernel, Dim.of(0), Dim.of(32), 0, arguments)).isInstanceOf(DeviceException.class);
        assertThatThrownBy(() -> driver.launch("write", kernel, Dim.of(1), Dim.of(32), 1 << 20, arguments))
            .isInstanceOf(DeviceException.class);
    }

    @Test
    void copiesAndFillsStayInTheirBlocks() {
        try (var arena = Arena.ofConfined()) {
            MemorySegment host = arena.allocate(64);
            long a = driver.allocate(32);
            long b = driver.allocate(32);
            driver.fill(a, 7, 32);
            driver.copy(a, b, 32);
            driver.download(b, host.address(), 32);
            assertThat(host.asSlice(0, 32).toArray(ValueLayout.JAVA_BYTE)).containsOnly(7);
            assertThatThrownBy(() -> driver.upload(host.address(), a, 33)).hasMessageContaining("leaves its block of 32 bytes");
            assertThatThrownBy(() -> driver.download(a + 1, host.address(), 32)).hasMessageContaining("begins at 1");
            assertThatThrownBy(() -> driver.fill(a - 1000_000, 0, 8)).isInstanceOf(DeviceException.class);
            assertThatThrownBy(() -> driver.copy(a, b + 32, 1)).isInstanceOf(DeviceException.class);
        }
    }

    @Test
    void eventsMeasureAndAreReleased() {
        long from = driver.event();
        long to = driver.event();

        assertThat(driver.milliseconds(from, to)).isGreaterThanOrEqualTo(0);
        driver.release(from);
        assertThatThrownBy(() -> driver.milliseconds(from, to)).isInstanceOf(DeviceException.class);
        driver.synchronize();
    }
}
