package dev.tenon.train.checkpoint;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.TenonException;
import dev.tenon.data.Batch;
import dev.tenon.data.LoaderOptions;
import dev.tenon.data.TensorDataset;
import dev.tenon.io.Safetensors;
import dev.tenon.io.SafetensorsFile;
import dev.tenon.nn.Layer;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.Tensor;
import dev.tenon.train.Run;
import dev.tenon.train.Trainer;
import dev.tenon.train.TrainingOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A checkpoint that somebody changed is refused as a whole, and a checksum that fits saves none. */
class CheckpointEditsTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void train() {
        file = folder.resolve("checkpoint");
        train(model(1), t -> t.checkpoint(file).stepLimit(7));
    }

    private static Layer model(long seed) {
        return sequential(features(4), s -> s.linear(6).batchNorm().relu().dropout(0.5).linear(2)).build(Device.CPU, seed(seed));
    }

    private static Run train(Layer model, UnaryOperator<TrainingOptions> more) {
        manualSeed(8);
        var x = randn(20, 4);
        var data = new TensorDataset(x, x.sum(1).gt(0).to(DType.INT64));
        return Trainer.train(model, t -> more.apply(t.data(data.batches(5, b -> b.shuffle(3))).loss(crossEntropy())
            .optimizer(adam(o -> o.lr(0.01))).metrics(accuracy()).epochs(3)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "MISSING", value = {
        "epoch | MISSING", "epoch | -1", "epoch | 1e3", "epoch | 0", "epoch | 2", "epoch | 99999999999999", "batch | -1", "batch | 5",
        "batch | MISSING", "step | MISSING", "step | -7", "step | 8", "step | 7.0", "order | MISSING", "order | x", "changes | MISSING",
        "changes | 1 2", "random.global | MISSING", "random.global | 1", "random.global | 1 -1", "random.global | 1 2 3",
        "random.global | a b",
        "random.model.3.dropout | 1 2", "random.model.3.noise | MISSING", "history.1.seconds | MISSING", "history.1.seconds | soon",
        "history.1.training.loss | MISSING", "history.1.training.samples | -1", "history.1.training.metric.accuracy | high",
        "history.2.seconds | 1.0", "format | tenon-checkpoint-2", "format | tenon-checkpoint-9", "format | MISSING", "checksum | MISSING"})
    void anEditedTextIsRefusedAndNothingIsChanged(String name, String value) {
        for (boolean fitting : new boolean[] {false, true}) {
            refused(edited(text -> {
                if (value == null) {
                    // The noise of dropout has another name in each network.
                    text.keySet().removeIf(key -> key.equals(name) || name.startsWith("random.model.") && key.startsWith("random.model."));
                } else {
                    text.put(name, value);
                }
                return text;
            }, tensors -> tensors, fitting && !name.equals("checksum")));
        }
    }

    @Test
    void tensorsOfAnotherTrainingAreRefusedAndNothingIsChanged() {
        var edits = new ArrayList<UnaryOperator<Map<String, Tensor>>>();
        edits.add(tensors -> without(tensors, "history.losses"));
        edits.add(tensors -> with(tensors, "history.losses", zeros(8).to(DType.FLOAT64)));
        edits.add(tensors -> with(tensors, "history.losses", zeros(7)));
        edits.add(tensors -> without(tensors, "meter.loss"));
        edits.add(tensors -> with(tensors, "meter.loss", zeros(1).to(DType.FLOAT64)));
        edits.add(tensors -> with(tensors, "meter.loss", zeros(2)));
        edits.add(tensors -> with(tensors, "meter.metric.accuracy", zeros(1).to(DType.FLOAT64)));
        var names = new ArrayList<>(Safetensors.read(file).keySet());
        for (var name : List.of(first(names, "model."), first(names, "optimizer.0."), "optimizer.group.0.lr")) {
            edits.add(tensors -> without(tensors, name));
            edits.add(tensors -> with(tensors, name, zeros(3, 5)));
        }
        edits.add(tensors -> with(tensors, "model.more", zeros(1)));
        edits.add(tensors -> with(tensors, "optimizer.99.step", zeros(1)));
        for (var edit : edits) {
            refused(edited(text -> text, edit, true));
        }
    }

    @Test
    void aBitThatFlippedInAWeightIsNoticed() {
        var name = first(new ArrayList<>(Safetensors.read(file).keySet()), "model.");
        refused(edited(text -> text, tensors -> with(tensors, name, tensors.get(name).add(1e-7)), false));
    }

    @Test
    void anUneditedCopyIsResumed() {
        var whole = train(model(1), t -> t);
        assertThat(train(model(2), t -> t.resume(edited(text -> text, tensors -> tensors, false))).history().losses())
            .isEqualTo(whole.history().losses());
    }

    @Test
    void randomChangesOfUnshuffledDataContinueBitwise() {
        LoaderOptions.Transform noise = (batch, random) -> new Batch(
            batch.x().add(random.normal(0, 1, DType.FLOAT32, Device.CPU, batch.x().shape().toArray())), batch.y());
        // Each call takes other random numbers for the seed of the changes, but for those the checkpoint holds.
        var calls = new AtomicInteger();
        UnaryOperator<TrainingOptions> noisy = t -> {
            var x = randn(20, 4);
            manualSeed(calls.getAndIncrement() / 2);
            return t.data(new TensorDataset(x, x.sum(1).gt(0).to(DType.INT64)).batches(5, b -> b.transform(noise)));
        };
        var whole = train(model(1), noisy);
        train(model(1), t -> noisy.apply(t).checkpoint(file).stepLimit(6));
        assertThat(train(model(1), t -> noisy.apply(t).resume(file)).history().losses()).isEqualTo(whole.history().losses());
    }

    private static String first(List<String> names, String prefix) {
        return names.stream().filter(name -> name.startsWith(prefix)).findFirst().orElseThrow();
    }

    private static Map<String, Tensor> without(Map<String, Tensor> tensors, String name) {
        var changed = new LinkedHashMap<>(tensors);
        assertThat(changed.remove(name)).isNotNull();
        return changed;
    }

    private static Map<String, Tensor> with(Map<String, Tensor> tensors, String name, Tensor value) {
        var changed = new LinkedHashMap<>(tensors);
        changed.put(name, value);
        return changed;
    }

    /** Another file with other content, and a checksum that fits it if asked for. */
    private Path edited(UnaryOperator<Map<String, String>> text, UnaryOperator<Map<String, Tensor>> tensors, boolean fitting) {
        try (var open = SafetensorsFile.open(file)) {
            var newText = text.apply(new LinkedHashMap<>(open.metadata()));
            var newTensors = tensors.apply(Safetensors.read(file));
            if (fitting) {
                newText.remove(CheckpointFile.CHECKSUM);
                newText.put(CheckpointFile.CHECKSUM, CheckpointDigest.of(newTensors, newText));
            }
            var copy = folder.resolve("edited");
            Safetensors.write(copy, newTensors, newText);
            return copy;
        }
    }

    private static void refused(Path edited) {
        var model = model(5);
        var before = values(model);
        manualSeed(8);
        var x = randn(20, 4);
        var data = new TensorDataset(x, x.sum(1).gt(0).to(DType.INT64));
        var random = Generator.global().state();
        var own = model.namedGenerators().values().iterator().next().state();
        assertThatExceptionOfType(TenonException.class)
            .isThrownBy(() -> Trainer.train(model, t -> t.data(data.batches(5, b -> b.shuffle(3))).loss(crossEntropy())
                .optimizer(adam(o -> o.lr(0.01))).metrics(accuracy()).epochs(3).resume(edited)))
            .withMessageContaining(edited.toString()).withMessageStartingWith("resume: ");
        assertThat(values(model)).isEqualTo(before);
        assertThat(Generator.global().state()).isEqualTo(random);
        assertThat(model.namedGenerators().values().iterator().next().state()).isEqualTo(own);
    }

    private static Map<String, List<Double>> values(Layer model) {
        var values = new TreeMap<String, List<Double>>();
        model.stateDict().forEach((name, tensor) -> values.put(name, Arrays.stream(tensor.toDoubleArray()).boxed().toList()));
        return values;
    }
}
