package dev.tenon.gpu.driver;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Libraries that pass for CUDA's, and a JVM that finds them and nothing else: what is loaded stays in a process, so it is one of its own. */
final class FakeCuda {
    private static final List<String> LIBRARIES = List.of("libcudart.so.13", "libnvrtc-builtins.so.13.0", "libnvrtc.so.13",
        "libcublasLt.so.13",
        "libcublas.so.13");

    private final Path folder;

    private FakeCuda(Path folder) {
        this.folder = folder;
    }

    /** Builds them, or skips the test where that or their use is impossible. */
    static FakeCuda in(Path folder) {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "the libraries are built for Linux");
        assumeTrue(NativeLibraries.named("libcuda.so.1").isEmpty(), "this machine has an NVIDIA driver");
        var compiler = HostCompiler.find();
        assumeTrue(compiler != null, "no C++ compiler: the calls of CUDA are not tested");
        var fake = new FakeCuda(folder);
        fake.build(Objects.requireNonNull(compiler), "libcuda.so.1", List.of());
        LIBRARIES.forEach(library -> fake.build(compiler, library, List.of("-Wl,--version-script=" + fake.script(library))));
        return fake;
    }

    private void build(HostCompiler compiler, String library, List<String> more) {
        var options = new ArrayList<>(List.of("-std=c++17", "-O1", "-shared", "-fPIC", "-w", "-Wl,-soname," + library));
        options.addAll(more);
        try (var source = Objects.requireNonNull(FakeCuda.class.getResourceAsStream("/cuda/fake_cuda.cpp"))) {
            var text = new String(source.readAllBytes(), StandardCharsets.UTF_8);
            Files.write(folder.resolve(library), compiler.compile(library, text, options));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** CUDA's libraries give their functions a version that is their own name. */
    private Path script(String library) {
        try {
            return Files.writeString(folder.resolve(library + ".version"), library.replace("-", "") + " { global: *; };");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a program prints that runs with these libraries. */
    String run(Class<?> program, Map<String, String> environment, String... options) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED", "--add-modules", "jdk.incubator.vector", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
            "-Dtenon.gpu.cache=" + folder.resolve("cache"), "-Duser.home=" + folder));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LD_LIBRARY_PATH", folder.toString());
        builder.environment().putAll(environment);
        var process = builder.start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }
}
