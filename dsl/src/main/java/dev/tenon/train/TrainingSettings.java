package dev.tenon.train;

import dev.tenon.data.DataLoader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The settings of a training as they are told to people: what was set, and what everyone asks for. */
final class TrainingSettings {
    private final Map<String, String> told = new LinkedHashMap<>();

    private TrainingSettings() {}

    static Map<String, String> of(TrainingContext training) {
        var settings = new TrainingSettings();
        settings.objectives(training);
        settings.data(training.plan);
        settings.steps(training.plan);
        settings.tell("device", Evaluation.device(training.model));
        return settings.told;
    }

    private void tell(String name, Object value) {
        told.put(name, value.toString());
    }

    private void tellIf(boolean set, String name, @Nullable Object value) {
        if (set) {
            tell(name, Objects.requireNonNull(value));
        }
    }

    private void objectives(TrainingContext training) {
        var loss = training.plan.loss;
        tell("loss", loss == null || loss.getClass().isHidden() ? "a function of the program" : loss);
        training.optimizers.forEach((name, optimizer) -> tell(name.isEmpty() ? "optimizer" : "optimizer " + name, optimizer));
        var schedule = training.plan.schedule;
        tellIf(schedule != null, training.plan.scheduleSteps ? "schedule of steps" : "schedule of epochs", schedule);
    }

    private void data(TrainingPlan plan) {
        tell("epochs", plan.epochs);
        tellIf(plan.stepLimit < Long.MAX_VALUE, "step limit", plan.stepLimit);
        batches("batch", plan.data);
        batches("validation batch", plan.validation);
        tellIf(plan.batchLimit < Long.MAX_VALUE, "batches of an epoch at most", plan.batchLimit);
        tellIf(plan.repeatsBatches, "same batches in every epoch", true);
        tellIf(plan.validateEvery > 0, "steps between validations", plan.validateEvery);
    }

    private void batches(String kind, @Nullable DataLoader batches) {
        if (batches != null) {
            tell(kind + " size", batches.batchSize());
            var order = batches.options().order();
            tellIf(order != null, kind + " order from seed", order);
        }
    }

    private void steps(TrainingPlan plan) {
        tellIf(plan.accumulate > 1, "batches of a step", plan.accumulate);
        tellIf(plan.clipNorm < Double.POSITIVE_INFINITY, "gradient norm at most", plan.clipNorm);
        tellIf(plan.clipValue < Double.POSITIVE_INFINITY, "gradient elements at most", plan.clipValue);
        tellIf(plan.precision.dtype() != null, "computed in", plan.precision.dtype());
        tellIf(plan.scaler != null, "loss scale", "changing");
        tellIf(plan.average != null, "average of weights", "kept, and validated with");
    }
}
