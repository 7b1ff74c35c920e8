package dev.tenon.gpu.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.OutOfMemoryException;
import dev.tenon.gpu.driver.EmulatedDriver;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeviceMemoryTest {
    private static final long MEBIBYTE = 1 << 20;
    private static final Device NOWHERE = new Device(Device.Kind.GPU, 70);

    @Test
    void aBlockGivenBackServesTheNextRequestOfItsSize() {
        var driver = new FakeDriver(64 * MEBIBYTE, false);
        var memory = new DeviceMemory(NOWHERE, driver);
        long first = memory.take(MEBIBYTE);
        memory.giveBack(first, MEBIBYTE);
        assertThat(memory.take(MEBIBYTE - 100)).isEqualTo(first);
        assertThat(memory.statistics()).isEqualTo(new DeviceMemory.Statistics(MEBIBYTE, MEBIBYTE, MEBIBYTE, 2, 1));
        assertThat(driver.allocated).containsExactly(MEBIBYTE);
    }

    @Test
    void smallBlocksShareAChunkAndDoNotOverlap() {
        var driver = new FakeDriver(64 * MEBIBYTE, false);
        var memory = new DeviceMemory(NOWHERE, driver);
        var addresses = IntStream.range(0, 1000).mapToLong(_ -> memory.take(600)).sorted().toArray();
        for (int i = 1; i < addresses.length; i++) {
            assertThat(addresses[i] - addresses[i - 1]).isGreaterThanOrEqualTo(600);
            assertThat(addresses[i] % 256).isZero();
        }
        assertThat(driver.allocated).containsExactly(2 * MEBIBYTE);
    }

    @Test
    void anEmulatedDeviceIsAskedForExactlyWhatIsNeeded() {
        var driver = new FakeDriver(64 * MEBIBYTE, true);
        var memory = new DeviceMemory(NOWHERE, driver);
        memory.giveBack(memory.take(1001), 1001);
        memory.giveBack(memory.take(0), 0);
        assertThat(driver.allocated).containsExactly(1001L, 1L);
        assertThat(driver.blocks()).isZero();
        assertThat(memory.statistics()).isEqualTo(new DeviceMemory.Statistics(0, 0, 1001, 2, 0));
    }

    @Test
    void whatWaitsGoesBackWhenMemoryRunsOut() {
        var driver = new FakeDriver(8 * MEBIBYTE, false);
        var memory = new DeviceMemory(new Device(Device.Kind.GPU, 71), driver);
        memory.giveBack(memory.take(5 * MEBIBYTE), 5 * MEBIBYTE);
        memory.giveBack(memory.take(3 * MEBIBYTE), 3 * MEBIBYTE);
        memory.take(6 * MEBIBYTE);
        assertThat(memory.statistics().held()).isEqualTo(6 * MEBIBYTE);
    }

    @Test
    void threadsShareIt() {
        var memory = new DeviceMemory(NOWHERE, new FakeDriver(64 * MEBIBYTE, false));
        var all = IntStream.range(0, 4).mapToObj(_ -> CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 10_000; i++) {
                memory.giveBack(memory.take(100_000), 100_000);
            }
        })).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all).join();
        var statistics = memory.statistics();
        assertThat(statistics.inUse()).isZero();
        assertThat(statistics.allocations()).isEqualTo(40_000);
        assertThat(statistics.held()).isEqualTo((statistics.allocations() - statistics.hits()) * BlockSize.of(100_000));
    }

    @Test
    void outOfMemoryTellsHowMuchIsHeldAndByWhat() {
        var device = device(72, 16 * MEBIBYTE);
        var held = new ArrayList<Tensor>();
        for (int i = 0; i < 3; i++) {
            held.add(Creation.empty(DType.FLOAT32, device, 1 << 20));
        }
        held.add(Creation.empty(DType.INT64, device, 100_000));
        assertThatThrownBy(() -> Creation.empty(DType.FLOAT32, device, 2, 1 << 20))
            .isInstanceOf(OutOfMemoryException.class)
            .hasMessageContainingAll("8.0 MiB asked for on gpu:72", "3.2 MiB of 16.0 MiB left", "in use by 4 tensors",
                "3 x 4.0 MiB, 1 x 781.3 KiB",
                "try:");
        held.removeFirst();
        assertThat(Creation.empty(DType.FLOAT32, device, 1 << 20).numel()).isEqualTo(1 << 20);
        assertThat(held).hasSize(3);
    }

    @Test
    void outOfMemoryOnTheEmulatedDeviceIsToldInTheSameWords() {
        assumeTrue(EmulatedDriver.isAvailable(), "no C++ compiler: the emulated GPU is not tested");
        System.setProperty("tenon.gpu.memory", "" + 16 * MEBIBYTE);
        try {
            Devices.add(new Gpu(74, EmulatedDriver.open()));
        } finally {
            System.clearProperty("tenon.gpu.memory");
        }
        var device = new Device(Device.Kind.GPU, 74);
        var held = Creation.zeros(DType.FLOAT32, device, 3, 1 << 20);
        assertThatThrownBy(() -> held.add(1)).isInstanceOf(OutOfMemoryException.class)
            .hasMessageContainingAll("12.0 MiB asked for on gpu:74", "4.0 MiB of 16.0 MiB left", "holds 12.0 MiB", "in use by 1 tensors",
                "1 x 12.0 MiB", "try:");
        assertThat(held.narrow(0, 0, 1).add(1).narrow(1, 0, 2).toFloatArray()).containsExactly(1, 1);
    }

    @Test
    void tensorsThatNothingRefersToAreFoundBeforeMemoryRunsOut() {
        var device = device(73, 16 * MEBIBYTE);
        for (int i = 0; i < 40; i++) {
            assertThat(Creation.empty(DType.FLOAT32, device, 1 << 20).isContiguous()).isTrue();
        }
    }

    @Test
    void sizesWasteAtMostAnEighth() {
        assertThat(BlockSize.of(0)).isEqualTo(512);
        assertThat(BlockSize.of(513)).isEqualTo(1024);
        for (long bytes = 512; bytes < 1L << 40; bytes = bytes * 17 / 16 + 1) {
            long size = BlockSize.of(bytes);
            assertThat(size).isGreaterThanOrEqualTo(bytes).isLessThanOrEqualTo(Math.max(bytes + bytes / 8 + 1, (bytes + 511) / 512 * 512));
            assertThat(BlockSize.of(size)).isEqualTo(size);
        }
    }

    private static Device device(int index, long memory) {
        Devices.add(new Gpu(index, new FakeDriver(memory, false)));
        return new Device(Device.Kind.GPU, index);
    }
}
