package dev.tenon.train;

import dev.tenon.data.Batch;
import dev.tenon.optim.GradClip;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes the optimizers' steps: forward, backward and update over a batch, or over several whose gradients are added. */
final class Updates {
    private final TrainingContext training;
    private final TrainingPlan plan;
    private final Callbacks callbacks;
    private final List<Objective> objectives;
    private double lossSum;
    private double samples;
    private double firstSize;

    Updates(TrainingContext training, Callbacks callbacks, List<Objective> objectives) {
        this.training = training;
        this.plan = training.plan;
        this.callbacks = callbacks;
        this.objectives = objectives;
    }

    /** A step over one batch; answers its loss. Optimizers that look at the loss several times ask for it several times. */
    double take(Batch batch) {
        var values = new LinkedHashMap<String, Double>();
        double total = 0;
        LossTerms first = null;
        for (var objective : objectives) {
            var seen = training.scaler == null ? closed(objective, batch) : scaled(objective, batch);
            total += seen.value();
            Objective.note(objective, seen.terms(), seen.value(), values);
            first = first == null ? seen.terms() : first;
        }
        note(total, values, Objects.requireNonNull(first), batch);
        updated();
        return total;
    }

    /**
     * The first computation of a step, which the measures are of.
     *
     * @param terms the loss with its terms
     * @param value its number
     */
    private record Seen(LossTerms terms, double value) {}

    private Seen closed(Objective objective, Batch batch) {
        var seen = new @Nullable Seen[1];
        objective.optimizer().step(() -> {
            objective.optimizer().zeroGrad();
            var now = backward(objective, batch, 1);
            seen[0] = seen[0] == null ? now : seen[0];
            ready(objective);
            return now.terms().total();
        });
        return Objects.requireNonNull(seen[0]);
    }

    private Seen scaled(Objective objective, Batch batch) {
        objective.optimizer().zeroGrad();
        var seen = backward(objective, batch, 1);
        ready(objective);
        step(objective);
        return seen;
    }

    // ---- several batches ----------------------------------------------------------------------------------------------

    /** Begins a step over several batches. */
    void begin() {
        objectives.getFirst().optimizer().zeroGrad();
        lossSum = 0;
        samples = 0;
        firstSize = 0;
    }

    /**
     * Adds the gradients of a batch. Each batch counts by its size, relative to the first one's: where all are as large, no number is rounded that
     * a mean of batches would not round.
     */
    void add(Batch batch) {
        firstSize = firstSize == 0 ? batch.size() : firstSize;
        var objective = objectives.getFirst();
        var seen = backward(objective, batch, batch.size() / firstSize);
        var values = new LinkedHashMap<String, Double>();
        Objective.note(objective, seen.terms(), seen.value(), values);
        note(seen.value(), values, seen.terms(), batch);
        lossSum += seen.value() * batch.size();
        samples += batch.size();
    }

    /** The step over the batches that were added; answers the mean of their losses. */
    double finish() {
        var objective = objectives.getFirst();
        double weight = samples / firstSize;
        if (weight != 1) {
            try (var _ = GradMode.noGrad()) {
                objective.optimizer().parameters().stream().map(Tensor::gradForUpdate).filter(Objects::nonNull)
                    .forEach(grad -> grad.mul_(1 / weight));
            }
        }
        ready(objective);
        step(objective);
        updated();
        return lossSum / samples;
    }

    // ---- the parts of a step ------------------------------------------------------------------------------------------

    private Seen backward(Objective objective, Batch batch, double weight) {
        var terms = plan.precision.compute(() -> objective.step().of(training.model, batch));
        training.batch(batch, terms);
        double value = terms.total().item();
        training.loss = value;
        callbacks.each(callback -> callback.beforeBackward(training));
        var weighted = weight == 1 ? terms.total() : terms.total().mul(weight);
        (training.scaler == null ? weighted : training.scaler.scale(weighted)).backward();
        callbacks.each(callback -> callback.afterBackward(training));
        return new Seen(terms, value);
    }

    /** Gradients are complete: unscaled, shown, clipped. */
    private void ready(Objective objective) {
        if (training.scaler != null) {
            training.scaler.unscale_(objective.optimizer());
        }
        callbacks.each(callback -> callback.beforeUpdate(training));
        if (plan.clipNorm < Double.POSITIVE_INFINITY) {
            GradClip.norm(objective.optimizer().parameters(), plan.clipNorm, plan.clipNormType, false);
        }
        if (plan.clipValue < Double.POSITIVE_INFINITY) {
            GradClip.value(objective.optimizer().parameters(), plan.clipValue);
        }
    }

    private void step(Objective objective) {
        if (training.scaler == null) {
            objective.optimizer().step();
        } else {
            training.scaler.step(objective.optimizer());
        }
    }

    private void updated() {
        if (training.scaler != null) {
            training.scaler.update();
        }
        if (training.average != null) {
            training.average.updateParameters();
        }
    }

    private void note(double total, Map<String, Double> values, LossTerms terms, Batch batch) {
        training.meter.add(total, values, terms.output(), terms.target(), batch.size());
    }
}
