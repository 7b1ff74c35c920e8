package dev.tenon.samples.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.train.checkpoint.Checkpoints;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process that trains is asked to end. */
class EndedTrainingTest {
    private static final int SECONDS = 60;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"INT,130", "TERM,143"})
    void aSignalLeavesACheckpointOfTheLastStepAndTheUsualCode(String signal, int code) throws Exception {
        var process = ChildJvm.start(InterruptTarget.class, List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"), List.of(folder.toString()));
        long told = 0;
        boolean asked = false;
        try (var said = process.inputReader()) {
            for (var line = said.readLine(); line != null; line = said.readLine()) {
                told = line.matches("\\d+") ? Long.parseLong(line) : told;
                if (told >= 5 && !asked) {
                    asked = true;
                    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
                }
                assertThat(line).doesNotContain("goes on");
            }
        }
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(code);
        var left = Checkpoints.newest(folder);
        assertThat(left).isPresent();
        assertThat(SmallTraining.content(left.get())).containsEntry("step", Long.toString(told));

        var whole = folder.resolve("whole.safetensors");
        InterruptTarget.train(t -> t.stepLimit(told(left.get()) + 10).checkpoint(whole));
        var resumed = folder.resolve("resumed.safetensors");
        InterruptTarget.train(t -> t.stepLimit(told(left.get()) + 10).resume(folder).checkpoint(resumed));
        assertThat(SmallTraining.content(resumed)).isEqualTo(SmallTraining.content(whole));
    }

    private static long told(Path checkpoint) {
        return Long.parseLong(SmallTraining.content(checkpoint).getOrDefault("step", "-1"));
    }
}
