package dev.tenon.gpu.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.core.DeviceException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CudaReportTest {
    @BeforeEach
    void onlyWithoutADriver() {
        assumeTrue(NativeLibraries.named("libcuda.so.1").isEmpty(), "this machine has an NVIDIA driver");
    }

    @Test
    void aMachineWithoutADriverHasNoCards() {
        assertThat(CudaDriver.count()).isZero();
        assertThat(CudaReport.inspect().usable()).isFalse();
    }

    @Test
    void theReportSaysWhatIsMissingAndWhatToDo() {
        assertThat(CudaReport.inspect().text()).contains("no NVIDIA driver").contains("try:");
    }

    @Test
    void openingACardIsRefusedWithTheReport() {
        assertThatThrownBy(() -> CudaDriver.open(0)).isInstanceOf(DeviceException.class)
            .hasMessageStartingWith("gpu:0: ").hasMessageContaining("no NVIDIA driver").hasMessageContaining("try:");
    }
}
