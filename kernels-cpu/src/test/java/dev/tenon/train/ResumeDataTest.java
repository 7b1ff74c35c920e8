package dev.tenon.train;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.core.Device;
import dev.tenon.data.DataLoader;
import dev.tenon.data.Dataset;
import dev.tenon.data.LoaderOptions;
import dev.tenon.data.Sample;
import dev.tenon.data.SampleStream;
import dev.tenon.data.sampler.Sampler;
import dev.tenon.io.SafetensorsFile;
import dev.tenon.nn.Layer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A training that was stopped at any batch goes on bitwise, wherever its batches come from. */
class ResumeDataTest {
    private static final int SAMPLES = 28;
    private static final int BATCH = 4;
    private static final int FEATURES = 5;
    private static final int EPOCHS = 3;

    @TempDir
    private Path folder;

    static Stream<Arguments> loaders() {
        var weights = IntStream.range(0, SAMPLES).mapToDouble(i -> 1 + i % 3).toArray();
        return Stream.of(
            of("weighted", b -> b.shuffle(3).sampler(Sampler.weighted(weights, 22))),
            of("weighted once, with workers", b -> b.shuffle(3).workers(2).sampler(Sampler.weightedOnce(weights, 22))),
            of("weighted without a seed", b -> b.sampler(Sampler.weighted(weights, 22))),
            of("by length", b -> b.shuffle(3).workers(2).sampler(Sampler.byLength(lengths()))),
            of("a share", b -> b.shuffle(3).sampler(Sampler.random().share(1, 2))),
            of("a share by length", b -> b.shuffle(3).workers(3).sampler(Sampler.byLength(lengths()).share(0, 2))),
            of("replacing", b -> b.shuffle(3).sampler(Sampler.replacing(18)).dropLast()),
            of("a subset", b -> b.shuffle(3).sampler(Sampler.subset(LongStream.range(0, 18).toArray()))),
            of("random changes", b -> b.workers(2)
                .augment((sample, random) -> sample.withX(sample.x().mul((float) random.nextDouble())))
                .transform((batch, random) -> batch.withX(batch.x().add((float) random.nextDouble())))),
            stream("a stream", b -> b),
            stream("a stream with workers", b -> b.workers(3)),
            stream("a shuffled stream", b -> b.shuffle(3).buffer(7)),
            stream("a shuffled stream with workers and random changes", b -> b.shuffle(3).buffer(7).workers(2).dropLast()
                .augment((sample, random) -> sample.withX(sample.x().mul((float) random.nextDouble())))));
    }

    private static Arguments of(String name, UnaryOperator<LoaderOptions> options) {
        return Arguments.of(name, (Supplier<DataLoader>) () -> {
            var rows = rows();
            return Dataset.of(rows).batches(BATCH, options);
        });
    }

    /** Each epoch of the stream has other samples, and not as many. */
    private static Arguments stream(String name, UnaryOperator<LoaderOptions> options) {
        return Arguments.of(name, (Supplier<DataLoader>) () -> {
            var rows = rows();
            SampleStream samples = epoch -> rows.subList(2 * (int) epoch, SAMPLES).iterator();
            return samples.batches(BATCH, options);
        });
    }

    private static int[] lengths() {
        return IntStream.range(0, SAMPLES).map(i -> 1 + i * 7 % 5).toArray();
    }

    private static List<Sample> rows() {
        manualSeed(1);
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < SAMPLES; i++) {
            samples.add(new Sample(randn(FEATURES), tensor(i % 2L)));
        }
        return samples;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("loaders")
    void aTrainingContinuesBitwiseAtAnyBatch(String name, Supplier<DataLoader> data) {
        var whole = folder.resolve("whole");
        var run = train(data, 1, t -> t.checkpoint(whole));
        assertThat(run.steps()).isGreaterThan(8);
        for (int step = 1; step <= run.steps(); step++) {
            int stop = step;
            var file = folder.resolve("stopped-" + stop);
            train(data, 1, t -> t.checkpoint(file).stepLimit(stop));
            train(data, 2, t -> t.checkpoint(file).resume(file));
            assertThat(content(file)).as("stopped after step " + stop).isEqualTo(content(whole));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("loaders")
    void groupsOfBatchesContinueBitwise(String name, Supplier<DataLoader> data) {
        var whole = folder.resolve("whole");
        var run = train(data, 1, t -> t.accumulate(3).checkpoint(whole));
        for (int step = 1; step <= run.steps(); step += 2) {
            int stop = step;
            var file = folder.resolve("stopped-" + stop);
            train(data, 1, t -> t.accumulate(3).checkpoint(file).stepLimit(stop));
            train(data, 2, t -> t.accumulate(3).checkpoint(file).resume(file));
            assertThat(content(file)).as("stopped after step " + stop).isEqualTo(content(whole));
        }
    }

    /** With all that has state; another seed stands for another process, in which random numbers are elsewhere. */
    private static Run train(Supplier<DataLoader> data, long seed, UnaryOperator<TrainingOptions> more) {
        var batches = data.get();
        manualSeed(seed);
        return dev.tenon.Tenon.train(model(), t -> more.apply(t.data(batches).loss(crossEntropy()).optimizer(adam(o -> o.lr(0.01)))
            .scheduleSteps(cosineAnnealing(o -> o.tMax(30))).clipGradNorm(1).lossScale(o -> o.growthInterval(3)).ema(0.9)
            .metrics(accuracy()).epochs(EPOCHS).callbacks(learningRateMonitor(), gradientNorm())));
    }

    private static Layer model() {
        return sequential(features(FEATURES), s -> s.linear(8).batchNorm().relu().dropout(0.3).linear(2)).build(Device.CPU, seed(4));
    }

    /** All that a checkpoint holds by name, as bits, but for how long it took. */
    private static Map<String, String> content(Path checkpoint) {
        var content = new TreeMap<String, String>();
        try (var open = SafetensorsFile.open(checkpoint)) {
            open.metadata().forEach((name, text) -> {
                if (!name.endsWith(".seconds") && !name.equals("checksum")) {
                    content.put(name, text);
                }
            });
            open.names().forEach(name -> content.put(name, Arrays.toString(open.tensor(name).toDoubleArray())));
        }
        return content;
    }
}
