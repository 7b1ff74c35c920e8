package dev.tenon.train;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Device;
import dev.tenon.data.Batch;
import dev.tenon.data.DataLoader;
import dev.tenon.nn.Layer;
import dev.tenon.nn.Loss;
import dev.tenon.optim.Optimizer;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Runs a training: for each batch forward, loss, backward and a step; for each epoch a validation and a checkpoint. */
public final class Trainer {
    private final Layer model;
    private final TrainingOptions options;
    private final Loss loss;
    private final Optimizer<?> optimizer;
    private final Device device;
    private final History history = new History();
    private DataLoader data;
    private Meter meter;
    private Position position = Position.START;

    private Trainer(Layer model, TrainingOptions options) {
        this.model = model;
        this.options = options;
        this.data = given(options.data, "data(dataset.batches(64))");
        this.loss = given(options.loss, "loss(crossEntropy())");
        this.optimizer = given(options.optimizer, "optimizer(adam(o -> o.lr(1e-3)))").over(model.parameters());
        this.device = Evaluation.device(model);
        this.meter = new Meter(options.metrics);
    }

    private static <T> T given(@Nullable T value, String hint) {
        if (value == null) {
            throw new ArgumentException("train: something is missing\n  try:   t -> t." + hint);
        }
        return value;
    }

    /**
     * Trains {@code model} in place: {@code train(model, t -> t.data(...).loss(...).optimizer(...).epochs(5))}.
     *
     * @throws ArgumentException if the data, the loss or the optimizer is missing, or a checkpoint does not fit
     */
    public static Run train(Layer model, UnaryOperator<TrainingOptions> options) {
        return new Trainer(model, options.apply(TrainingOptions.DEFAULT)).run();
    }

    private Run run() {
        if (options.resume != null) {
            var checkpoint = Checkpoint.read(options.resume, data, model, optimizer, history, meter);
            position = checkpoint.position();
            data = data.reordered(checkpoint.order(), checkpoint.changes());
        }
        while (position.epoch() < options.epochs && position.step() < options.stepLimit) {
            epoch();
        }
        return new Run(model, optimizer, history, position.step());
    }

    private void epoch() {
        long start = System.nanoTime();
        model.train();
        if (!steps()) {
            save();
            return;
        }
        var measures = meter.measures();
        var validation = options.validation == null ? null : Evaluation.of(model, options.validation, loss, options.metrics);
        var epoch = new Epoch(position.epoch() + 1, measures, validation, (System.nanoTime() - start) / 1e9);
        history.add(epoch);
        position = position.afterEpoch();
        meter = new Meter(options.metrics);
        options.progress.epoch(epoch, options.epochs);
        save();
    }

    /** Takes the steps of the epoch; answers whether it is complete. */
    private boolean steps() {
        try (var batches = data.iterator(position.epoch(), position.batch())) {
            while (batches.hasNext()) {
                if (position.step() >= options.stepLimit) {
                    return false;
                }
                step(batches.next());
            }
        }
        return true;
    }

    private void step(Batch batch) {
        var there = batch.to(device);
        var output = model.call(there.x());
        var error = loss.of(output, there.y());
        optimizer.zeroGrad();
        error.backward();
        optimizer.step();
        note(error.item(), output.detach(), there);
        position = position.afterStep();
        options.progress.step(new Progress.Step(position.epoch() + 1, options.epochs, position.batch(), data.size(), history.lastLoss()));
        if (position.step() % options.stepsPerCheckpoint == 0) {
            save();
        }
    }

    private void note(double value, Tensor output, Batch batch) {
        history.add(value);
        try (var _ = GradMode.noGrad()) {
            meter.add(value, output, batch.y(), batch.size());
        }
    }

    private void save() {
        if (options.checkpoint != null) {
            Checkpoint.write(options.checkpoint, Checkpoint.of(position, data), model, optimizer, history, meter);
        }
    }
}
