package dev.tenon.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Tenon;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs an example of the operator reference, and leaves what it prints where the pages are put together. */
final class PrintedExample {
    private static final Path FOLDER = Path.of("target", "operator-examples");

    private PrintedExample() {}

    static void of(String operator, Runnable example) {
        Tenon.manualSeed(0);
        var text = printed(example);
        assertThat(text).isNotBlank();
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve(operator.replace('/', '-') + ".txt"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String printed(Runnable example) {
        var screen = System.out;
        var bytes = new ByteArrayOutputStream();
        try (var out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            example.run();
        } finally {
            System.setOut(screen);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
