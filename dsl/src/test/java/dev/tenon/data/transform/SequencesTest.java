package dev.tenon.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.ShapeException;
import dev.tenon.data.Sample;
import dev.tenon.data.SampleTransform;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Generator;
import org.junit.jupiter.api.Test;

class SequencesTest {
    @Test
    void sequencesAreCutAndFilled() {
        assertThat(changed(Sequences.truncate(2), 1, 2, 3)).containsExactly(1, 2);
        assertThat(changed(Sequences.truncate(4), 1, 2, 3)).containsExactly(1, 2, 3);
        assertThat(changed(Sequences.pad(5, -1), 1, 2, 3)).containsExactly(1, 2, 3, -1, -1);
        assertThat(changed(Sequences.pad(2, -1), 1, 2, 3)).containsExactly(1, 2, 3);
        assertThat(changed(Sequences.truncate(2).then(Sequences.pad(3, 0)), 1, 2, 3)).containsExactly(1, 2, 0);
    }

    @Test
    void aNumberIsNoSequence() {
        assertThatExceptionOfType(ShapeException.class)
            .isThrownBy(() -> Sequences.truncate(2).apply(new Sample(Creation.scalar(1)), new Generator(0)))
            .withMessageContaining("got a number");
    }

    private static long[] changed(SampleTransform change, long... values) {
        return change.apply(new Sample(Creation.of(values, DType.INT64, Device.CPU, values.length)), new Generator(0)).x().toLongArray();
    }
}
