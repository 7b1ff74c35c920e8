package dev.tenon.train;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.io.Safetensors;
import dev.tenon.io.SafetensorsFile;
import dev.tenon.nn.Layer;
import dev.tenon.optim.Optimizer;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A training in a safetensors file: parameters, buffers and optimizer state as tensors; position, order and random numbers as text.
 * Everything that a later step depends on is in it, so that continuing gives the very bits that not stopping would have given.
 *
 * @param position how far the training was
 * @param order the seed of the data's order, or null
 */
record Checkpoint(Position position, @Nullable Long order) {
    private static final String FORMAT = "tenon-checkpoint-1";
    private static final String MODEL = "model.";
    private static final String OPTIMIZER = "optimizer.";
    private static final String LOSSES = "history.losses";
    private static final String GLOBAL_RANDOM = "random.global";
    private static final String MODEL_RANDOM = "random.model.";

    static void write(Path file, Checkpoint checkpoint, Layer model, Optimizer<?> optimizer, History history, Meter meter) {
        var tensors = new LinkedHashMap<String, Tensor>();
        model.stateDict().forEach((name, tensor) -> tensors.put(MODEL + name, tensor));
        optimizer.stateDict().forEach((name, tensor) -> tensors.put(OPTIMIZER + name, tensor));
        var losses = history.losses();
        tensors.put(LOSSES, Creation.of(losses, DType.FLOAT64, Device.CPU, losses.length));
        var text = new LinkedHashMap<String, String>();
        text.put("format", FORMAT);
        text.put("epoch", Integer.toString(checkpoint.position.epoch()));
        text.put("batch", Long.toString(checkpoint.position.batch()));
        text.put("step", Long.toString(checkpoint.position.step()));
        if (checkpoint.order != null) {
            text.put("order", checkpoint.order.toString());
        }
        text.put(GLOBAL_RANDOM, random(Generator.global()));
        model.namedGenerators().forEach((name, generator) -> text.put(MODEL_RANDOM + name, random(generator)));
        CheckpointText.write(history, text);
        CheckpointText.write(meter, text);
        Safetensors.write(file, tensors, text);
    }

    /** Restores everything from the file. */
    static Checkpoint read(Path file, Layer model, Optimizer<?> optimizer, History history, Meter meter) {
        try (var open = SafetensorsFile.open(file)) {
            var text = open.metadata();
            if (!FORMAT.equals(text.get("format"))) {
                throw new ArgumentException("resume: " + file + " is not a checkpoint of this version\n  expected: format " + FORMAT
                    + "   found: "
                    + text.get("format") + "\n  try:   load(file) of the model, if it holds parameters only");
            }
            model.loadStateDict(tensors(open, MODEL));
            optimizer.loadStateDict(tensors(open, OPTIMIZER));
            restore(Generator.global(), text.get(GLOBAL_RANDOM));
            model.namedGenerators().forEach((name, generator) -> restore(generator, text.get(MODEL_RANDOM + name)));
            for (double loss : open.tensor(LOSSES).toDoubleArray()) {
                history.add(loss);
            }
            CheckpointText.read(text, history);
            CheckpointText.read(text, meter);
            var order = text.get("order");
            var position = new Position(Integer.parseInt(required(text, "epoch")), Long.parseLong(required(text, "batch")),
                Long.parseLong(required(text, "step")));
            return new Checkpoint(position, order == null ? null : Long.valueOf(order));
        }
    }

    private static Map<String, Tensor> tensors(SafetensorsFile file, String prefix) {
        var tensors = new LinkedHashMap<String, Tensor>();
        for (var name : file.names()) {
            if (name.startsWith(prefix)) {
                tensors.put(name.substring(prefix.length()), file.tensor(name));
            }
        }
        return tensors;
    }

    static String required(Map<String, String> text, String name) {
        var value = text.get(name);
        if (value == null) {
            throw new ArgumentException("resume: the checkpoint lacks '" + name + "'");
        }
        return value;
    }

    private static String random(Generator generator) {
        var state = generator.state();
        return state.seed() + " " + state.position();
    }

    private static void restore(Generator generator, @Nullable String state) {
        if (state != null) {
            var parts = state.split(" ", 2);
            generator.restore(new Generator.State(Long.parseLong(parts[0]), Long.parseLong(parts[1])));
        }
    }
}
