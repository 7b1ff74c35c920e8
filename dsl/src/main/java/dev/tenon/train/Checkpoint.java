package dev.tenon.train;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.ShapeException;
import dev.tenon.core.TenonException;
import dev.tenon.nn.Layer;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.Tensor;
import dev.tenon.train.checkpoint.CheckpointEntries;
import dev.tenon.train.checkpoint.CheckpointFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A training in a safetensors file: parameters, buffers and the states of all that takes part as tensors; position, orders of the data and
 * random numbers as text. Everything that a later step depends on is in it, so that continuing gives the very bits that not stopping would
 * have given.
 *
 * @param position how far the training was
 * @param data the order of its data
 * @param validation the order of its validation data, or null without
 */
record Checkpoint(Position position, DataOrder data, @Nullable DataOrder validation) {
    private static final String LOSSES = "history.losses";
    private static final String SERIES = "history.series.";
    private static final String METER = "meter.";
    private static final String GLOBAL_RANDOM = "random.global";
    private static final String MODEL_RANDOM = "random.model.";

    static void write(Path file, Checkpoint checkpoint, TrainingContext training, List<StatePart> parts) {
        var tensors = new LinkedHashMap<String, Tensor>();
        // On the CPU once, for the checksum and for the file.
        training.model.stateDict().forEach((name, tensor) -> tensors.put(CheckpointFile.MODEL + name, tensor.detach().to(Device.CPU)));
        parts.forEach(part -> part.save().get().forEach((name, tensor) -> tensors.put(part.prefix() + name,
            tensor.detach().to(Device.CPU))));
        tensors.put(LOSSES, numbers(training.history.losses()));
        training.history.series().forEach((name, series) -> {
            tensors.put(SERIES + name + ".steps", numbers(Arrays.stream(series.steps()).asDoubleStream().toArray()));
            tensors.put(SERIES + name + ".values", numbers(series.values()));
        });
        training.meter.state().forEach((name, values) -> tensors.put(METER + name, numbers(values)));
        var text = new LinkedHashMap<String, String>();
        text.put("epoch", Integer.toString(checkpoint.position.epoch()));
        text.put("batch", Long.toString(checkpoint.position.batch()));
        text.put("step", Long.toString(checkpoint.position.step()));
        checkpoint.data.write("", text);
        if (checkpoint.validation != null) {
            checkpoint.validation.write("validation.", text);
        }
        text.put(GLOBAL_RANDOM, random(Generator.global()));
        training.model.namedGenerators().forEach((name, generator) -> text.put(MODEL_RANDOM + name, random(generator)));
        CheckpointText.write(training.history, text);
        CheckpointFile.write(file, tensors, text);
    }

    private static Tensor numbers(double[] values) {
        return Creation.of(values, DType.FLOAT64, Device.CPU, values.length);
    }

    /**
     * Restores everything from the file.
     *
     * @throws TenonException if the file is no checkpoint, was changed, or is of another training; nothing is changed then but the trainer's own:
     *     optimizers, what goes with them, callbacks, the history and the meter
     */
    static Checkpoint read(Path file, TrainingContext training, List<StatePart> parts, boolean validated) {
        var content = CheckpointFile.read(file);
        var entries = content.entries();
        var position = new Position((int) entries.integer("epoch", 0, Integer.MAX_VALUE - 1), entries.integer("batch", 0, training.batches),
            entries.integer("step", 0, Integer.MAX_VALUE));
        var validation = validated && entries.has("validation.order") ? DataOrder.read("validation.", entries) : null;
        var checkpoint = new Checkpoint(position, DataOrder.read("", entries), validation);
        var random = generators(entries, training.model);
        var epochs = CheckpointText.epochs(entries, position.epoch());
        var validations = CheckpointText.validations(entries);
        var losses = losses(content, position.step());
        var series = series(content);
        named(file, () -> {
            training.meter.restore(numbers(content));
            parts.forEach(part -> part.restore(content.tensors(part.prefix())));
            training.model.loadStateDict(content.tensors(CheckpointFile.MODEL));
        });
        random.forEach(Generator::restore);
        for (double loss : losses) {
            training.history.add(loss);
        }
        epochs.forEach(training.history::add);
        validations.forEach(training.history::add);
        series.forEach(training.history::add);
        return checkpoint;
    }

    private static double[] losses(CheckpointFile content, long steps) {
        var losses = content.tensors(LOSSES).get("");
        if (losses == null || losses.dtype() != DType.FLOAT64 || losses.rank() != 1 || losses.numel() != steps) {
            throw content.entries().wrong("step", "as many steps as there are losses", Long.toString(steps));
        }
        return losses.toDoubleArray();
    }

    private static Map<String, Series> series(CheckpointFile content) {
        var series = new LinkedHashMap<String, Series>();
        var all = content.tensors(SERIES);
        all.forEach((name, values) -> {
            if (name.endsWith(".values")) {
                var base = name.substring(0, name.length() - ".values".length());
                var steps = all.get(base + ".steps");
                if (steps == null || !steps.shape().equals(values.shape()) || values.rank() != 1) {
                    throw content.entries().wrong(SERIES + base, "as many steps as values", String.valueOf(values.shape()));
                }
                series.put(base, Series.of(steps.toDoubleArray(), values.toDoubleArray()));
            }
        });
        return series;
    }

    /** What {@link Meter#restore} takes. */
    private static Map<String, double[]> numbers(CheckpointFile content) {
        var state = new LinkedHashMap<String, double[]>();
        content.tensors(METER).forEach((name, values) -> {
            if (values.dtype() != DType.FLOAT64 || values.rank() != 1) {
                throw new ArgumentException(
                    "'" + METER + name + "' must be a vector of float64, got " + values.shape() + " " + values.dtype());
            }
            state.put(name, values.toDoubleArray());
        });
        return state;
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
