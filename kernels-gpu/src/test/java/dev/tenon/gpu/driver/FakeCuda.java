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

/** Libraries that pass for CUDA's, and a JVM that finds them first: what is loaded stays in a process, so it is one of its own. */
final class FakeCuda {
    private static final String DRIVER = "libcuda.so.1";
    private static final List<String> LIBRARIES = List.of("libcudart.so.13", "libnvrtc-builtins.so.13.0", "libnvrtc.so.13",
        "libcublasLt.so.13",
        "libcublas.so.13");

    private final Path folder;
    private final String libraries;

    private FakeCuda(Path folder, String libraries) {
        this.folder = folder;
        this.libraries = libraries;
    }

    /** Builds all of them, or skips the test where that or their use is impossible. */
    static FakeCuda in(Path folder) {
        assumeTrue(NativeLibraries.named(DRIVER).isEmpty(), "this machine has an NVIDIA driver");
        driverIn(folder);
        var fake = new FakeCuda(folder, folder.toString());
        var compiler = Objects.requireNonNull(HostCompiler.find());
        LIBRARIES.forEach(library -> fake.build(compiler, library, List.of(fake.script(library, library.replace("-", "") + " { global: *; };"))));
        return fake;
    }

    /** Builds a driver for the machine's own libraries, unless it has one. */
    static FakeCuda driverIn(Path folder) {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "the libraries are built for Linux");
        var fake = new FakeCuda(folder, System.getProperty("tenon.cuda.path", ""));
        if (NativeLibraries.named(DRIVER).isEmpty()) {
            var compiler = HostCompiler.find();
            assumeTrue(compiler != null, "no C++ compiler: the calls of CUDA are not tested");
            // The source has the other libraries' functions, too, which must not come before their own.
            fake.build(Objects.requireNonNull(compiler), DRIVER, List.of(fake.script(DRIVER, "{ global: cu[A-Z]*; local: *; };")));
        }
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
    private String script(String library, String text) {
        try {
            return "-Wl,--version-script=" + Files.writeString(folder.resolve(library + ".version"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a program prints that runs with these libraries; the JVM's options begin with a hyphen, the program's arguments do not. */
    String run(Class<?> program, Map<String, String> environment, String... optionsAndArguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED", "--add-modules", "jdk.incubator.vector", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
            "-Dtenon.gpu.cache=" + folder.resolve("cache"), "-Dtenon.cuda.path=" + libraries));
        var all = List.of(optionsAndArguments);
        command.addAll(all.stream().filter(each -> each.startsWith("-")).toList());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(all.stream().filter(each -> !each.startsWith("-")).toList());
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().merge("LD_LIBRARY_PATH", folder.toString(), (path, first) -> first + ":" + path);
        builder.environment().putAll(environment);
        var process = builder.start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }
}
