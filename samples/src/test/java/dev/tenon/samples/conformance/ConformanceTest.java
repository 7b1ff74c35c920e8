package dev.tenon.samples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.core.Device;
import dev.tenon.samples.EmulatedGpu;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Every golden case, or those that {@code -Dtenon.golden=DIR_OR_ZIP} names. */
class ConformanceTest {
    /** What the project's own cases have reached: an operator that is lost would otherwise count as unsupported and not as failed. */
    private static final Map<String, Long> REACHED = Map.of("ops", 4682L, "layers", 149L, "optimizers", 20L, "schedulers", 10L,
        "training", 5L);
    private static final long EXTREMES = 1750;
    private static final long MORE = 1509;
    private static final long MORE_LAYERS = 157;

    @Test
    void everySupportedCaseAgreesWithPyTorch() throws IOException, URISyntaxException {
        everyCasePasses(Device.CPU);
    }

    @Test
    void everyCaseThatPassesOnTheCpuPassesOnTheEmulatedGpu() throws IOException, URISyntaxException {
        everyCasePasses(EmulatedGpu.device());
    }

    /** Infinities, NaN, zeros and numbers whose squares leave the range, in operands and targets, masks and weights. */
    @Test
    void whatIsBeyondTheRangeOfNumbersAgreesWithPyTorchToo() throws IOException, URISyntaxException {
        for (var device : List.of(Device.CPU, EmulatedGpu.device())) {
            try (var files = GoldenFiles.open(own("extremes.zip"))) {
                var report = new Conformance(device, List.of()).run(files, verdict -> {});
                assertThat(report.failures()).as(device.toString()).isEmpty();
                assertThat(report.passed("ops")).isGreaterThanOrEqualTo(EXTREMES);
            }
        }
    }

    /** Special functions, windows, masked reductions and others that came later; as many cases as have passed once. */
    @Test
    void furtherOperatorsAgreeWithPyTorchOnBothDevices() throws IOException, URISyntaxException {
        for (var device : List.of(Device.CPU, EmulatedGpu.device())) {
            try (var files = GoldenFiles.open(own("golden-more.zip"))) {
                var report = new Conformance(device, List.of()).run(files, verdict -> {});
                System.out.println(device + " further " + report.closingLine("ops", Conformance.SECTIONS.get("ops")));
                assertThat(report.passed("ops")).as("%s: %s", device, report.failures()).isGreaterThanOrEqualTo(MORE);
            }
        }
    }

    /** Masks of attention, whole transformers, padding modes, bags, losses with state, and modules that had no case. */
    @Test
    void furtherLayersAgreeWithPyTorchOnBothDevices() throws IOException, URISyntaxException {
        for (var device : List.of(Device.CPU, EmulatedGpu.device())) {
            try (var files = GoldenFiles.open(own("layers-more.zip"))) {
                var report = new Conformance(device, List.of()).run(files, verdict -> {});
                assertThat(report.failures()).as(device.toString()).isEmpty();
                assertThat(report.passed("layers")).isEqualTo(MORE_LAYERS);
            }
        }
    }

    private static void everyCasePasses(Device device) throws IOException, URISyntaxException {
        try (var files = GoldenFiles.open(location())) {
            var report = new Conformance(device, List.of()).run(files, verdict -> {});
            Conformance.SECTIONS.forEach((section, unit) -> System.out.println(device + " " + report.closingLine(section, unit)));
            assertThat(report.failures()).isEmpty();
            if (System.getProperty("tenon.golden") == null) {
                REACHED.forEach((section, passed) -> assertThat(report.passed(section)).as(section).isGreaterThanOrEqualTo(passed));
            }
            assertThat(report.json()).contains("\"passed\"");
        }
    }

    private static Path location() throws URISyntaxException {
        var named = System.getProperty("tenon.golden");
        return named != null ? Path.of(named) : own("golden.zip");
    }

    private static Path own(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(ConformanceTest.class.getResource("/golden/" + name), name).toURI());
    }
}
