package dev.tenon.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a machine without a usable GPU says; each in a process of its own, in which no GPU was opened before. */
class DeviceChoiceTest {
    private record Outcome(int code, String output) {}

    @Test
    void withoutACardAskingForOneIsOneClearError() throws Exception {
        var outcome = run("--device", "gpu");
        assertThat(outcome.code).isEqualTo(1);
        assertThat(outcome.output).contains("tenon digits: device gpu:0: ", "\n  try:", "cpu(), or best() to take what there is")
            .doesNotContain("NoClassDefFoundError", "UnsatisfiedLinkError", "Exception", "\tat ", "SIGSEGV");
        assertThat(outcome.output.split("try:")).hasSize(2);
    }

    @Test
    void withoutACardBestTakesTheCpuAndSaysWhy() throws Exception {
        var asked = run("--device", "gpu").output;
        var reason = asked.substring(asked.indexOf("gpu:0: ") + "gpu:0: ".length()).lines().findFirst().orElseThrow();
        var outcome = run("--device", "best");
        assertThat(outcome.code).isZero();
        assertThat(outcome.output).contains("best(): the CPU, because " + reason, "test accuracy").doesNotContain("Exception");
    }

    @Test
    void aDeviceThatDoesNotExistIsNamedWithThoseThatDo() throws Exception {
        var outcome = run("--device", "tpu");
        assertThat(outcome.code).isNotZero();
        assertThat(outcome.output).contains("there is no device 'tpu'", "try:   cpu, gpu, gpu:1, emulated or best");
    }

    /** A short training on a machine whose cards, if it has any, are hidden. */
    private static Outcome run(String... options) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED", "--add-modules", "jdk.incubator.vector", "-XX:TieredStopAtLevel=1", "-cp",
            System.getProperty("java.class.path"), Launcher.class.getName(), "digits", "--epochs", "1", "--limit", "64"));
        command.addAll(List.of(options));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("CUDA_VISIBLE_DEVICES", "-1");
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }
}
