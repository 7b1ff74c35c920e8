package dev.tenon.train;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Device;
import dev.tenon.data.TensorDataset;
import dev.tenon.io.FileFormatException;
import dev.tenon.nn.Layer;
import dev.tenon.optim.OptimizerOptions;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResumeTest {
    private static final int EPOCHS = 3;

    @TempDir
    private Path folder;

    static Stream<OptimizerOptions<?>> optimizers() {
        return Stream.of(sgd(o -> o.lr(0.05).momentum(0.9).nesterov(true)), adam(o -> o.lr(1e-2).amsgrad(true)),
            rmsprop(o -> o.momentum(0.5).centered(true)));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void aTrainingStoppedWithinAnEpochContinuesBitwise(OptimizerOptions<?> optimizer) {
        var whole = train(optimizer, t -> t);
        for (int stop : new int[] {3, 7, 10, 14}) {
            var file = folder.resolve("stopped-at-" + stop);
            var first = train(optimizer, t -> t.checkpoint(file).stepLimit(stop));
            assertThat(first.steps()).isEqualTo(stop);
            manualSeed(999);
            var second = train(optimizer, t -> t.resume(file));
            assertSame(second, whole);
        }
    }

    @Test
    void aTrainingStoppedTwiceContinuesBitwise() {
        var optimizer = adam(o -> o.lr(1e-2));
        var whole = train(optimizer, t -> t);
        var file = folder.resolve("checkpoint");
        train(optimizer, t -> t.checkpoint(file).stepLimit(6));
        train(optimizer, t -> t.checkpoint(file).resume(file).stepLimit(9));
        assertSame(train(optimizer, t -> t.resume(file)), whole);
    }

    @Test
    void checkpointsBetweenStepsAreWrittenToo() {
        var optimizer = adam(o -> o.lr(1e-2));
        var whole = train(optimizer, t -> t);
        var file = folder.resolve("checkpoint");
        var crash = new IllegalStateException("the power fails");
        assertThatExceptionOfType(IllegalStateException.class)
            .isThrownBy(() -> train(optimizer, t -> t.checkpoint(file, 4).progress(new Failing(9, crash))));
        assertSame(train(optimizer, t -> t.resume(file)), whole);
    }

    @Test
    void everythingThatHasStateContinuesBitwise() {
        UnaryOperator<TrainingOptions> all = t -> t.scheduleSteps(cosineAnnealing(o -> o.tMax(20))).ema(0.9)
            .lossScale(o -> o.growthInterval(4))
            .clipGradNorm(0.5).validateEvery(4)
            .callbacks(earlyStopping(o -> o.patience(50).restoreBest()), learningRateMonitor(), gradientNorm());
        var optimizer = adam(o -> o.lr(1e-2));
        var whole = train(optimizer, all);
        for (int stop : new int[] {4, 7, 10, 13}) {
            var file = folder.resolve("all-" + stop);
            train(optimizer, t -> all.apply(t).checkpoint(file).stepLimit(stop));
            manualSeed(999);
            var run = train(optimizer, t -> all.apply(t).resume(file));
            assertSame(run, whole);
            assertThat(run.history().validations()).isEqualTo(whole.history().validations()).hasSize(3);
            assertThat(run.history().series().keySet()).containsExactly("lr", "grad_norm");
            run.history().series().forEach((name, series) -> {
                var expected = whole.history().series().get(name);
                assertThat(expected).isNotNull();
                assertThat(series.values()).isEqualTo(expected.values());
                assertThat(series.steps()).isEqualTo(expected.steps());
            });
            assertThat(run.average()).isNotNull();
            assertThat(whole.average()).isNotNull();
            whole.average().stateDict().forEach((name, tensor) -> assertThat(values(run.average().stateDict().get(name)))
                .isEqualTo(values(tensor)));
        }
    }

    @Test
    void schedulesByAMeasureAndGroupsOfBatchesContinueBitwise() {
        UnaryOperator<TrainingOptions> all = t -> t.accumulate(2).epochs(5).schedule(reduceLrOnPlateau(o -> o.patience(0).threshold(0.5)));
        var optimizer = sgd(o -> o.lr(0.1).momentum(0.9));
        var whole = train(optimizer, all);
        assertThat(whole.optimizer().lr()).isLessThan(0.1);
        for (int stop : new int[] {2, 4, 6, 11}) {
            var file = folder.resolve("plateau-" + stop);
            train(optimizer, t -> all.apply(t).checkpoint(file).stepLimit(stop));
            assertSame(train(optimizer, t -> all.apply(t).resume(file)), whole);
        }
    }

    @Test
    void aCheckpointWithoutAScheduleDoesNotFitATrainingWithOne() {
        var file = folder.resolve("checkpoint");
        train(sgd(o -> o), t -> t.checkpoint(file).stepLimit(2));
        assertThatExceptionOfType(ArgumentException.class)
            .isThrownBy(() -> train(sgd(o -> o), t -> t.schedule(stepLr(o -> o.stepSize(1))).resume(file)))
            .withMessageContaining("has no 'schedule'").withMessageContaining("try:");
    }

    @Test
    void aFinishedTrainingHasNothingLeftToDo() {
        var optimizer = sgd(o -> o.lr(0.1));
        var file = folder.resolve("checkpoint");
        var whole = train(optimizer, t -> t.checkpoint(file));
        assertSame(train(optimizer, t -> t.resume(file)), whole);
    }

    @Test
    void aFileThatIsNoCheckpointIsRefused() throws IOException {
        var weights = folder.resolve("weights.safetensors");
        model(1).save(weights);
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> train(sgd(o -> o), t -> t.resume(weights)))
            .withMessageContaining("is not a checkpoint")
            .withMessageContaining("try:   load(file)");
        var text = Files.writeString(folder.resolve("text"), "not a checkpoint at all");
        assertThatExceptionOfType(FileFormatException.class).isThrownBy(() -> train(sgd(o -> o), t -> t.resume(text)))
            .withMessageContaining(text.toString());
    }

    @Test
    void aCheckpointOfAnotherOptimizerIsRefused() {
        var file = folder.resolve("checkpoint");
        train(adam(o -> o), t -> t.checkpoint(file).stepLimit(2));
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> train(sgd(o -> o), t -> t.resume(file)))
            .withMessageContaining("another optimizer");
    }

    /** A training with everything that has state: dropout, batch norm, an order that is shuffled, workers, metrics. */
    private static Run train(OptimizerOptions<?> optimizer, UnaryOperator<TrainingOptions> more) {
        manualSeed(5);
        var x = randn(70, 6);
        var y = x.sum(1).gt(0).to(dev.tenon.core.DType.INT64);
        var data = new TensorDataset(x, y);
        return dev.tenon.Tenon.train(model(11), t -> more.apply(t.data(data.batches(16, b -> b.shuffle(3).workers(2)))
            .validate(data.batches(32))
            .loss(crossEntropy()).optimizer(optimizer).metrics(accuracy()).epochs(EPOCHS)));
    }

    private static Layer model(long seed) {
        return sequential(features(6), s -> s.linear(12).batchNorm().relu().dropout(0.3).linear(2)).build(Device.CPU, seed(seed));
    }

    private static void assertSame(Run run, Run whole) {
        assertThat(run.steps()).isEqualTo(whole.steps());
        assertThat(run.history().losses()).isEqualTo(whole.history().losses());
        assertThat(measures(run)).isEqualTo(measures(whole));
        whole.model().stateDict().forEach((name, tensor) -> assertThat(values(run.model().stateDict().get(name))).as(name)
            .isEqualTo(values(tensor)));
        whole.optimizer().stateDict().forEach((name, tensor) -> assertThat(values(run.optimizer().stateDict().get(name))).as(name)
            .isEqualTo(values(tensor)));
    }

    private static List<List<Object>> measures(Run run) {
        return run.history().epochs().stream().map(epoch -> List.<Object>of(epoch.number(), epoch.training(),
            java.util.Objects.requireNonNull(epoch.validation()))).toList();
    }

    private static double[] values(@org.jspecify.annotations.Nullable Tensor tensor) {
        assertThat(tensor).isNotNull();
        return tensor.toDoubleArray();
    }

    /** Fails at one of the steps. */
    private record Failing(int step, RuntimeException error) implements dev.tenon.train.progress.Progress {
        @Override
        public void step(Step step) {
            if ((step.epoch() - 1) * step.batches() + step.batch() == this.step) {
                throw error;
            }
        }
    }
}
