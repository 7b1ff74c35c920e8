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

/** Every kernel, hand-written and generated, is compiled by nvcc for two generations of cards, for all dtypes; unoptimized, to be quick. */
class KernelSourcesTest {
    private static final List<String> OPTIONS = List.of("-std=c++17", "--fatbin", "-gencode", "arch=compute_80,code=sm_80", "-gencode",
        "arch=compute_90,code=sm_90");
    /** So many generated sources go to the compiler at once: starting its six programs takes longer than one of them. */
    private static final int TOGETHER = 16;
    private static String help = "";

    @TempDir
    private Path folder;

    @BeforeAll
    static void onlyWithNvcc() {
        help = nvcc();
        assumeTrue(!help.isEmpty(), "no nvcc on the path: kernels are not compiled for real cards");
    }

    /** What nvcc says of itself; nothing where there is none. */
    private static String nvcc() {
        try {
            var nvcc = new ProcessBuilder("nvcc", "--help").redirectErrorStream(true).start();
            var text = new String(nvcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return nvcc.waitFor() == 0 ? text : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** The quickest that this nvcc has. */
    private static List<String> unoptimized() {
        return help.contains("--Ofast-compile") ? List.of("--Ofast-compile", "max") : List.of("-Xcicc", "-O0", "-Xptxas", "-O0");
    }

    @Test
    void everySourceCompilesForTwoGenerationsOfCards() throws Exception {
        var together = together(KernelSources.names());
        assertThat(together).isNotEmpty();
        try (var pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            var running = together.stream().map(names -> pool.submit(() -> compile(names))).toList();
            var failures = new ArrayList<String>();
            for (var each : running) {
                failures.add(each.get());
            }
            failures.removeIf(String::isEmpty);
            assertThat(failures).as("what nvcc refuses").isEmpty();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aKernelThatCannotBeCompiledIsFound() throws Exception {
        var file = folder.resolve("wrong.cu");
        Files.writeString(file, "extern \"C\" __global__ void wrong_float32(float* y) { y[0] = nowhere; }\n");
        assertThat(run(file)).contains("nowhere");
    }

    /** Hand-written sources alone, for their names are their own affair; generated ones, whose names are the operator's, by the dozen. */
    private static List<List<String>> together(List<String> names) {
        var all = new ArrayList<List<String>>();
        names.stream().filter(name -> name.startsWith("kernels/")).forEach(name -> all.add(List.of(name)));
        assertThat(all).isNotEmpty();
        var generated = names.stream().filter(name -> !name.startsWith("kernels/")).toList();
        assertThat(generated).isNotEmpty();
        for (int i = 0; i < generated.size(); i += TOGETHER) {
            all.add(generated.subList(i, Math.min(i + TOGETHER, generated.size())));
        }
        return all;
    }

    /** What nvcc says of sources, or nothing if they compile; its messages name each of them. */
    private String compile(List<String> names) throws IOException, InterruptedException {
        var text = new StringBuilder("#define TN_ALL 1\n");
        for (var name : names) {
            var one = Source.of(Driver.class, name, DType.FLOAT32).text();
            text.append(one.substring(one.indexOf('\n') + 1)).append('\n');
        }
        var file = folder.resolve(names.getFirst().replace('/', '_'));
        Files.writeString(file, text);
        return run(file);
    }

    private static String run(Path file) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("nvcc"));
        command.addAll(OPTIONS);
        command.addAll(unoptimized());
        command.addAll(List.of("-o", file + ".fatbin", file.toString()));
        var nvcc = new ProcessBuilder(command).redirectErrorStream(true).start();
        var says = new String(nvcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(nvcc.waitFor(10, TimeUnit.MINUTES)).isTrue();
        Files.deleteIfExists(Path.of(file + ".fatbin"));
        return nvcc.exitValue() == 0 ? "" : says;
    }
}
