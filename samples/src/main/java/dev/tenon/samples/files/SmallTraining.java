package dev.tenon.samples.files;

import static dev.tenon.Tenon.*;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.TenonException;
import dev.tenon.data.TensorDataset;
import dev.tenon.io.SafetensorsFile;
import dev.tenon.nn.Layer;
import dev.tenon.train.Run;
import dev.tenon.train.TrainingOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A training with all that has state, small enough to be repeated a thousand times. */
final class SmallTraining {
    private static final int SEED = 8;
    private static final int FEATURES = 6;
    private static final int SAMPLES = 40;
    private static final int BATCH = 5;
    /** Counts and never stops. */
    private static final int PATIENCE = 1_000_000;

    /** The states that {@link #upTo} left in checkpoints. */
    private static final Set<Map<String, String>> LEFT = new HashSet<>();

    private SmallTraining() {}

    static Layer model(long seed, int width) {
        return sequential(features(FEATURES), s -> s.linear(width).batchNorm().relu().dropout(0.3).linear(2)).build(Device.CPU, seed(seed));
    }

    static Run train(Layer model, UnaryOperator<TrainingOptions> more) {
        manualSeed(SEED);
        var x = randn(SAMPLES, FEATURES);
        var data = new TensorDataset(x, x.sum(1).gt(0).to(DType.INT64));
        return dev.tenon.Tenon.train(model, t -> more.apply(t.data(data.batches(BATCH, b -> b.shuffle(3))).loss(crossEntropy())
            .validate(data.batches(SAMPLES)).optimizer(adam(o -> o.lr(0.01))).scheduleSteps(cosineAnnealing(o -> o.tMax(30)))
            .clipGradNorm(1).lossScale(o -> o.growthInterval(7)).ema(0.9).metrics(accuracy())
            .callbacks(earlyStopping(o -> o.patience(PATIENCE)), learningRateMonitor(), gradientNorm())));
    }

    /** Leaves the checkpoint of that step. */
    static void upTo(Path checkpoint, int step) {
        LEFT.add(values(train(model(1, 8), t -> t.epochs(3).checkpoint(checkpoint).stepLimit(step)).model()));
    }

    /** Resumes without a step: to a state that was left, or a checkpoint that is refused leaves the model as it was. */
    static void requireResumedOrUntouched(Path checkpoint) {
        var model = model(2, 8);
        var before = values(model);
        try {
            train(model, t -> t.epochs(0).resume(checkpoint));
        } catch (TenonException e) {
            if (!values(model).equals(before)) {
                throw new IllegalStateException("a checkpoint that was refused changed the model", e);
            }
            throw e;
        }
        if (!LEFT.contains(values(model))) {
            throw new IllegalStateException("a checkpoint was resumed to a state that no training left");
        }
    }

    /** All state by name, as bits. */
    static Map<String, String> values(Layer model) {
        var values = new TreeMap<String, String>();
        model.stateDict().forEach((name, tensor) -> values.put(name, Arrays.toString(tensor.toDoubleArray())));
        return values;
    }

    /** All that a checkpoint holds by name, as bits, but for how long it took. */
    static Map<String, String> content(Path checkpoint) {
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
