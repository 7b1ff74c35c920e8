package dev.tenon.gpu.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.core.DType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kernel, hand-written and generated, is compiled by nvcc for two generations of cards, for all dtypes; not optimized, to be quick. */
class KernelSourcesTest {
    private static final String[] NVCC = {"nvcc", "-std=c++17", "--fatbin", "-Xcicc", "-O0", "-Xptxas", "-O0", "-gencode",
        "arch=compute_80,code=sm_80",
        "-gencode", "arch=compute_90,code=sm_90"};

    @TempDir
    private Path folder;

    @BeforeAll
    static void onlyWithNvcc() {
        assumeTrue(works(), "no nvcc on the path: kernels are not compiled for real cards");
    }

    private static boolean works() {
        try {
            var nvcc = new ProcessBuilder("nvcc", "--version").redirectErrorStream(true).start();
            nvcc.getInputStream().readAllBytes();
            return nvcc.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void everySourceCompilesForTwoGenerationsOfCards() throws Exception {
        var names = KernelSources.names();
        assertThat(names).isNotEmpty();
        try (var pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            var running = names.stream().map(name -> pool.submit(() -> compile(name))).toList();
            var failures = new ArrayList<String>();
            for (var each : running) {
                failures.add(each.get());
            }
            failures.removeIf(String::isEmpty);
            assertThat(failures).as("sources that nvcc refuses, of " + names.size()).isEmpty();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** What nvcc says of a source, or nothing if it compiles. */
    private String compile(String name) throws IOException, InterruptedException {
        var one = Source.of(Driver.class, name, DType.FLOAT32).text();
        var source = folder.resolve(name.replace('/', '_'));
        Files.writeString(source, "#define TN_ALL 1\n" + one.substring(one.indexOf('\n') + 1));
        var command = new ArrayList<>(List.of(NVCC));
        command.addAll(List.of("-o", source + ".fatbin", source.toString()));
        var nvcc = new ProcessBuilder(command).redirectErrorStream(true).start();
        var says = new String(nvcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(nvcc.waitFor(10, TimeUnit.MINUTES)).isTrue();
        Files.deleteIfExists(Path.of(source + ".fatbin"));
        return nvcc.exitValue() == 0 ? "" : name + ":\n" + says;
    }
}
