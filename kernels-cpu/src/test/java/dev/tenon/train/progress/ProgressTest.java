package dev.tenon.train.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.train.Epoch;
import dev.tenon.train.Measures;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private long now;

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Progress.Step step(long batch, long batches) {
        return new Progress.Step(1, 3, batch, batches, 0.43125, 0.001, () -> new Measures(0.5, Map.of("accuracy", 0.874), 10));
    }

    private void train(Progress progress, int batches, long nanosEach) {
        for (int i = 1; i <= batches; i++) {
            now += nanosEach;
            progress.step(step(i, batches));
        }
    }

    private static final Epoch EPOCH = new Epoch(1, new Measures(0.5, Map.of("accuracy", 0.874), 10),
        new Measures(0.25, Map.of("accuracy", 0.9), 10), 12.34);

    @Test
    void aBarTellsAllThatThereIsRoomFor() {
        train(new BarProgress(out, () -> 140, () -> now), 40, 250_000_000);
        var last = printed().substring(printed().lastIndexOf('\r'));
        assertThat(last).contains("1/3 [========================]  40/40  loss 0.4313", "accuracy 0.8740", "4.0 batches/s", "lr 0.001")
            .endsWith("\u001b[K");
        assertThat(Arrays.asList(printed().split("\r"))).anyMatch(text -> text.contains("0:05 left"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 12, 20, 30, 42, 60, 80, 100})
    void aBarNeverIsAsWideAsTheWindow(int width) {
        var progress = new BarProgress(out, () -> width, () -> now);
        train(progress, 2_000, 150_000_000);
        assertThat(printed().split("\r")).allSatisfy(text -> assertThat(text.replace("\u001b[K", "").length()).isLessThan(width));
        assertThat(printed()).doesNotContain("\n");
    }

    @Test
    void theEndOfAnEpochIsALineThatIsFoldedBetweenItems() {
        new BarProgress(out, () -> 40, () -> now).epoch(EPOCH, 3);
        var lines = printed().replace("\r", "").replace("\u001b[K", "").lines().toList();
        assertThat(lines).hasSizeGreaterThan(1).allSatisfy(line -> assertThat(line.length()).isLessThan(40));
        assertThat(String.join(" ", lines).replaceAll(" +", " ")).isEqualTo(
            "epoch 1/3 loss 0.5000 accuracy 0.8740 validation loss 0.2500 validation accuracy 0.9000 12.3 s");
    }

    @Test
    void withoutATerminalThereIsALineAnEpochAndAtMostOneInTenSeconds() {
        var progress = new LineProgress(out, () -> now);
        train(progress, 100, 50_000_000);
        assertThat(printed()).isEmpty();
        train(progress, 100, 250_000_000);
        progress.epoch(EPOCH, 3);
        var lines = printed().lines().toList();
        assertThat(lines).hasSize(3).allSatisfy(line -> assertThat(line).startsWith("epoch 1/3  ").doesNotContain("\r", "\u001b"));
        assertThat(lines.getFirst()).contains("loss 0.4313", "accuracy 0.8740", "batches/s", "left");
    }

    @Test
    void paceForgetsAndTellsLongTimes() {
        var pace = new Pace();
        var step = step(1, 100_000);
        pace.note(step, 0);
        assertThat(List.of(pace.rate(), pace.left(step))).containsOnly("");
        pace.note(step(2, 100_000), 500_000_000);
        assertThat(pace.rate()).isEqualTo("2.0 batches/s");
        assertThat(pace.left(step(2, 100_000))).isEqualTo("13:53:19 left");
        assertThat(pace.left(step(100_000, 100_000))).isEmpty();
        assertThat(pace.left(step(5, Long.MAX_VALUE))).isEmpty();
        for (int i = 3; i < 10; i++) {
            pace.note(step(i, 100_000), 500_000_000 + (i - 2) * 20_000_000_000L);
        }
        assertThat(pace.rate()).isEqualTo("20.0 s/batch");
    }

    @Test
    void whereNobodyKnowsHowManyBatchesThereAreNoBarIsDrawn() {
        new BarProgress(out, () -> 80, () -> now).step(new Progress.Step(2, 3, 7, Long.MAX_VALUE, 1.5));
        assertThat(printed()).startsWith("\r2/3  7  loss 1.5000").doesNotContain("[=");
    }

    @Test
    void aTerminalHasAWidth() {
        assertThat(Terminal.width()).isPositive();
    }
}
