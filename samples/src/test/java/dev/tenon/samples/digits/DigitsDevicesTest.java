package dev.tenon.samples.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.samples.EmulatedGpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DigitsDevicesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"mlp", "cnn"})
    void anEpochOnTheEmulatedGpuHasTheLossesOfTheCpu(String model) throws IOException {
        EmulatedGpu.device();
        var expected = losses(model, "cpu");
        var found = losses(model, "emulated");
        assertThat(expected).hasSize(6).doesNotHaveDuplicates();
        assertThat(expected[5]).isLessThan(expected[0]);
        assertThat(found).containsExactly(expected, within(1e-4));
    }

    private double[] losses(String model, String device) throws IOException {
        var file = folder.resolve(device);
        var command = new CommandLine(new DigitsCommand()).setCaseInsensitiveEnumValuesAllowed(true);
        assertThat(command.execute("--model", model, "--device", device, "--epochs", "1", "--limit", "96", "--batch", "16", "--losses",
            file.toString())).isZero();
        return Files.readAllLines(file).stream().mapToDouble(Double::parseDouble).toArray();
    }
}
