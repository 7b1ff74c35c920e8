package dev.tenon.train;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.data.Dataset;
import dev.tenon.data.TensorDataset;
import dev.tenon.memory.Scope;
import dev.tenon.nn.Sequential;
import dev.tenon.train.progress.Progress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrainerTest {
    private Dataset data = new TensorDataset(zeros(1, 1), zeros(1));

    @BeforeEach
    void drawTwoClouds() {
        manualSeed(7);
        var y = randint(0, 2, 200);
        var x = randn(200, 2).add(y.to(DType.FLOAT32).mul(4).sub(2).unsqueeze(1));
        data = new TensorDataset(x, y);
    }

    @Test
    void twoCloudsArePulledApart() {
        var told = new Told();
        var run = train(model(), t -> t.data(data.batches(20, b -> b.shuffle(1))).validate(data.batches(64)).loss(crossEntropy())
            .optimizer(adam(o -> o.lr(0.02))).metrics(accuracy()).epochs(5).progress(told));
        assertThat(run.history().last("accuracy")).isGreaterThan(0.97);
        assertThat(run.history().losses()).hasSize(50);
        assertThat(run.history().epochs()).hasSize(5).isEqualTo(told.epochs);
        assertThat(run.steps()).isEqualTo(50);
        assertThat(told.steps).isEqualTo(50);
        assertThat(run.model().isTraining()).isTrue();
        assertThat(told.epochs.getFirst()).asString()
            .matches("epoch 1  loss \\d\\.\\d{4}  accuracy \\d\\.\\d{4}"
                + "  validation loss \\d\\.\\d{4}  validation accuracy \\d\\.\\d{4}  \\d+\\.\\d s");
        assertThat(Scope.current()).isNull();
    }

    @Test
    void anEvaluationCountsEverySampleOnceAndChangesNothing() {
        var model = model();
        var before = model.stateDict().get("0.weight");
        assertThat(before).isNotNull();
        var values = before.toFloatArray();
        var measures = evaluate(model, data.batches(64), crossEntropy(), accuracy());
        assertThat(measures.samples()).isEqualTo(200);
        assertThat(measures.loss()).isCloseTo(evaluate(model, data.batches(200), crossEntropy()).loss(), within(1e-6));
        assertThat(measures.of("accuracy")).isBetween(0.0, 1.0);
        assertThat(before.toFloatArray()).isEqualTo(values);
        assertThat(before.grad()).isNull();
        assertThat(model.isTraining()).isTrue();
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> measures.of("recall"))
            .withMessageContaining("there is no 'recall'");
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> train(model(), t -> t)).withMessageContaining("t -> t.data(");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> train(model(), t -> t.data(data.batches(5))))
            .withMessageContaining("t -> t.loss(");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> train(model(), t -> t.data(data.batches(5))
            .loss(crossEntropy())))
            .withMessageContaining("t -> t.optimizer(");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> train(model(), t -> t.epochs(-1)))
            .withMessageContaining("epochs");
    }

    @Test
    void parametersWithoutGradientAreLeftAlone() {
        var used = ones(2).requiresGrad_(true);
        var unused = ones(2).requiresGrad_(true);
        var optimizer = adam(o -> o.lr(0.5)).over(List.of(used, unused));
        used.mul(3).sum().backward();
        optimizer.step();
        assertThat(used.toDoubleArray()).containsOnly(0.5);
        assertThat(unused.toDoubleArray()).containsOnly(1);
        assertThat(optimizer.stateDict().get("1.step")).isNotNull().satisfies(step -> assertThat(step.itemLong()).isZero());
    }

    private static Sequential model() {
        return sequential(features(2), s -> s.linear(8).tanh().linear(2)).build(Device.CPU, seed(3));
    }

    /** Counts what it is told. */
    private static final class Told implements Progress {
        private final List<Epoch> epochs = new ArrayList<>();
        private int steps;

        @Override
        public void step(Step step) {
            steps++;
        }

        @Override
        public void epoch(Epoch epoch, int of) {
            assertThat(of).isEqualTo(5);
            epochs.add(epoch);
        }
    }
}
