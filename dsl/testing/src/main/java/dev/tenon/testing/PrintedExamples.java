package dev.tenon.testing;

import dev.tenon.tensor.Generator;
import dev.tenon.tensor.OpListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Runs the examples of the operator reference, and leaves what they print where the pages are put together. A page also says whether the
 * CPU computes a part of the operator for a GPU: that is so if the example runs one of the operators that have no kernel there.
 */
public final class PrintedExamples {
    private static final Path FOLDER = Path.of("target", "operator-examples");

    private final Set<String> onHost;

    /** @param onHost the operators that the CPU computes for a GPU */
    public PrintedExamples(String... onHost) {
        this.onHost = Set.of(onHost);
    }

    /**
     * Runs an example of an operator, no part of which the CPU computes for a GPU.
     *
     * @param at the entry's place
     */
    public void run(String operator, String at, Runnable example) {
        var onCpu = printed(operator, at, example);
        Expect.that(onCpu.isEmpty(),
            at + ": " + operator + ": the CPU computes " + onCpu + ", of which the spec says nothing under 'missing'");
    }

    /**
     * Runs an example of an operator that the CPU computes in part for a GPU.
     *
     * @param at the entry's place
     */
    public void runPartlyOnHost(String operator, String at, Runnable example) {
        Expect.that(!printed(operator, at, example).isEmpty(),
            at + ": " + operator + ": nothing is on the CPU, as the spec says under 'missing'");
    }

    /** Leaves what is printed; gives the operators of the example that have no kernel for a GPU. */
    private Set<String> printed(String operator, String at, Runnable example) {
        Generator.global().manualSeed(0);
        var run = new HashSet<String>();
        String text;
        try {
            text = printed(() -> OpListener.listen(OpListener.withParts((op, _, _) -> run.add(op.descriptor().name())), example));
        } catch (RuntimeException e) {
            throw new AssertionError(at + ": the example of " + operator + " fails: " + e.getMessage(), e);
        }
        Expect.that(!text.isBlank(), at + ": the example of " + operator + " prints something");
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve(operator.replace('/', '-') + ".txt"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run.retainAll(onHost);
        return run;
    }

    static String printed(Runnable example) {
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
