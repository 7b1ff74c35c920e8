package dev.tenon.gpu.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link CudaDriverTest} asks of a card that is played, asked of a real one; in a process of its own, because it breaks it. */
class CudaCardTest {
    @TempDir
    private static Path folder;
    private static String printed;

    @BeforeAll
    static void onlyWithACard() throws Exception {
        assumeTrue(CudaReport.inspect().usable(), "no NVIDIA card: the real driver is not tested");
        printed = FakeCuda.driverIn(folder).run(CudaDriverProgram.class, Map.of());
    }

    @Test
    void itDoesWhatADriverPromises() {
        assertThat(printed)
            .contains("driver", "libcudart.so.13", "libnvrtc.so.13", "libcublas.so.13")
            .contains("round trip of 1: true", "round trip of 4194303: true", "round trip of 4194305: true", "round trip of 50000000: true")
            .contains("many small: true", "launch: true", "launch with much shared memory: true", "launch by another thread: true")
            .contains("products: true", "the end")
            .containsPattern("milliseconds \\d")
            .doesNotContain("no exception", "false");
    }

    @Test
    void itsFailuresNameTheOperatorTheReasonAndAWayOut() {
        assertThat(printed)
            .contains("no such card: DeviceException: gpu:7: there is no such card", "try:")
            .contains("no such kernel: DeviceException: copy.cu for float32 has no kernel other_float32")
            .contains("does not compile: DeviceException: NVRTC", "bad.cu for float32")
            .contains("too much memory: OutOfMemoryException: gpu:0 has no 1024.000 GiB of memory left")
            .contains("too many threads: DeviceException: copy: CUDA_ERROR_INVALID_VALUE")
            .contains("too much shared memory: DeviceException: copy: the kernel copy_float32 asks for 1048576 bytes of shared memory")
            .containsPattern("fault: DeviceException: \\w+: CUDA_ERROR_ILLEGAL_ADDRESS")
            .containsPattern("queued last: .*softmax")
            .contains("after the fault: DeviceException: allocate: gpu:0")
            .contains("failed before");
    }
}
