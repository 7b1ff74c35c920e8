package dev.tenon.train;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.ShapeException;
import dev.tenon.core.TenonException;
import dev.tenon.data.DataLoader;
import dev.tenon.io.Safetensors;
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
 * @param changes the seed of random changes of the data
 */
record Checkpoint(Position position, @Nullable Long order, long changes) {
    static final String FORMAT = "tenon-checkpoint-2";
    static final String CHECKSUM = "checksum";
    private static final String MODEL = "model.";
    private static final String OPTIMIZER = "optimizer.";
    private static final String LOSSES = "history.losses";
    private static final String GLOBAL_RANDOM = "random.global";
    private static final String MODEL_RANDOM = "random.model.";
    private static final String STRAIGHT = "straight";

    static Checkpoint of(Position position, DataLoader data) {
        return new Checkpoint(position, data.options().order(), data.seed());
    }

    static void write(Path file, Checkpoint checkpoint, Layer model, Optimizer<?> optimizer, History history, Meter meter) {
        var tensors = new LinkedHashMap<String, Tensor>();
        // On the CPU once, for the checksum and for the file.
        model.stateDict().forEach((name, tensor) -> tensors.put(MODEL + name, tensor.detach().to(Device.CPU)));
        optimizer.stateDict().forEach((name, tensor) -> tensors.put(OPTIMIZER + name, tensor.detach().to(Device.CPU)));
        var losses = history.losses();
        tensors.put(LOSSES, Creation.of(losses, DType.FLOAT64, Device.CPU, losses.length));
        var text = new LinkedHashMap<String, String>();
        text.put("format", FORMAT);
        text.put("epoch", Integer.toString(checkpoint.position.epoch()));
        text.put("batch", Long.toString(checkpoint.position.batch()));
        text.put("step", Long.toString(checkpoint.position.step()));
        text.put("order", checkpoint.order == null ? STRAIGHT : checkpoint.order.toString());
        text.put("changes", Long.toString(checkpoint.changes));
        text.put(GLOBAL_RANDOM, random(Generator.global()));
        model.namedGenerators().forEach((name, generator) -> text.put(MODEL_RANDOM + name, random(generator)));
        CheckpointText.write(history, text);
        CheckpointText.write(meter, text);
        text.put(CHECKSUM, CheckpointDigest.of(tensors, text));
        Safetensors.write(file, tensors, text);
    }

    /**
     * Restores everything from the file.
     *
     * @throws TenonException if the file is no checkpoint, was changed, or is of another training; nothing is changed then but the optimizer,
     *     the history and the meter, which are the trainer's own
     */
    static Checkpoint read(Path file, DataLoader data, Layer model, Optimizer<?> optimizer, History history, Meter meter) {
        var content = CheckpointFile.read(file);
        var entries = content.entries();
        var position = new Position((int) entries.integer("epoch", 0, Integer.MAX_VALUE - 1), entries.integer("batch", 0, data.size()),
            entries.integer("step", 0, Integer.MAX_VALUE));
        var order = entries.required("order").equals(STRAIGHT) ? null
            : Long.valueOf(entries.integer("order", Long.MIN_VALUE, Long.MAX_VALUE));
        var checkpoint = new Checkpoint(position, order, entries.integer("changes", Long.MIN_VALUE, Long.MAX_VALUE));
        var random = generators(entries, model);
        var epochs = CheckpointText.epochs(entries, position.epoch());
        var losses = losses(content, position.step());
        named(file, () -> {
            meter.restore(CheckpointText.meter(entries));
            requireShapes(optimizer.stateDict(), content.tensors(OPTIMIZER));
            optimizer.loadStateDict(content.tensors(OPTIMIZER));
            model.loadStateDict(content.tensors(MODEL));
        });
        random.forEach(Generator::restore);
        for (double loss : losses) {
            history.add(loss);
        }
        epochs.forEach(history::add);
        return checkpoint;
    }

    private static double[] losses(CheckpointFile content, long steps) {
        var losses = content.tensors(LOSSES).get("");
        if (losses == null || losses.dtype() != DType.FLOAT64 || losses.rank() != 1 || losses.numel() != steps) {
            throw content.entries().wrong("step", "as many steps as there are losses", Long.toString(steps));
        }
        return losses.toDoubleArray();
    }

    private static void requireShapes(Map<String, Tensor> own, Map<String, Tensor> given) {
        own.forEach((name, tensor) -> {
            var value = given.get(name);
            if (value != null && !(value.shape().equals(tensor.shape()) && value.dtype() == tensor.dtype())) {
                throw new ShapeException("the optimizer's '" + name + "' is another\n  own: " + tensor.shape() + " " + tensor.dtype()
                    + "   given: " + value.shape() + " " + value.dtype());
            }
        });
    }

    /** What goes wrong with a state does not know of the file it came from. */
    private static void named(Path file, Runnable restoring) {
        var prefix = "resume: " + file + ": ";
        try {
            restoring.run();
        } catch (ShapeException e) {
            throw new ShapeException(prefix + e.getMessage());
        } catch (ArgumentException e) {
            throw String.valueOf(e.getMessage()).startsWith(prefix) ? e : new ArgumentException(prefix + e.getMessage());
        } catch (IndexOutOfBoundsException e) {
            throw new ArgumentException(prefix + "a metric's state is of another metric: " + e.getMessage());
        }
    }

    // ---- random numbers ---------------------------------------------------------------------------------------------

    private static String random(Generator generator) {
        var state = generator.state();
        return state.seed() + " " + state.position();
    }

    private static Map<Generator, Generator.State> generators(CheckpointEntries entries, Layer model) {
        var states = new LinkedHashMap<Generator, Generator.State>();
        states.put(Generator.global(), state(entries, GLOBAL_RANDOM));
        var own = model.namedGenerators();
        own.forEach((name, generator) -> states.put(generator, state(entries, MODEL_RANDOM + name)));
        for (var name : entries.text().keySet()) {
            if (name.startsWith(MODEL_RANDOM) && !own.containsKey(name.substring(MODEL_RANDOM.length()))) {
                throw entries.wrong(name, "a source of random numbers of the model, " + own.keySet(), "none of that name");
            }
        }
        return states;
    }

    private static Generator.State state(CheckpointEntries entries, String name) {
        var parts = entries.required(name).split(" ", -1);
        try {
            if (parts.length == 2 && Long.parseLong(parts[1]) >= 0) {
                return new Generator.State(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
            }
        } catch (NumberFormatException _) {
            // as for a position that cannot be
        }
        throw entries.wrong(name, "a seed and a position of at least 0", entries.required(name));
    }
}
