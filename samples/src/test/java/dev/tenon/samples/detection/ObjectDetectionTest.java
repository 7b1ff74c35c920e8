package dev.tenon.samples.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.samples.CommandRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectDetectionTest {
    @Test
    void thingsAreFoundAndTold() {
        var run = CommandRun.of("object-detection", "--scenes", "600", "--epochs", "6");
        assertThat(run.figure("recall")).isGreaterThan(0.3);
        assertThat(run.figure("precision")).isGreaterThan(0.4);
    }

    @Test
    void overlapIsIntersectionOverUnion() {
        var box = new Box(10, 10, 4, 4, 0, 1);
        assertThat(box.overlap(box)).isEqualTo(1);
        assertThat(box.overlap(new Box(12, 10, 4, 4, 0, 1))).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(box.overlap(new Box(30, 10, 4, 4, 0, 1))).isZero();
    }

    @Test
    void oneThingCountsOnceAndItsKindCounts() {
        var truth = List.of(new Box(10, 10, 8, 8, 0, 1));
        var twice = List.of(new Box(10, 10, 8, 8, 0, 0.9), new Box(11, 10, 8, 8, 0, 0.8));
        assertThat(Box.right(twice, truth)).isOne();
        assertThat(Box.withoutDoubles(twice)).containsExactly(twice.getFirst());
        assertThat(Box.right(List.of(new Box(10, 10, 8, 8, 1, 0.9)), truth)).isZero();
    }
}
