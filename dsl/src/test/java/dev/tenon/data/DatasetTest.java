package dev.tenon.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.Shape;
import dev.tenon.core.ShapeException;
import dev.tenon.memory.Scope;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DatasetTest {
    private final Dataset ten = NumberedSamples.numbered(10);

    @Test
    void aWholeDatasetIsOneBatch() {
        assertThat(NumberedSamples.longs(NumberedSamples.numbered(5).subset(3, 1).all().y())).containsExactly(3L, 1L);
        assertThat(NumberedSamples.longs(NumberedSamples.numbered(4).all().y())).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void arraysAreDatasets() {
        var classes = Dataset.of(new float[][] {{1, 2}, {3, 4}, {5, 6}}, new long[] {0, 1, 2}).batch(new long[] {2, 0});
        assertThat(classes.x().shape()).isEqualTo(Shape.of(2, 2));
        assertThat(classes.x().toFloatArray()).containsExactly(5, 6, 1, 2);
        assertThat(classes.y().toLongArray()).containsExactly(2, 0);
        var values = Dataset.of(new float[][] {{1}, {2}}, new float[][] {{10}, {20}}).batch(new long[] {1});
        assertThat(values.y().shape()).isEqualTo(Shape.of(1, 1));
        assertThat(values.y().dtype()).isEqualTo(DType.FLOAT32);
    }

    @Test
    void aBatchHoldsSeveralInputsAndTargetsByName() {
        var all = new Batch(vector(0, 1, 2), vector(10, 11, 12)).with("mask", vector(7, 8, 9)).withTarget("box", vector(4, 5, 6));
        var batch = new TensorDataset(all).batch(new long[] {2, 0});
        assertThat(batch.inputs().keySet()).containsExactly("x", "mask");
        assertThat(batch.targets().keySet()).containsExactly("y", "box");
        assertThat(batch.get("box").toLongArray()).containsExactly(6, 4);
        assertThat(batch.inputList()).hasSize(2);
        assertThat(batch.withX(vector(1)).x().numel()).isEqualTo(1);
        assertThat(batch.withX(vector(1)).inputs().keySet()).containsExactly("x", "mask");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> batch.get("bix")).withMessageContaining("[y, box]");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> new Batch(vector(1)).y()).withMessageContaining("no target");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> new Batch(Map.of(), Map.of()))
            .withMessageContaining("at least one input");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> batch.with("y", vector(1)))
            .withMessageContaining("an input and a target");
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> new TensorDataset(all.with("short", vector(1))))
            .withMessageContaining("short: [1]");
    }

    @Test
    void partsOfASplitHoldEverySampleOnceAndFollowTheSeed() {
        var parts = ten.split(3, 0.5, 0.25, 0.25);
        assertThat(parts).extracting(Dataset::size).containsExactly(6L, 2L, 2L);
        var all = new ArrayList<Long>();
        parts.forEach(part -> all.addAll(NumberedSamples.targets(part)));
        assertThat(all).containsExactlyInAnyOrderElementsOf(LongStream.range(0, 10).boxed().toList());
        assertThat(NumberedSamples.targets(ten.split(3, 0.5, 0.25, 0.25).getFirst())).isEqualTo(NumberedSamples.targets(parts.getFirst()));
        assertThat(NumberedSamples.targets(ten.split(4, 0.5, 0.25, 0.25).getFirst()))
            .isNotEqualTo(NumberedSamples.targets(parts.getFirst()));
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> ten.split(1, 0.8, 0.3)).withMessageContaining("at most 1");
    }

    @Test
    void everySampleIsForValidationInOneFold() {
        var folds = ten.kFold(3, 5);
        assertThat(folds).extracting(fold -> fold.validation().size()).containsExactly(4L, 3L, 3L);
        var seen = new HashSet<Long>();
        for (var fold : folds) {
            assertThat(fold.train().size() + fold.validation().size()).isEqualTo(10);
            assertThat(NumberedSamples.targets(fold.train())).doesNotContainAnyElementsOf(NumberedSamples.targets(fold.validation()));
            seen.addAll(NumberedSamples.targets(fold.validation()));
        }
        assertThat(seen).hasSize(10);
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> ten.kFold(11, 1)).withMessageContaining("from 2 to");
    }

    @Test
    void datasetsAreFilteredJoinedChangedAndZipped() {
        var even = ten.filter(sample -> sample.y().toLongArray()[0] % 2 == 0);
        assertThat(NumberedSamples.targets(even)).containsExactly(0L, 2L, 4L, 6L, 8L);
        assertThat(NumberedSamples.targets(even.concat(NumberedSamples.numbered(2), NumberedSamples.numbered(1)))).containsExactly(0L, 2L,
            4L, 6L, 8L, 0L, 1L, 0L);
        assertThat(NumberedSamples.targets(ten.take(2).mapSamples(sample -> sample.withY(vector(sample.y().toLongArray()[0] + 5)))))
            .containsExactly(5L,
                6L);
        var both = ten.zip(NumberedSamples.numbered(10), (a, b) -> a.with("other", b.x())).batch(new long[] {4});
        assertThat(both.get("other").toFloatArray()).containsExactly(4);
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> ten.zip(NumberedSamples.numbered(9), (a, b) -> a))
            .withMessageContaining("10 and 9");
    }

    @Test
    void aCacheAsksOnceForWhatItHasRoomFor() {
        var made = new AtomicInteger();
        var slow = Dataset.of(4, i -> {
            made.incrementAndGet();
            return new Sample(Creation.of(new float[] {i}, DType.FLOAT32, Device.CPU, 1), Creation.scalar(i));
        });
        // A sample takes 4 bytes of x and 8 of y.
        var cached = slow.cache(36);
        for (int epoch = 0; epoch < 3; epoch++) {
            var read = new ArrayList<Long>();
            for (var batch : cached.batches(2)) {
                read.addAll(NumberedSamples.longs(batch.y()));
            }
            assertThat(read).containsExactly(0L, 1L, 2L, 3L);
        }
        assertThat(made).hasValue(3 + 3);
    }

    @Test
    void aSampleThatFailsIsNamed() {
        var broken = Dataset.of(10, i -> {
            if (i == 7) {
                throw new ArgumentException("no such thing");
            }
            return new Sample(Creation.scalar(i));
        });
        assertThatExceptionOfType(SampleException.class).isThrownBy(() -> broken.batch(new long[] {6, 7}))
            .withMessage("sample 7: no such thing").withCauseInstanceOf(ArgumentException.class);
        assertThatExceptionOfType(SampleException.class).isThrownBy(() -> broken.subset(1, 7).batch(new long[] {0, 1}))
            .withMessageContaining("sample 7");
        assertThatExceptionOfType(SampleException.class).isThrownBy(() -> NumberedSamples.numbered(3).concat(broken).batch(new long[] {10}))
            .withMessageContaining("sample 10, in part 1 sample 7");
    }

    @Test
    void samplesInMemoryMayBeOfDifferentShapes() {
        Dataset held;
        try (var _ = Scope.open("making")) {
            held = Dataset.of(List.of(new Sample(vector(1, 2, 3)), new Sample(vector(4)), new Sample(vector(new long[2000]))));
        }
        assertThat(held.sample(1).x().toLongArray()).containsExactly(4);
        assertThat(held.sample(2).x().numel()).isEqualTo(2000);
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> held.batch(new long[] {0, 1}))
            .withMessageContaining("[3]").withMessageContaining("Collation.padded()");
    }

    private static Tensor vector(long... values) {
        return Creation.of(values, DType.INT64, Device.CPU, values.length);
    }
}
