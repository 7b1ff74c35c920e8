package dev.tenon.train;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Device;
import dev.tenon.data.Dataset;
import dev.tenon.data.TensorDataset;
import dev.tenon.nn.Layer;
import dev.tenon.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallbackTest {
    private final List<String> heard = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void eventsComeInTheirOrder() {
        train(t -> t.validate(data().batches(10)).callbacks(new Ear("")));
        assertThat(String.join(" ", heard)).isEqualTo("fitBegins"
            + (" epochBegins" + " stepBegins beforeBackward afterBackward beforeUpdate stepEnds".repeat(2)
                + " validationBegins validationEnds measured epochEnds").repeat(2)
            + " fitEnds");
    }

    @Test
    void callbacksAreToldByTheirOrderAndInReverseOfTheEnd() {
        train(t -> t.epochs(0).callbacks(new Ear("late:") {
            @Override
            public int order() {
                return 7;
            }
        }, new Ear("a:"), new Ear("b:")));
        assertThat(heard).containsExactly("a:fitBegins", "b:fitBegins", "late:fitBegins", "late:fitEnds", "b:fitEnds", "a:fitEnds");
    }

    @Test
    void aStepKnowsItsBatchAndMayStopTheTraining() {
        var run = train(t -> t.epochs(9).callbacks(new Callback() {
            @Override
            public void stepEnds(TrainingContext training) {
                assertThat(training.batch()).isNotNull();
                assertThat(training.output()).isNotNull();
                assertThat(training.output().size(0)).isEqualTo(10);
                assertThat(training.measures().samples()).isEqualTo(10 * training.batchNumber());
                if (training.step() == 3) {
                    assertThat(training.epoch()).isEqualTo(2);
                    training.stop("enough");
                }
            }
        }));
        assertThat(run.steps()).isEqualTo(3);
        assertThat(run.ending()).isEqualTo(Ending.STOPPED);
        assertThat(run.history().epochs()).hasSize(1);
    }

    @Test
    void aFailureIsToldAndThrownOn() {
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> train(t -> t.callbacks(new Ear(""), new Callback() {
            @Override
            public void beforeUpdate(TrainingContext training) {
                throw new IllegalStateException("no");
            }
        })));
        assertThat(heard).endsWith("beforeUpdate", "failed", "fitEnds");
    }

    @Test
    void aThreadThatIsInterruptedEndsAfterItsStepWithACheckpoint() {
        var file = folder.resolve("checkpoint");
        var whole = train(t -> t.epochs(3));
        var run = train(t -> t.epochs(3).checkpoint(file).callbacks(new Ear(""), new Callback() {
            @Override
            public void beforeUpdate(TrainingContext training) {
                if (training.step() == 2) {
                    Thread.currentThread().interrupt();
                }
            }
        }));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(run.ending()).isEqualTo(Ending.INTERRUPTED);
        assertThat(run.steps()).isEqualTo(3);
        assertThat(heard).endsWith("stepEnds", "interrupted", "fitEnds");
        assertThat(train(t -> t.epochs(3).resume(file)).history().losses()).isEqualTo(whole.history().losses());
    }

    @Test
    void earlyStoppingWaitsAndGivesTheBestWeightsBack() {
        var losses = new ArrayList<Double>();
        var run = train(t -> t.epochs(50).optimizer(sgd(o -> o.lr(50))).validate(data().batches(20))
            .callbacks(earlyStopping(o -> o.patience(2).restoreBest()), new Callback() {
                @Override
                public void measured(TrainingContext training) {
                    losses.add(training.measure("loss"));
                }
            }));
        assertThat(run.ending()).isEqualTo(Ending.STOPPED);
        double best = losses.stream().mapToDouble(x -> x).min().orElseThrow();
        assertThat(losses.indexOf(best)).isEqualTo(losses.size() - 3);
        assertThat(evaluate(run.model(), data().batches(20), mseLoss()).loss()).isEqualTo(best);
    }

    @Test
    void aNanIsFollowedToTheLayerThatMadeIt() {
        assertThatExceptionOfType(ArgumentException.class)
            .isThrownBy(() -> dev.tenon.Tenon.train(new Root(), t -> t.data(data().batches(10)).loss(mseLoss())
                .optimizer(sgd(o -> o.lr(0.1))).callbacks(nanWatch())))
            .withMessageContaining("in step 1 (epoch 1, batch 1)").withMessageContaining("the output of layer root Log");
        assertThatExceptionOfType(ArgumentException.class)
            .isThrownBy(() -> train(t -> t.callbacks(nanWatch(), new Callback() {
                @Override
                public void stepBegins(TrainingContext training) {
                    noGrad(() -> {
                        if (training.step() == 1) {
                            training.model().stateDict().get("2.bias").fill_(Double.NaN);
                        }
                    });
                }
            })))
            .withMessageContaining("in step 2 (epoch 1, batch 2)").withMessageContaining("first: the parameter 2.bias [1]");
    }

    @Test
    void learningRatesAndNormsAreNotedAndTheHistoryIsWritten() throws Exception {
        var csv = folder.resolve("history.csv");
        var json = folder.resolve("history.json");
        var run = train(t -> t.schedule(stepLr(o -> o.stepSize(1).gamma(0.5))).validate(data().batches(20))
            .callbacks(learningRateMonitor(), gradientNorm(), historyFile(csv), historyFile(json), tensorBoard(folder.resolve("board"))));
        assertThat(run.history().series().get("lr")).isNotNull().satisfies(lr -> assertThat(lr.values())
            .containsExactly(0.01, 0.01, 0.005, 0.005));
        assertThat(run.history().series().get("grad_norm")).isNotNull().satisfies(norm -> assertThat(norm.last()).isPositive());
        assertThat(Files.readAllLines(csv)).hasSize(3).first().isEqualTo("epoch,seconds,loss,validation loss");
        assertThat(Files.readString(json)).contains("\"lr\": {\"steps\": [1, 2, 3, 4], \"values\": [0.01, 0.01, 0.005, 0.005]}")
            .contains("\"validations\": [\n    {\"epoch\": 1, \"step\": 2, ");
        assertThat(folder.resolve("board")).isDirectoryContaining("glob:**events.out.tfevents*");
    }

    private static Dataset data() {
        manualSeed(4);
        var x = randn(20, 3);
        return new TensorDataset(x, x.sum(new long[] {1}, true));
    }

    private static Layer model() {
        return sequential(features(3), s -> s.linear(4).tanh().linear(1)).build(Device.CPU, seed(3));
    }

    private static Run train(UnaryOperator<TrainingOptions> more) {
        return dev.tenon.Tenon.train(model(), t -> more.apply(t.data(data().batches(10)).loss(mseLoss()).optimizer(sgd(o -> o.lr(0.01)))
            .epochs(2)));
    }

    /** The logarithm of what is often negative, in a layer with a path. */
    private static final class Root extends Layer {
        private final Layer first = sequential(features(3), s -> s.linear(1)).build(Device.CPU, seed(1));
        private final Layer root = new Log();

        @Override
        public Tensor forward(Tensor input) {
            return root.call(first.call(input));
        }
    }

    private static final class Log extends Layer {
        @Override
        public Tensor forward(Tensor input) {
            return isTraining() ? input.sub(100).log() : input;
        }
    }

    /** Notes what it hears. */
    private class Ear implements Callback {
        private final String name;

        Ear(String name) {
            this.name = name;
        }

        private void hear(String event) {
            heard.add(name + event);
        }

        @Override
        public void fitBegins(TrainingContext training) {
            hear("fitBegins");
        }

        @Override
        public void fitEnds(TrainingContext training) {
            hear("fitEnds");
        }

        @Override
        public void epochBegins(TrainingContext training) {
            hear("epochBegins");
        }

        @Override
        public void epochEnds(TrainingContext training) {
            hear("epochEnds");
        }

        @Override
        public void stepBegins(TrainingContext training) {
            hear("stepBegins");
        }

        @Override
        public void beforeBackward(TrainingContext training) {
            hear("beforeBackward");
        }

        @Override
        public void afterBackward(TrainingContext training) {
            hear("afterBackward");
        }

        @Override
        public void beforeUpdate(TrainingContext training) {
            hear("beforeUpdate");
        }

        @Override
        public void stepEnds(TrainingContext training) {
            hear("stepEnds");
        }

        @Override
        public void validationBegins(TrainingContext training) {
            hear("validationBegins");
        }

        @Override
        public void validationEnds(TrainingContext training) {
            hear("validationEnds");
        }

        @Override
        public void measured(TrainingContext training) {
            hear("measured");
        }

        @Override
        public void failed(TrainingContext training, Throwable cause) {
            hear("failed");
        }

        @Override
        public void interrupted(TrainingContext training) {
            hear("interrupted");
        }
    }
}
