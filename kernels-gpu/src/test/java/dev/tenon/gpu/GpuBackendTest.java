package dev.tenon.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Tenon;
import dev.tenon.core.Device;
import dev.tenon.core.DeviceException;
import dev.tenon.core.MissingKernelException;
import dev.tenon.spi.Backends;
import dev.tenon.spi.Inference;
import dev.tenon.spi.OpDescriptor;
import dev.tenon.spi.Primitive;
import org.junit.jupiter.api.Test;

class GpuBackendTest {
    /** An operator of nobody's spec. */
    private record Unheard() implements Primitive {
        @Override
        public OpDescriptor descriptor() {
            return new OpDescriptor("unheard", OpDescriptor.Kind.NATIVE, Unheard.class, "input");
        }

        @Override
        public void infer(Inference call) {}
    }

    @Test
    void itIsFoundByTheServiceLoader() {
        assertThat(Backends.of(new Device(Device.Kind.GPU, 0))).isInstanceOf(GpuBackend.class);
    }

    @Test
    void countingAndDescribingNeverFail() {
        var backend = new GpuBackend();
        assertThatCode(backend::count).doesNotThrowAnyException();
        assertThat(backend.describe()).isNotBlank();
    }

    @Test
    void anOperatorWithoutAKernelIsNamed() {
        assertThatThrownBy(() -> new GpuBackend().kernel(new Unheard().descriptor())).isInstanceOf(MissingKernelException.class)
            .hasMessageContainingAll("unheard: there is no GPU kernel", "try:");
    }

    @Test
    void aDeviceThatIsNotThereIsExplained() {
        assertThatThrownBy(() -> Tenon.gpu(999)).isInstanceOf(DeviceException.class).hasMessageContainingAll("gpu:999", "try:", "cpu()");
        assertThatThrownBy(() -> Tenon.tensor(new double[] {1}).to(new Device(Device.Kind.GPU, 999))).isInstanceOf(DeviceException.class)
            .hasMessageContainingAll("gpu:999", "try:");
    }

    @Test
    void bestIsAlwaysUsable() {
        assertThat(Tenon.tensor(new double[] {1, 2}).to(Tenon.best()).sum().item()).isEqualTo(3);
    }
}
