package dev.tenon.samples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {
    @Test
    void helpNamesEveryCommand() {
        assertThat(run("--help").output()).contains("digits", "linear", "autograd", "higher-order", "conformance", "bench", "doctor",
            "fuzz",
            "trace");
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits", "regression", "classifier", "two-layer", "linear", "autograd", "higher-order", "heat-equation",
        "autoencoder", "gan", "recommender", "dqn", "resnet-cifar", "object-detection", "conformance", "bench",
        "doctor", "hello", "soak", "races", "fuzz", "mutate", "kills", "bits", "trace",
        "profile", "char-gpt", "sentiment-lstm", "translate"})
    void everyCommandExplainsItself(String command) {
        assertThat(run(command, "--help")).satisfies(outcome -> {
            assertThat(outcome.code()).isZero();
            assertThat(outcome.output()).contains("Usage: tenon " + command);
        });
    }

    @Test
    void anUnknownCommandIsAnError() {
        assertThat(run("digit").code()).isNotZero();
    }

    @Test
    void theHessianIsRight() {
        assertThat(run("higher-order").output()).contains("1330", "480", "200", "Newton step 6: (1.000000, 1.000000)");
    }

    @Test
    void aLineIsFitted() {
        assertThat(run("linear").figure("prediction for x = 5:")).isBetween(10.8, 11.2);
    }

    @Test
    void theBenchmarkListsAndMeasures() {
        assertThat(run("bench", "--list").output().lines()).contains("matmul-64", "tiny-ops-2000", "train-cnn-adam-b64");
        assertThat(run("bench", "--only", "matmul-64", "--reps", "5").output()).contains("\"workload\": \"matmul-64\"", "\"median_ms\": ");
    }

    @Test
    void theDoctorLooksAtEverything() {
        assertThat(run("doctor").output()).contains("JDK", "Vector API", "native access", "CPU backend", "GPU backend");
    }

    @Test
    void helloMultiplies() {
        assertThat(run("hello").output()).contains("19", "22", "43", "50", "ms since the JVM started");
    }

    private static CommandRun run(String... args) {
        return CommandRun.of(args);
    }
}
