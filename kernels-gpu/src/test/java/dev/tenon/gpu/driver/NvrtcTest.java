package dev.tenon.gpu.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The machine's own CUDA libraries, loaded as a program loads them, compile the kernels for a card that need not be there. NVRTC takes
 * less than nvcc does: it has no headers of C or C++.
 */
class NvrtcTest {
    @TempDir
    private static Path folder;
    private static FakeCuda driver;

    @BeforeAll
    static void onlyWhereTheLibrariesAre() {
        assumeTrue(LibrarySearch.on(Surroundings.here()).missing().isEmpty(), "CUDA 13's libraries are not here: NVRTC is not tested");
        driver = FakeCuda.driverIn(folder);
    }

    /** One dtype for each type that kernels compute in, and a half, which has functions of its own. */
    @Test
    void itCompilesEverySource() throws Exception {
        var text = driver.run(NvrtcProgram.class, Map.of(), "90", "FLOAT32", "INT64", "BFLOAT16");

        assertThat(text.lines().filter(line -> line.startsWith("loaded "))).as(text).hasSize(5);
        assertThat(text).doesNotContain("REFUSED").containsPattern("compiled (\\d+) of \\1 units");
    }

    @Test
    void kernelsThatAreCompiledAheadAreFoundByTheNextProcess() throws Exception {
        var first = driver.run(CompileKernels.class, Map.of(), "kernels/matrix/triangle.cu");
        var second = driver.run(CompileKernels.class, Map.of(), "kernels/matrix/triangle.cu");

        assertThat(first).containsPattern("10 units for sm_\\d+: 10 compiled by \\d+ threads, 0 kept from before, 0 refused");
        assertThat(second).containsPattern("10 units for .*: 0 compiled by \\d+ threads, 10 kept from before, 0 refused");
    }
}
