package dev.tenon.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.assertj.core.data.Offset;

/** Elements, as PyTorch prints them. */
final class Expect {
    private Expect() {}

    static void elements(Tensor actual, double... expected) {
        assertThat(actual.toDoubleArray()).containsExactly(expected, Offset.offset(1e-6));
    }

    static void gradient(Tensor leaf, double... expected) {
        elements(Objects.requireNonNull(leaf.grad(), "no gradient"), expected);
    }
}
