package dev.tenon.samples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LossCurveTest {
    @Test
    void fallsFromTheTopLeftToTheBottomRight() {
        var lines = LossCurve.of(new double[] {4, 3, 2, 1}).lines().toList();
        assertThat(lines.getFirst()).isEqualTo("   4.0000 |*   ");
        assertThat(lines.get(9)).isEqualTo("   1.0000 |   *");
        assertThat(lines.getLast()).endsWith("loss over 4 steps");
    }

    @Test
    void survivesALossThatIsNotANumber() {
        assertThat(LossCurve.of(new double[] {Double.NaN, 1})).contains("*");
    }

    @Test
    void saysThatThereIsNothing() {
        assertThat(LossCurve.of(new double[0])).isEqualTo("no loss was recorded");
    }
}
