package dev.tenon.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Ints;
import org.junit.jupiter.api.Test;

class AttributesTest {
    @Test
    void anAttributeThatIsMissingIsNamedWithItsOperator() {
        assertThat(Attributes.given(3, "op", "size")).isEqualTo(3);
        assertThatThrownBy(() -> Attributes.given(null, "op", "size")).isInstanceOf(ArgumentException.class)
            .hasMessageStartingWith("op: size is null");
    }

    @Test
    void oneIntegerStandsForAllOrThereIsOneForEach() {
        assertThat(Attributes.sized(Ints.of(2), 2, "op", "stride")).isEqualTo(Ints.of(2));
        assertThat(Attributes.sized(Ints.of(2, 1), 2, "op", "stride")).isEqualTo(Ints.of(2, 1));
        assertThatThrownBy(() -> Attributes.sized(Ints.of(1, 2, 3), 2, "op", "stride")).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("op: stride must hold 1 or 2 integers, got [1, 2, 3]");
    }

    @Test
    void nullListsStayNull() {
        assertThat(Attributes.ints(null)).isNull();
        assertThat(Attributes.array(null)).isNull();
        assertThat(Attributes.array(Attributes.ints(new long[] {1, 2}))).containsExactly(1, 2);
    }
}
