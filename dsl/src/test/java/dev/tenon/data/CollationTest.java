package dev.tenon.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.Shape;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class CollationTest {
    private final Dataset sequences = Dataset.of(List.of(new Sample(vector(1, 2, 3), vector(4, 5, 6)), new Sample(vector(7), vector(8)),
        new Sample(vector(), vector())));

    @Test
    void sequencesArePaddedToTheLongestAndKeepTheirLengths() {
        var loader = sequences.batches(3, b -> b.collate(Collation.padded(0, -100)));
        for (var batch : loader) {
            assertThat(batch.x().shape()).isEqualTo(Shape.of(3, 3));
            assertThat(batch.x().toLongArray()).containsExactly(1, 2, 3, 7, 0, 0, 0, 0, 0);
            assertThat(batch.y().toLongArray()).containsExactly(4, 5, 6, 8, -100, -100, -100, -100, -100);
            assertThat(batch.inputs().keySet()).containsExactly("x", "lengths");
            assertThat(batch.get("lengths").toLongArray()).containsExactly(3, 1, 0);
        }
    }

    @Test
    void rowsOfFeaturesArePaddedAndClassesStacked() {
        var samples = List.of(new Sample(matrix(2), Creation.scalar(1L)), new Sample(matrix(1), Creation.scalar(0L)));
        var batch = Collation.padded().collate(samples);
        assertThat(batch.x().shape()).isEqualTo(Shape.of(2, 2, 2));
        assertThat(batch.x().toFloatArray()).containsExactly(1, 1, 1, 1, 1, 1, 0, 0);
        assertThat(batch.y().toLongArray()).containsExactly(1, 0);
    }

    @Test
    void whatCannotBePutTogetherIsRefused() {
        assertThatExceptionOfType(ShapeException.class)
            .isThrownBy(() -> Collation.padded().collate(List.of(new Sample(matrix(2)), new Sample(vector(1)))))
            .withMessageContaining("[2, 2]").withMessageContaining("[1]");
        assertThatExceptionOfType(ArgumentException.class)
            .isThrownBy(() -> Collation.stacked().collate(List.of(new Sample(vector(1)), new Sample(vector(1)).with("z", vector(2)))))
            .withMessageContaining("[x, z]");
        assertThatExceptionOfType(ShapeException.class)
            .isThrownBy(() -> Collation.padded().collate(List.of(new Sample(Creation.scalar(1)))))
            .withMessageContaining("no length");
    }

    @Test
    void aCollationOfOnesOwnMakesTheBatch() {
        var loader = sequences.batches(2, b -> b.collate(samples -> new Batch(vector(samples.size()))));
        var sizes = new java.util.ArrayList<Long>();
        loader.forEach(batch -> sizes.addAll(NumberedSamples.longs(batch.x())));
        assertThat(sizes).containsExactly(2L, 1L);
    }

    private static Tensor vector(long... values) {
        return Creation.of(values, DType.INT64, Device.CPU, values.length);
    }

    private static Tensor matrix(int rows) {
        return Creation.ones(DType.FLOAT32, Device.CPU, rows, 2);
    }
}
