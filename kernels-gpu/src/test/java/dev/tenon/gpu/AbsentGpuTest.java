package dev.tenon.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.Device;
import dev.tenon.core.DeviceException;
import dev.tenon.spi.Backend;
import dev.tenon.spi.Backends;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AbsentGpuTest {
    private static final Device GPU = new Device(Device.Kind.GPU, 0);

    @Test
    void isFoundByTheServiceLoaderAndCountsNoDevices() {
        assertThat(Backends.has(Device.Kind.GPU)).isTrue();
        assertThat(Backends.of(GPU).count()).isZero();
        assertThat(Backends.of(GPU).describe()).contains("no GPU kernels in this build");
    }

    @ParameterizedTest
    @MethodSource("uses")
    void refusesEveryUseWithTheReasonAndAWayOut(Consumer<Backend> use) {
        assertThatThrownBy(() -> use.accept(new AbsentGpu()))
            .isInstanceOf(DeviceException.class)
            .hasMessageContaining("no GPU kernels in this build")
            .hasMessageContaining("try:");
    }

    static List<Consumer<Backend>> uses() {
        return List.of(
            backend -> backend.allocate(64, 0),
            backend -> backend.free(0, 64, 0),
            backend -> backend.upload(0, 0, 64, 0),
            backend -> backend.download(0, 0, 64, 0),
            backend -> backend.copy(0, 0, 64, 0));
    }
}
