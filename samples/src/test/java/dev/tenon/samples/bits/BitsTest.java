package dev.tenon.samples.bits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BitsTest {
    @Test
    void resultsHaveTheSameBitsByOneCompilerAndByBothOnAnyNumberOfThreads() throws Exception {
        assertThat(BitsCommand.compare(67, BitsCommand.quick())).isEmpty();
    }

    @Test
    void mostOperatorsAreCompared() {
        assertThat(BitsOperators.all(67)).hasSizeGreaterThan(400);
        assertThat(BitsTrainings.all()).hasSize(5);
    }
}
