package dev.tenon.gpu.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real driver's calls, on libraries that stand in for CUDA's: their order, their arguments, and what becomes of errors. */
class CudaDriverTest {
    @TempDir
    private static Path folder;
    private static FakeCuda cuda;
    /** What the program prints when nothing special is asked for. */
    private static String usual;

    @BeforeAll
    static void build() throws Exception {
        cuda = FakeCuda.in(folder);
        usual = run(Map.of());
    }

    @Test
    void doesWhatADriverPromises() {
        assertThat(usual)
            .contains("gpu:0 Fake Card, 0.3 GiB, compute capability 9.0, 4 multiprocessors\ndriver for CUDA 13.0\n" + folder
                + "/libcudart.so.13 (13.0)")
            .contains("round trip of 1: true", "round trip of 4194303: true", "round trip of 4194305: true", "round trip of 50000000: true")
            .contains("many small: true", "launch: true", "launch with much shared memory: true", "launch by another thread: true",
                "all by virtual threads: true",
                "no handle is 0: true")
            .contains("products: true", "milliseconds 1.5", "the end")
            .doesNotContain("no exception", ": false");
    }

    @Test
    void aFailureNamesTheOperatorTheReasonAndAWayOut() {
        assertThat(usual)
            .contains("no such card: DeviceException: gpu:7: there is no such card\n  try:")
            .contains("no such kernel: DeviceException: copy.cu for float32 has no kernel other_float32")
            .contains("does not compile: DeviceException: NVRTC 13.0 does not compile bad.cu for float32", "  line 1: no!")
            .containsPattern(
                "too much memory: OutOfMemoryException: gpu:0 has no 1024.000 GiB of memory left: 0.\\d+ of its 0.250 GiB are free")
            .contains("integers: DTypeException: a product of matrices on the GPU takes floating dtypes, and this is int64")
            .contains("too many threads: DeviceException: copy: CUDA_ERROR (1: what went wrong)", "block Dim[x=2048, y=1, z=1]")
            .contains("too much shared memory: DeviceException: copy: the kernel copy_float32 asks for 1048576 bytes of shared memory");
    }

    @Test
    void aFaultIsReportedWithTheOperatorsQueuedLastAndAgainByEveryLaterCall() {
        assertThat(usual)
            .contains("fault: DeviceException: fill: CUDA_ERROR_ILLEGAL_ADDRESS (700: what went wrong) on gpu:0 (Fake Card)")
            .containsPattern("queued last: .*copy.*softmax, fill\n")
            .contains("try:   -Dtenon.gpu.blocking=true")
            .contains("after the fault: DeviceException: allocate: gpu:0 (Fake Card) failed before")
            .contains("first:   fill: CUDA_ERROR_ILLEGAL_ADDRESS");
    }

    @Test
    void aBlockingDeviceReportsAFaultByItsOwnOperator() throws Exception {
        assertThat(run(Map.of(), "-Dtenon.gpu.blocking=true"))
            .contains("fault: DeviceException: softmax: CUDA_ERROR_ILLEGAL_ADDRESS")
            .doesNotContain("queued last");
    }

    @Test
    void aMachineThatWillNotDoIsDiagnosed() throws Exception {
        assertThat(run(Map.of("FAKE_VERSION", "12080"))).contains("the NVIDIA driver knows CUDA 12.8, and CUDA 13.0 is needed\n  try:");
        assertThat(run(Map.of("FAKE_INIT", "100"))).contains("the NVIDIA driver does not start: CUDA_ERROR (100: what went wrong)",
            "nvidia-smi");
        assertThat(run(Map.of("FAKE_COUNT", "0"))).contains("the NVIDIA driver knows no card", "CUDA_VISIBLE_DEVICES");
        assertThat(run(Map.of("FAKE_CAPABILITY", "61"))).contains("CUDA 13 cannot use", "compute capability 6.1",
            "needs compute capability 7.5");
    }

    private static String run(Map<String, String> environment, String... options) throws Exception {
        return cuda.run(CudaDriverProgram.class, environment, options);
    }
}
