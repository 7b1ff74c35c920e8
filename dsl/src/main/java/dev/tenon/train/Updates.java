package dev.tenon.train;

import dev.tenon.data.Batch;
import dev.tenon.memory.Scope;
import dev.tenon.optim.GradClip;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
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
    private final Map<Objective, Sum> sums = new LinkedHashMap<>();
    private final List<Batch> waiting = new ArrayList<>(0);

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
        sums.clear();
        objectives.getFirst().optimizer().zeroGrad();
    }

    /**
     * Adds a batch. With one optimizer its gradients are added at once. Of several the second looks at what the first has stepped, as with one large
     * batch, and that has seen all batches: they wait.
     */
    void add(Batch batch) {
        if (objectives.size() == 1) {
            add(objectives.getFirst(), batch);
        } else {
            waiting.add(copy(batch));
        }
    }

    private static Batch copy(Batch batch) {
        try (var _ = GradMode.noGrad()) {
            var inputs = new LinkedHashMap<String, Tensor>();
            var targets = new LinkedHashMap<String, Tensor>();
            batch.inputs().forEach((name, part) -> inputs.put(name, part.detach().clone().escape()));
            batch.targets().forEach((name, part) -> targets.put(name, part.detach().clone().escape()));
            return new Batch(inputs, targets);
        }
    }

    /**
     * Adds the gradients of a batch. Each batch counts by its size, relative to the first one's: where all are as large, no number is rounded that
     * a mean of batches would not round.
     */
    private Seen add(Objective objective, Batch batch) {
        var sum = sums.computeIfAbsent(objective, _ -> new Sum(batch.size()));
        var seen = backward(objective, batch, batch.size() / sum.firstSize);
        sum.loss += seen.value() * batch.size();
        sum.samples += batch.size();
        if (objectives.size() == 1) {
            var values = new LinkedHashMap<String, Double>();
            Objective.note(objective, seen.terms(), seen.value(), values);
            note(seen.value(), values, seen.terms(), batch);
        }
        return seen;
    }

    /** The step over the batches that were added; answers the mean of their losses, added where there are several optimizers. */
    double finish() {
        if (objectives.size() > 1) {
            finishWaiting();
        } else {
            step(objectives.getFirst(), sums.get(objectives.getFirst()));
        }
        updated();
        return sums.values().stream().mapToDouble(sum -> sum.loss / sum.samples).sum();
    }

    /** Each optimizer in turn over all batches; what they came to is noted batch by batch. */
    private void finishWaiting() {
        var measures = waiting.stream().map(_ -> new LinkedHashMap<String, Double>()).toList();
        var totals = new double[waiting.size()];
        for (var objective : objectives) {
            // What was computed for the last one is looked at after the step.
            try (var _ = objective == objectives.getLast() ? null : Scope.open("step of " + objective.name())) {
                objective.optimizer().zeroGrad();
                for (int i = 0; i < totals.length; i++) {
                    var seen = add(objective, waiting.get(i));
                    totals[i] += seen.value();
                    Objective.note(objective, seen.terms(), seen.value(), measures.get(i));
                    if (objective == objectives.getFirst()) {
                        training.meter.count(seen.terms().output(), seen.terms().target());
                    }
                }
                step(objective, sums.get(objective));
            }
        }
        for (int i = 0; i < totals.length; i++) {
            training.meter.add(totals[i], measures.get(i), waiting.get(i).size());
        }
    }

    /** The gradients of the sum become those of the mean. */
    private void step(Objective objective, @Nullable Sum sum) {
        double weight = Objects.requireNonNull(sum).samples / sum.firstSize;
        if (weight != 1) {
            try (var _ = GradMode.noGrad()) {
                objective.optimizer().parameters().stream().map(Tensor::gradForUpdate).filter(Objects::nonNull)
                    .forEach(grad -> grad.mul_(1 / weight));
            }
        }
        ready(objective);
        step(objective);
    }

    /** Nobody looks at the step's batches any more. */
    void end() {
        try (var scope = Scope.open("batches of a step")) {
            waiting.forEach(batch -> batch.tensors().forEach(part -> part.moveTo(scope)));
        }
        waiting.clear();
    }

    /** The losses of an objective over the batches of a step. */
    private static final class Sum {
        private final double firstSize;
        private double loss;
        private double samples;

        Sum(double firstSize) {
            this.firstSize = firstSize;
        }
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
