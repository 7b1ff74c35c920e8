package dev.tenon.gpu.driver;

import dev.tenon.core.DeviceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The system's C++ compiler.
 *
 * @param command what starts it
 * @param version its first line about itself
 */
record HostCompiler(String command, String version) {
    /** Of what a compiler says, the first lines say most. */
    private static final int LINES = 30;

    /** The one that {@code CXX} names, else {@code g++} or {@code clang++}; null where there is none. */
    static @Nullable HostCompiler find() {
        var named = System.getenv("CXX");
        for (var command : named == null || named.isBlank() ? List.of("g++", "clang++") : List.of(named, "g++", "clang++")) {
            try {
                var process = new ProcessBuilder(command, "--version").redirectErrorStream(true).start();
                var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() == 0) {
                    return new HostCompiler(command, text.lines().findFirst().orElse(command));
                }
            } catch (IOException _) {
                // not this one
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        return null;
    }

    /** The text after its directives were followed. */
    String preprocess(String what, String text) {
        return new String(run(what, text, List.of("-std=c++17", "-E")), StandardCharsets.UTF_8);
    }

    /** A shared library made of the text. */
    byte[] compile(String what, String text, List<String> options) {
        return run(what, text, options);
    }

    /** What the compiler makes of a text with these options. Files instead of pipes: neither side ever waits for the other. */
    private byte[] run(String what, String text, List<String> options) {
        try {
            var folder = Files.createTempDirectory("tenon");
            var source = folder.resolve("unit.cpp");
            var errors = folder.resolve("errors");
            var result = folder.resolve("result");
            try {
                Files.writeString(source, text);
                var arguments = new ArrayList<String>();
                arguments.add(command);
                arguments.addAll(options);
                arguments.addAll(List.of(source.toString(), "-o", result.toString(), "-lm", "-lc", "-lgcc", "-Wl,-z,defs"));
                var process = new ProcessBuilder(arguments).redirectErrorStream(true).redirectOutput(errors.toFile()).start();
                if (process.waitFor() != 0) {
                    throw failed(what, String.join("\n", Files.readString(errors).lines().limit(LINES).toList()));
                }
                return Files.readAllBytes(result);
            } finally {
                for (var file : List.of(source, errors, result, folder)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw failed(what, e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw failed(what, "interrupted");
        }
    }

    private DeviceException failed(String what, String why) {
        return new DeviceException(what + " cannot be compiled for the emulator by " + version + ":\n" + why);
    }
}
