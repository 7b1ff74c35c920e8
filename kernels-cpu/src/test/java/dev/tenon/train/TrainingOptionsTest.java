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
import dev.tenon.io.FileException;
import dev.tenon.memory.Pool;
import dev.tenon.metric.Metric;
import dev.tenon.nn.Layer;
import dev.tenon.tensor.Tensor;
import dev.tenon.train.checkpoint.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingOptionsTest {
    @TempDir
    private Path folder;

    @Test
    void unevenBatchesTogetherAreOneLargeBatch() {
        // 22 samples in batches of 6 are 6, 6, 6 and 4.
        var whole = train(t -> t.data(data().batches(22)).epochs(3));
        var parts = train(t -> t.data(data().batches(6)).accumulate(4).epochs(3));
        assertThat(parts.steps()).isEqualTo(3);
        assertThat(values(parts.model())).usingComparatorWithPrecision(1e-6).containsExactly(values(whole.model()));
        assertThat(parts.history().losses()).usingComparatorWithPrecision(1e-6).containsExactly(whole.history().losses());
        // The last group of an epoch may be smaller: 18 and 4 samples.
        var groups = train(t -> t.data(data().batches(6)).accumulate(3));
        assertThat(groups.steps()).isEqualTo(2);
    }

    @Test
    void aScaledLossComesToTheSameSteps() {
        assertThat(values(train(t -> t.lossScale(o -> o.initScale(1024))).model()))
            .usingComparatorWithPrecision(1e-6).containsExactly(values(train(t -> t).model()));
    }

    @Test
    void mixedPrecisionIsCoarserAndLearnsAllTheSame() {
        var whole = train(t -> t.epochs(20));
        var mixed = train(t -> t.epochs(20).autocast(DType.BFLOAT16));
        assertThat(values(mixed.model())).isNotEqualTo(values(whole.model()));
        assertThat(mixed.history().last("loss")).isLessThan(mixed.history().losses()[0] / 4);
        assertThat(mixed.model().parameters()).allMatch(parameter -> parameter.dtype() == DType.FLOAT32);
    }

    @Test
    void gradientsAreClipped() {
        var noted = new double[2];
        train(t -> t.clipGradNorm(1e-3).clipGradValue(5e-4).epochs(1).limitBatches(1).callbacks(new Callback() {
            @Override
            public void stepEnds(TrainingContext training) {
                noted[0] = cat(training.model().parameters().stream().map(p -> p.grad().flatten()).toList()).norm().item();
                noted[1] = cat(training.model().parameters().stream().map(p -> p.grad().flatten()).toList()).abs().max().item();
            }
        }));
        assertThat(noted[0]).isLessThanOrEqualTo(1e-3 + 1e-9).isPositive();
        assertThat(noted[1]).isLessThanOrEqualTo(5e-4 + 1e-9);
    }

    @Test
    void aValidationIsOfTheAveragedWeights() {
        var run = train(t -> t.ema(0.5).validate(data().batches(22)).epochs(2));
        var average = run.average();
        assertThat(average).isNotNull();
        double own = evaluate(run.model(), data().batches(22), mseLoss()).loss();
        double averaged;
        try (var _ = average.applied()) {
            averaged = evaluate(run.model(), data().batches(22), mseLoss()).loss();
        }
        assertThat(run.history().last("loss")).isEqualTo(averaged).isNotEqualTo(own);
    }

    @Test
    void termsAreMeasuredByTheirNames() {
        var model = model();
        var run = dev.tenon.Tenon.train(model, t -> t.data(data().batches(6)).optimizer(sgd(o -> o.lr(0))).metrics(meanAbsolute())
            .terms((m, batch) -> {
                var output = m.call(batch.x());
                return LossTerms.of("fit", mseLoss(output, batch.y())).and("size", 0.5, output.square().mean()).output(output, batch.y());
            }));
        var measures = run.history().epochs().getFirst().training();
        assertThat(measures.metrics().keySet()).containsExactly("fit", "size", "absolute");
        assertThat(measures.loss()).isCloseTo(measures.of("fit") + 0.5 * measures.of("size"), within(1e-6));
        assertThat(measures.of("fit")).isCloseTo(evaluate(model, data().batches(22), mseLoss()).loss(), within(1e-6));
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> dev.tenon.Tenon.train(model, t -> t.data(data().batches(6))
            .optimizer(sgd(o -> o)).metrics(meanAbsolute()).step((m, batch) -> mseLoss(m.call(batch.x()), batch.y()))))
            .withMessageContaining("gives no output that metrics could measure");
    }

    @Test
    void severalOptimizersStepAgainstLossesOfTheirOwn() {
        var model = new Pair();
        double before = model.left.parameters().getFirst().toDoubleArray()[0];
        var run = dev.tenon.Tenon.train(model, t -> t.data(data().batches(22)).epochs(40)
            .optimizer("left", sgd(o -> o.lr(0.1)), "left").step("left", (m, batch) -> mseLoss(model.left.call(batch.x()), batch.y()))
            .optimizer("right", adam(o -> o.lr(0.05)), "right")
            .step("right", (m, batch) -> mseLoss(model.right.call(batch.x()), model.left.call(batch.x()))));
        var first = run.history().epochs().getFirst().training();
        var last = run.history().epochs().getLast().training();
        assertThat(last.of("left")).isLessThan(first.of("left") / 10);
        assertThat(last.of("right")).isLessThan(first.of("right") / 4);
        assertThat(model.left.parameters().getFirst().toDoubleArray()[0]).isNotEqualTo(before);
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> dev.tenon.Tenon.train(model, t -> t.data(data().batches(22))
            .optimizer("left", sgd(o -> o), "left").step("right", (m, batch) -> batch.x().sum())))
            .withMessageContaining("optimizers: [left]   steps: [right]");
    }

    @Test
    void severalOptimizersStepOverSeveralBatchesAsOverOneLargeOne() {
        // 22 samples in batches of 6 are 6, 6, 6 and 4; the second optimizer looks at what the first has stepped.
        var whole = pair(t -> t.data(data().batches(22)));
        var parts = pair(t -> t.data(data().batches(6)).accumulate(4));
        assertThat(parts.steps()).isEqualTo(3);
        assertThat(values(parts.model())).usingComparatorWithPrecision(1e-6).containsExactly(values(whole.model()));
        assertThat(parts.history().losses()).usingComparatorWithPrecision(1e-6).containsExactly(whole.history().losses());
        for (var name : List.of("left", "right", "absolute")) {
            assertThat(parts.history().last(name)).as(name).isCloseTo(whole.history().last(name), within(1e-6));
        }
        assertThat(pair(t -> t.data(data().batches(6)).accumulate(3).lossScale(o -> o.initScale(1024))).steps()).isEqualTo(6);
    }

    @Test
    void batchesThatWaitForSeveralOptimizersAreFreed() {
        var wide = new TensorDataset(rand(22, 1100), rand(22, 1100));
        var model = sequential(features(1100), s -> s.linear(1100)).build(Device.CPU, seed(3));
        var used = new ArrayList<Long>();
        dev.tenon.Tenon.train(model, t -> t.data(wide.batches(1)).accumulate(11).epochs(40)
            .optimizer("one", sgd(o -> o), "0").step("one", (m, batch) -> mseLoss(m.call(batch.x()), batch.y()))
            .optimizer("other", sgd(o -> o), "0").step("other", (m, batch) -> mseLoss(m.call(batch.x()), batch.y()))
            .callbacks(new Callback() {
                @Override
                public void epochEnds(TrainingContext training) {
                    used.add(Pool.of(Device.CPU).inUse());
                }
            }));
        // All of them would be 7 MiB.
        assertThat(used.getLast()).isLessThan(used.get(5) + (3 << 20));
    }

    private static Run pair(UnaryOperator<TrainingOptions> more) {
        var model = new Pair();
        return dev.tenon.Tenon.train(model, t -> more.apply(t.epochs(3).metrics(meanAbsolute())
            .optimizer("left", sgd(o -> o.lr(0.1)), "left").terms("left", (m, batch) -> {
                var output = model.left.call(batch.x());
                return LossTerms.of("square", mseLoss(output, batch.y())).output(output, batch.y());
            })
            .optimizer("right", sgd(o -> o.lr(0.05)), "right")
            .step("right", (m, batch) -> mseLoss(model.right.call(batch.x()), model.left.call(batch.x())))));
    }

    @Test
    void anOptimizerThatAsksForTheLossAgainTrains() {
        var run = train(t -> t.data(data().batches(22)).optimizer(lbfgs(o -> o.lineSearchFn("strong_wolfe"))).epochs(5));
        assertThat(run.history().losses()).hasSize(5);
        assertThat(run.history().losses()[4]).isLessThan(run.history().losses()[0] / 50);
    }

    @Test
    void aFastRunLeavesNothingAndTheSameBatchesAreLearntByHeart() {
        var file = folder.resolve("checkpoint");
        var run = train(t -> t.epochs(7).checkpoint(file).validate(data().batches(6)).fastDevRun(2));
        assertThat(run.steps()).isEqualTo(2);
        assertThat(run.history().validations().getFirst().measures().samples()).isEqualTo(12);
        assertThat(file).doesNotExist();
        var again = train(t -> t.data(data().batches(6, b -> b.shuffle(1))).epochs(3).overfitBatches(1).optimizer(sgd(o -> o.lr(0))));
        assertThat(again.history().losses()).hasSize(3);
        assertThat(again.history().losses()[1]).isEqualTo(again.history().losses()[0]).isEqualTo(again.history().losses()[2]);
    }

    @Test
    void validationsComeEverySoManySteps() {
        var run = train(t -> t.data(data().batches(6)).validate(data().batches(22)).validateEvery(3).epochs(2));
        assertThat(run.history().validations()).extracting(Validation::step).containsExactly(3L, 6L);
        assertThat(run.history().epochs()).extracting(epoch -> epoch.validation() != null).containsExactly(true, true);
    }

    @Test
    void aFolderKeepsTheLastAndTheBestCheckpoints() throws IOException {
        var run = train(t -> t.data(data().batches(6)).epochs(3).optimizer(sgd(o -> o.lr(0.05))).validate(data().batches(22))
            .checkpoints(folder, c -> c.everySteps(3).keepLast(3).best("loss")));
        assertThat(names()).containsExactly("best.safetensors", "step-0000000009-epoch-00002.safetensors",
            "step-0000000012-epoch-00002.safetensors", "step-0000000012-epoch-00003.safetensors");
        var model = model();
        Checkpoints.loadModel(folder.resolve(Checkpoints.BEST), model);
        assertThat(evaluate(model, data().batches(22), mseLoss()).loss())
            .isEqualTo(run.history().validations().stream().mapToDouble(v -> v.measures().loss()).min().orElseThrow());
        var newest = Checkpoints.in(folder).getFirst();
        var bytes = Files.readAllBytes(newest);
        bytes[bytes.length - 1] ^= 1;
        Files.write(newest, bytes);
        assertThat(Checkpoints.newest(folder)).hasValue(Checkpoints.in(folder).get(1));
        assertThat(train(t -> t.data(data().batches(6)).epochs(3).validate(data().batches(22)).resume(folder)).steps()).isEqualTo(12);
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> train(t -> t.resume(folder.resolve("none"))))
            .withMessageContaining("none");
        assertThat(train(t -> t.resumeOrStart(folder.resolve("none"))).steps()).isEqualTo(4);
    }

    @Test
    void learningRatesAreTriedAndTheModelIsAsBefore() {
        var model = model();
        var before = values(model);
        var curve = findLr(model, t -> t.data(data().batches(6, b -> b.shuffle(2))).loss(mseLoss()).optimizer(sgd(o -> o)),
            o -> o.from(1e-4).to(100).steps(80));
        assertThat(values(model)).isEqualTo(before);
        assertThat(curve.rates()).first().isEqualTo(1e-4);
        assertThat(curve.losses()).hasSameSizeAs(curve.rates()).hasSizeLessThan(80);
        assertThat(curve.suggestion()).isBetween(1e-3, 1.0);
        assertThat(curve.chart().svg()).contains("learning rate");
    }

    @Test
    void everySampleIsLeftOutOnce() {
        var sizes = new ArrayList<Long>();
        var seen = new TreeSet<Double>();
        var result = crossValidate(data(), 4, 3, (training, validation) -> {
            sizes.add(validation.size());
            assertThat(training.size() + validation.size()).isEqualTo(22);
            for (var batch : validation.batches(6)) {
                for (double y : batch.y().toDoubleArray()) {
                    seen.add(y);
                }
            }
            return train(t -> t.data(training.batches(6)).validate(validation.batches(6)).epochs(3));
        });
        assertThat(sizes).containsExactlyInAnyOrder(5L, 5L, 6L, 6L);
        assertThat(seen).hasSize(22);
        assertThat(result.mean("loss")).isCloseTo(result.each("loss").stream().mapToDouble(x -> x).average().orElseThrow(), within(1e-12));
        assertThat(result.deviation("loss")).isPositive();
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> crossValidate(data(), 23, 3, (a, b) -> train(t -> t)))
            .withMessageContaining("k must be from 2 to the number of samples, 22");
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Metric meanAbsolute() {
        return new Metric() {
            @Override
            public String name() {
                return "absolute";
            }

            @Override
            public Count start() {
                return new Count() {
                    private double sum;

                    @Override
                    public void add(Tensor output, Tensor target) {
                        sum += output.sub(target).abs().sum().item();
                    }

                    @Override
                    public double value() {
                        return sum;
                    }

                    @Override
                    public double[] state() {
                        return new double[] {sum};
                    }

                    @Override
                    public void restore(double[] state) {
                        sum = state[0];
                    }
                };
            }
        };
    }

    static Dataset data() {
        manualSeed(4);
        var x = randn(22, 3);
        return new TensorDataset(x, x.sum(new long[] {1}, true));
    }

    private static Layer model() {
        return sequential(features(3), s -> s.linear(4).tanh().linear(1)).build(Device.CPU, seed(3));
    }

    private static Run train(UnaryOperator<TrainingOptions> more) {
        return dev.tenon.Tenon.train(model(), t -> more.apply(t.data(data().batches(6)).loss(mseLoss()).optimizer(sgd(o -> o.lr(0.1)))));
    }

    private static double[] values(Layer model) {
        return cat(model.parameters().stream().map(Tensor::flatten).toList()).to(DType.FLOAT64).toDoubleArray();
    }

    private static final class Pair extends Layer {
        private final Layer left = model();
        private final Layer right = sequential(features(3), s -> s.linear(4).tanh().linear(1)).build(Device.CPU, seed(9));

        @Override
        public Tensor forward(Tensor input) {
            return left.call(input);
        }
    }
}
