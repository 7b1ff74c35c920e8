package dev.tenon.samples.memory;

import dev.tenon.samples.Launcher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The {@code tenon} command in a JVM of its own, with little memory. */
final class ChildJvm {
    private ChildJvm() {}

    /** What it said and how it ended. */
    record Outcome(int code, String output) {}

    static Outcome tenon(List<String> flags, String... arguments) throws IOException, InterruptedException {
        var line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"));
        line.addAll(flags);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), Launcher.class.getName()));
        line.addAll(List.of(arguments));
        var process = new ProcessBuilder(line).redirectErrorStream(true).start();
        try (var in = process.getInputStream()) {
            var output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        }
    }
}
