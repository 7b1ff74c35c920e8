package dev.tenon.samples.course;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.samples.CommandRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CourseTest {
    @TempDir
    private Path folder;

    @Test
    void regressionFindsTheCoefficientsByHandAndByAutograd() {
        var run = CommandRun.of("regression");
        assertThat(run.figure("largest error of a coefficient:")).isLessThan(0.003);
        assertThat(run.figure("by hand,")).isLessThan(0.003);
        assertThat(run.figure("largest difference between both:")).isLessThan(1e-5);
    }

    @Test
    void theClassifierReadsUnseenDigits() {
        assertThat(CommandRun.of("classifier", "--images", "1000", "--epochs", "3").figure("test accuracy")).isGreaterThan(0.5);
    }

    @Test
    void theTourOfAutogradAgreesWithDerivativesByHand() {
        assertThat(CommandRun.of("autograd").output()).contains("dy/dx = 7.000 (by hand", "12.00 12.00 6.000 (by hand", "square",
            "6.000 (1 + 2 + 3: gradients add up until zeroGrad(), then 5.000)", "d/dmiddle = 1.000, dy/dx = 2.000", "= 18.00 (6 * 3)");
    }

    @Test
    void aNetThatLoadsWhatAnotherSavedIsTheSame() {
        var file = folder.resolve("net.safetensors");
        var run = CommandRun.of("two-layer", "--save", file.toString());
        assertThat(run.figure("before it loads:  accuracy")).isLessThan(0.7);
        assertThat(run.figure("saved:  accuracy")).isGreaterThan(0.97);
        assertThat(run.figure("largest difference")).isZero();
        assertThat(file).exists();
    }
}
