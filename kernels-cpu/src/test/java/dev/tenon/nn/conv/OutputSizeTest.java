package dev.tenon.nn.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Tenon;
import dev.tenon.core.ArgumentException;
import org.junit.jupiter.api.Test;

class OutputSizeTest {
    @Test
    void aTransposedConvolutionComesBackToTheSizeThatItsInputIsOf() {
        var up = new ConvTranspose2d(2, 3, c -> c.kernel(3).stride(2).padding(1));
        var small = Tenon.randn(1, 2, 6, 7);
        assertThat(up.forward(small, new long[] {12, 13}).shape().toArray()).containsExactly(1, 3, 12, 13);
        assertThat(up.forward(small).shape().toArray()).containsExactly(1, 3, 11, 13);
        assertThatThrownBy(() -> up.forward(small, new long[] {13, 13})).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("outputSize[0] must be from 11 to 12");
    }
}
