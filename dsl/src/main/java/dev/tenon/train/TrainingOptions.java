package dev.tenon.train;

import dev.tenon.core.ArgumentException;
import dev.tenon.data.DataLoader;
import dev.tenon.nn.Loss;
import dev.tenon.optim.OptimizerOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a training needs. Immutable: each method answers a changed copy. */
public final class TrainingOptions {
    static final TrainingOptions DEFAULT = new TrainingOptions();

    @Nullable DataLoader data;
    @Nullable DataLoader validation;
    @Nullable Loss loss;
    @Nullable OptimizerOptions<?> optimizer;
    List<Metric> metrics = List.of();
    int epochs = 1;
    long stepLimit = Long.MAX_VALUE;
    Progress progress = new Progress() {};
    @Nullable Path checkpoint;
    long stepsPerCheckpoint = Long.MAX_VALUE;
    @Nullable Path resume;

    private TrainingOptions() {}

    private TrainingOptions with(Consumer<TrainingOptions> change) {
        var copy = new TrainingOptions();
        copy.data = data;
        copy.validation = validation;
        copy.loss = loss;
        copy.optimizer = optimizer;
        copy.metrics = metrics;
        copy.epochs = epochs;
        copy.stepLimit = stepLimit;
        copy.progress = progress;
        copy.checkpoint = checkpoint;
        copy.stepsPerCheckpoint = stepsPerCheckpoint;
        copy.resume = resume;
        change.accept(copy);
        return copy;
    }

    /** The batches to learn from; must be given. */
    public TrainingOptions data(DataLoader batches) {
        return with(o -> o.data = batches);
    }

    /** The batches to measure on after each epoch. */
    public TrainingOptions validate(DataLoader batches) {
        return with(o -> o.validation = batches);
    }

    /** What to make small; must be given. A mean over the batch, as losses are by default. */
    public TrainingOptions loss(Loss function) {
        return with(o -> o.loss = function);
    }

    /** How to step; must be given. */
    public TrainingOptions optimizer(OptimizerOptions<?> settings) {
        return with(o -> o.optimizer = settings);
    }

    /** What else to measure, in training and validation. */
    public TrainingOptions metrics(Metric... measured) {
        return with(o -> o.metrics = List.of(measured));
    }

    /** How often to go through the data; 1. */
    public TrainingOptions epochs(int count) {
        if (count < 0) {
            throw new ArgumentException("train: epochs must be at least 0, got " + count);
        }
        return with(o -> o.epochs = count);
    }

    /** Stops after so many steps, counted from the very first; a checkpoint is written if there is one to write. */
    public TrainingOptions stepLimit(long count) {
        return with(o -> o.stepLimit = count);
    }

    /** Shows a bar on a terminal, a line per epoch elsewhere. */
    public TrainingOptions progress() {
        return progress(Progress.standard());
    }

    /** Tells {@code listener} of every step and epoch. */
    public TrainingOptions progress(Progress listener) {
        return with(o -> o.progress = listener);
    }

    /** Writes a checkpoint to this file after every epoch. */
    public TrainingOptions checkpoint(Path file) {
        return with(o -> o.checkpoint = file);
    }

    /** Writes a checkpoint to this file after every epoch and every {@code steps} steps. */
    public TrainingOptions checkpoint(Path file, long steps) {
        if (steps < 1) {
            throw new ArgumentException("train: steps between checkpoints must be at least 1, got " + steps);
        }
        return with(o -> {
            o.checkpoint = file;
            o.stepsPerCheckpoint = steps;
        });
    }

    /** Continues where a checkpoint was written; with the same data and settings, bitwise as if it had never stopped. */
    public TrainingOptions resume(Path file) {
        return with(o -> o.resume = file);
    }
}
