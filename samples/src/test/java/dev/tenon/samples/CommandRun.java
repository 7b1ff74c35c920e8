package dev.tenon.samples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What a command came to: its exit code and what it printed. */
public record CommandRun(int code, String output) {
    /** Runs {@code tenon} with these arguments. */
    public static CommandRun of(String... args) {
        var out = System.out;
        var captured = new ByteArrayOutputStream();
        System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            int code = Launcher.run(args);
            return new CommandRun(code, captured.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
        }
    }

    /** The number that follows these words, the last time they were printed. */
    public double figure(String words) {
        var numbers = Pattern.compile(Pattern.quote(words) + "\\s+([-+.eE\\d]+)").matcher(output).results().toList();
        if (numbers.isEmpty()) {
            throw new AssertionError("no number follows '" + words + "' in\n" + output);
        }
        return Double.parseDouble(numbers.getLast().group(1));
    }
}
