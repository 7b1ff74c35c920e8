package dev.tenon.samples.generative;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.samples.CommandRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerativeTest {
    @TempDir
    private Path folder;

    @Test
    void digitsComeBackThroughANarrowCode() {
        var run = CommandRun.of("autoencoder", "--images", "2500", "--epochs", "10");
        assertThat(run.figure("unseen digits:")).isLessThan(0.8 * run.figure("mean image instead:"));
    }

    @Test
    void aVariationalCodeHoldsSomeInformationAndMakesNewDigits() {
        var picture = folder.resolve("digits.png");
        var run = CommandRun.of("autoencoder", "--variational", "--images", "2500", "--epochs", "10", "--picture", picture.toString());
        assertThat(run.figure("unseen digits:")).isLessThan(0.9 * run.figure("mean image instead:"));
        assertThat(run.figure("information in a code:")).isBetween(1.0, 40.0);
        assertThat(picture).exists();
    }

    @Test
    void theGeneratorFindsTheClusters() {
        var run = CommandRun.of("gan", "--steps", "500");
        assertThat(run.figure("clusters found")).isGreaterThanOrEqualTo(6);
        assertThat(run.figure("good points")).isGreaterThan(0.3);
    }
}
