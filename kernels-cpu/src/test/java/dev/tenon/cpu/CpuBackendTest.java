package dev.tenon.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.Device;
import dev.tenon.core.DeviceException;
import dev.tenon.core.OutOfMemoryException;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.spi.Backends;
import dev.tenon.spi.Inference;
import dev.tenon.spi.OpDescriptor;
import dev.tenon.spi.Primitive;
import dev.tenon.spi.UncheckedMemory;
import org.junit.jupiter.api.Test;

class CpuBackendTest {
    private record Unheard() implements Primitive {
        @Override
        public OpDescriptor descriptor() {
            return new OpDescriptor("unheard", OpDescriptor.Kind.NATIVE, Unheard.class);
        }

        @Override
        public void infer(Inference call) {}
    }

    private final CpuBackend backend = new CpuBackend();
    private final UncheckedMemory memory = backend.memory();

    @Test
    void itIsFoundAsTheCpu() {
        assertThat(Backends.of(Device.CPU)).isInstanceOf(CpuBackend.class);
        assertThat(backend.count()).isEqualTo(1);
        assertThat(backend.describe()).contains("threads");
    }

    @Test
    void memoryIsAlignedAndHoldsWhatIsCopied() {
        for (long bytes : new long[] {1, 63, 64, 1000, 3 << 20, 9 << 20}) {
            long first = memory.allocate(bytes, 0);
            long second = memory.allocate(bytes, 0);
            assertThat(new long[] {first % 64, second % 64}).containsOnly(0);
            UncheckedAccess.fill(first, bytes, (byte) 7);
            memory.upload(first, second, bytes, 0);
            assertThat(UncheckedAccess.i8(second, bytes - 1)).isEqualTo((byte) 7);
            memory.free(first, bytes, 0);
            memory.free(second, bytes, 0);
        }
    }

    @Test
    void copiesMayOverlap() {
        long first = memory.allocate(4 << 20, 0);
        for (long i = 0; i < 1 << 19; i++) {
            UncheckedAccess.i64(first, i, i);
        }
        memory.copy(first, first + 8, (4 << 20) - 8, 0);
        for (long i = 1; i < 1 << 19; i++) {
            assertThat(UncheckedAccess.i64(first, i)).isEqualTo(i - 1);
        }
        memory.free(first, 4 << 20, 0);
    }

    @Test
    void whatCannotBeAllocatedIsAnException() {
        assertThatThrownBy(() -> memory.allocate(1L << 60, 0)).isInstanceOf(OutOfMemoryException.class);
        assertThatThrownBy(() -> memory.allocate(Long.MAX_VALUE - 10, 0)).isInstanceOf(OutOfMemoryException.class);
    }

    @Test
    void anUnknownOperatorIsNamed() {
        assertThatThrownBy(() -> backend.kernel(new Unheard().descriptor())).isInstanceOf(DeviceException.class)
            .hasMessageContaining("unheard");
    }
}
