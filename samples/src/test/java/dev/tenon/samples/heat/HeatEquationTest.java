package dev.tenon.samples.heat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.samples.CommandRun;
import org.junit.jupiter.api.Test;

class HeatEquationTest {
    @Test
    void theNetworkComesNearTheAnalyticSolutionItNeverSaw() {
        assertThat(CommandRun.of("heat-equation", "--steps", "250").figure("relative error")).isLessThan(0.1);
    }
}
