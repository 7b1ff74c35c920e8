package dev.tenon.train;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Device;
import dev.tenon.core.TenonException;
import dev.tenon.data.BatchIterator;
import dev.tenon.data.DataLoader;
import dev.tenon.nn.Layer;
import dev.tenon.optim.schedule.Scheduler;
import dev.tenon.train.checkpoint.Checkpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Runs a training: for each batch forward, loss, backward and a step; for each epoch a validation; and tells callbacks of all of it. */
public final class Trainer {
    private final TrainingPlan plan;
    private final TrainingContext training;
    private final List<Objective> objectives;
    private final Callbacks callbacks;
    private final Updates updates;
    private final List<StatePart> parts = new ArrayList<>();
    private final Device device;
    private DataLoader data;
    private @Nullable DataLoader validation;

    private Trainer(Layer model, TrainingPlan plan) {
        this.plan = plan;
        this.data = plan.requireData();
        this.validation = plan.validation;
        this.training = new TrainingContext(model, plan);
        this.objectives = plan.objectives(model);
        this.callbacks = new Callbacks(plan.allCallbacks());
        this.updates = new Updates(training, callbacks, objectives);
        this.device = Evaluation.device(model);
        assemble(model);
    }

    /** Makes what goes with the optimizers, and lists everything that has state. */
    private void assemble(Layer model) {
        var schedulers = new ArrayList<Scheduler>();
        for (var objective : objectives) {
            var optimizer = objective.optimizer();
            var name = objective.name().isEmpty() ? "" : objective.name() + ".";
            training.optimizers.put(objective.name(), optimizer);
            parts.add(StatePart.required("optimizer." + name, optimizer::stateDict, optimizer::loadStateDict));
            if (plan.schedule != null) {
                var scheduler = plan.schedule.over(optimizer);
                schedulers.add(scheduler);
                parts.add(StatePart.required("schedule." + name, scheduler::stateDict, scheduler::loadStateDict));
            }
        }
        training.schedulers = List.copyOf(schedulers);
        if (plan.average != null) {
            var average = plan.average.apply(model);
            training.average = average;
            parts.add(StatePart.required("average.", average::stateDict, average::loadStateDict));
        }
        if (plan.scaler != null) {
            var scaler = plan.scaler.get();
            training.scaler = scaler;
            parts.add(StatePart.required("scaler.", scaler::stateDict, scaler::loadStateDict));
        }
        parts.addAll(callbacks.parts());
        training.batches = Math.min(data.size(), plan.batchLimit);
        training.writer = this::save;
    }

    /**
     * Trains {@code model} in place: {@code train(model, t -> t.data(...).loss(...).optimizer(...).epochs(5))}.
     *
     * @throws ArgumentException if the data, the loss or the optimizer is missing, they do not fit together, or a checkpoint does not fit
     */
    public static Run train(Layer model, UnaryOperator<TrainingOptions> options) {
        return train(model, options.apply(TrainingOptions.DEFAULT).plan);
    }

    static Run train(Layer model, TrainingPlan plan) {
        return new Trainer(model, plan).run();
    }

    private Run run() {
        FirstBatch.check(training.model, data, device, plan);
        resume();
        var ending = Ending.COMPLETE;
        try (var interruption = Interruption.watch()) {
            try {
                callbacks.each(callback -> callback.fitBegins(training));
                while (training.position.epoch() < plan.epochs && !isOver(interruption) && epoch(interruption)) {
                    // until one is left early
                }
                if (interruption.isRequested()) {
                    ending = Ending.INTERRUPTED;
                    callbacks.each(callback -> callback.interrupted(training));
                } else if (training.stopReason != null) {
                    ending = Ending.STOPPED;
                }
            } catch (RuntimeException | Error e) {
                callbacks.failed(training, e);
                throw e;
            } finally {
                training.batch(null, null);
                callbacks.fitEnds(training);
            }
        }
        return new Run(training.model, training.optimizer(), training.history, training.step(), training.average, ending,
            training.settings());
    }

    private boolean isOver(Interruption interruption) {
        return training.step() >= plan.stepLimit || training.stopReason != null || interruption.isRequested();
    }

    /** Goes through an epoch; answers whether it is complete. */
    private boolean epoch(Interruption interruption) {
        long start = System.nanoTime();
        training.epoch = training.position.epoch() + 1;
        training.model.train();
        callbacks.each(callback -> callback.epochBegins(training));
        if (!steps(interruption)) {
            return false;
        }
        if (validation != null && plan.validateEvery == 0) {
            validate(validation);
        }
        var epoch = new Epoch(training.epoch, training.measures(), training.history.validationOf(training.epoch),
            (System.nanoTime() - start) / 1e9);
        training.history.add(epoch);
        training.position = training.position.afterEpoch();
        training.meter.reset();
        if (validation == null) {
            callbacks.each(callback -> callback.measured(training));
        }
        if (!plan.scheduleSteps) {
            training.schedulers.forEach(scheduler -> schedule(scheduler, epoch));
        }
        callbacks.each(callback -> callback.epochEnds(training));
        return true;
    }

    private void schedule(Scheduler scheduler, Epoch epoch) {
        if (scheduler.needsMeasure()) {
            scheduler.step(epoch.of(plan.scheduleMeasure));
        } else {
            scheduler.step();
        }
    }

    private void validate(DataLoader batches) {
        callbacks.each(callback -> callback.validationBegins(training));
        var batch = training.batch;
        var terms = training.terms;
        Measures measures;
        try (var _ = training.average == null ? null : training.average.applied()) {
            measures = Evaluation.of(training, batches, objectives, callbacks);
        }
        training.batch(batch, terms);
        training.validation = measures;
        training.history.add(new Validation(training.epoch, training.step(), measures));
        callbacks.each(callback -> callback.validationEnds(training));
        callbacks.each(callback -> callback.measured(training));
    }

    /** Takes the steps of the epoch; answers whether it is complete. */
    private boolean steps(Interruption interruption) {
        try (var batches = data.iterator(plan.repeatsBatches ? 0 : training.position.epoch(), training.position.batch())) {
            while (training.batchNumber() < training.batches && batches.hasNext()) {
                if (isOver(interruption)) {
                    return false;
                }
                step(batches, interruption);
            }
        }
        return true;
    }

    private void step(BatchIterator batches, Interruption interruption) {
        training.beginStep();
        callbacks.each(callback -> callback.stepBegins(training));
        int taken = 1;
        if (plan.accumulate == 1) {
            training.loss = updates.take(batches.next().to(device));
        } else {
            long most = Math.min(plan.accumulate, training.batches - training.batchNumber());
            updates.begin();
            updates.add(batches.next().to(device));
            for (; taken < most && batches.hasNext(); taken++) {
                updates.add(batches.next().to(device));
            }
            if (taken < most) {
                training.batch(null, null);
            }
            training.loss = updates.finish();
        }
        training.history.add(training.loss);
        training.position = training.position.afterStep(taken);
        if (plan.scheduleSteps) {
            training.schedulers.forEach(Scheduler::step);
        }
        if (validation != null && plan.validateEvery > 0 && training.step() % plan.validateEvery == 0) {
            validate(validation);
        }
        training.endStep();
        interruption.isRequested();
        callbacks.each(callback -> callback.stepEnds(training));
        training.batch(null, null);
        updates.end();
    }

    // ---- checkpoints ------------------------------------------------------------------------------------------------

    private void save(Path file) {
        var ofValidation = validation == null ? null : DataOrder.of(validation);
        Checkpoint.write(file, new Checkpoint(training.position, DataOrder.of(data), ofValidation), training, parts);
    }

    private void resume() {
        var place = plan.resume;
        if (place == null || plan.resumeMayLack && !hasCheckpoint(place)) {
            return;
        }
        var file = Files.isDirectory(place) ? Checkpoints.newest(place).orElseThrow(() -> new ArgumentException("resume: " + place
            + " has no checkpoint that is whole\n  try:   resumeOrStart(folder), which begins anew then")) : place;
        var checkpoint = Checkpoint.read(file, training, parts, validation != null);
        training.position = checkpoint.position();
        training.epoch = checkpoint.position().epoch();
        training.loss = training.history.lastLoss();
        training.validation = training.history.validations().isEmpty() ? null : training.history.validations().getLast().measures();
        data = checkpoint.data().restored(data);
        if (checkpoint.validation() != null) {
            validation = checkpoint.validation().restored(Objects.requireNonNull(validation));
        }
    }

    private static boolean hasCheckpoint(Path place) {
        try {
            return Files.isDirectory(place) ? Checkpoints.newest(place).isPresent() : Files.exists(place);
        } catch (TenonException _) {
            return false;
        }
    }
}
