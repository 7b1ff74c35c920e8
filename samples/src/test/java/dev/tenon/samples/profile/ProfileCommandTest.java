package dev.tenon.samples.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import picocli.CommandLine;

@Execution(ExecutionMode.SAME_THREAD)
class ProfileCommandTest {
    @Test
    void tablesAndATraceTellOfForwardAndBackward(@TempDir Path folder) throws Exception {
        var before = System.out;
        var printed = new ByteArrayOutputStream();
        var trace = folder.resolve("trace.json");
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            assertThat(new CommandLine(new ProfileCommand()).execute("--steps", "1", "--batch", "2", "--trace", trace.toString())).isZero();
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("conv2d", "ConvolutionBackward0", "Sequential.4.body.0", "(outside)");
        assertThat(Files.readString(trace)).contains("\"traceEvents\"", "\"pass\": \"backward\"");
    }
}
