package dev.tenon.samples.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code tenon fuzz} makes as many calls as there is time for. */
class FuzzTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"names, cpu, 2200", "typed, cpu, 800"})
    void everyCallReturnsOrThrowsWhatNamesItsOperator(String family, String device, long calls) throws Exception {
        var campaign = campaign(family, device, 10, calls);
        assertThat(campaign.findings().stream().map(Finding::text).collect(Collectors.joining("\n"))).isEmpty();
        assertThat(campaign.made()).isEqualTo(calls);
    }

    @Test
    void whatEndsAProcessHangsOrThrowsSomethingElseIsFoundAndMadeSimple() throws Exception {
        var campaign = campaign(FaultyCalls.class.getName(), "cpu", 1, 10);
        assertThat(campaign.findings()).extracting(Finding::kind, Finding::call, finding -> finding.place().index())
            .containsExactlyInAnyOrder(
                tuple("death", "faulty(1L)", 3L),
                tuple("hang", "faulty(1L)", 5L),
                tuple("exception", "faulty(1L)", 6L),
                tuple("exception", "faulty(1L)", 8L));
        assertThat(campaign.closingLine("faulty")).isEqualTo(
            "fuzz: faulty: 10 calls, 1 deaths, 1 hangs, 3 wrong exceptions, 4 kinds of faults");
    }

    private Campaign campaign(String family, String device, long hangSeconds, long calls) throws IOException, InterruptedException {
        var campaign = new Campaign(new Child(family, device, 1, hangSeconds, folder), _ -> {});
        campaign.run(0, calls, Instant.MAX);
        return campaign;
    }
}
