package dev.tenon.samples.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the system says that this process occupies. */
final class Resident {
    private static final Path STATUS = Path.of("/proc/self/status");

    private Resident() {}

    /** Megabytes; only Linux tells them in a file, elsewhere it is the Java heap that is counted. */
    static double megabytes() {
        if (!Files.isReadable(STATUS)) {
            var runtime = Runtime.getRuntime();
            return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
        }
        try (var lines = Files.lines(STATUS)) {
            long kibibytes = lines.filter(line -> line.startsWith("VmRSS:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
            return kibibytes * 1024 / 1e6;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
