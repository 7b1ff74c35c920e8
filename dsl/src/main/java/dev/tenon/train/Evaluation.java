package dev.tenon.train;

import dev.tenon.core.Device;
import dev.tenon.data.Batch;
import dev.tenon.data.BatchIterator;
import dev.tenon.data.DataLoader;
import dev.tenon.metric.Metric;
import dev.tenon.nn.Layer;
import dev.tenon.nn.Loss;
import dev.tenon.tensor.GradMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Measures a model without changing it. */
public final class Evaluation {
    private Evaluation() {}

    /** The mean loss and metrics over all batches, in evaluation mode; the model's mode is as before afterwards. */
    public static Measures of(Layer model, DataLoader data, Loss loss, List<Metric> metrics) {
        var meter = new Meter(metrics);
        var step = Objective.of(loss);
        try (var batches = data.iterator()) {
            each(model, batches, Long.MAX_VALUE, batch -> {
                var terms = step.of(model, batch);
                meter.add(terms.total().item(), new LinkedHashMap<>(), terms.output(), terms.target(), batch.size());
            });
        }
        return meter.measures();
    }

    /**
     * Adds all batches to a count, in evaluation mode, for what is more than a number:
     * {@snippet :
     * var counts = new ConfusionMatrix(10).start();
     * Evaluation.count(model, data, counts);
     * println(Arrays.deepToString(counts.matrix()));
     * }
     *
     * @return the count
     */
    public static <C extends Metric.Count> C count(Layer model, DataLoader data, C count) {
        try (var batches = data.iterator()) {
            each(model, batches, Long.MAX_VALUE, batch -> count.add(Objective.output(model, batch), batch.y()));
        }
        return count;
    }

    /** What a training measures: the same batches each time. */
    static Measures of(TrainingContext training, DataLoader data, List<Objective> objectives, Callbacks callbacks) {
        var meter = new Meter(training.plan.metrics);
        try (var batches = data.iterator(0, 0)) {
            each(training.model, batches, training.plan.validationLimit, batch -> {
                training.batch(batch, add(training, objectives, batch, meter));
                callbacks.each(callback -> callback.validationStepEnds(training));
            });
        }
        return meter.measures();
    }

    /** Computes a batch; answers the terms of the first objective. */
    private static @Nullable LossTerms add(TrainingContext training, List<Objective> objectives, Batch batch, Meter meter) {
        var values = new LinkedHashMap<String, Double>();
        double total = 0;
        LossTerms first = null;
        for (var objective : objectives) {
            var terms = training.plan.precision.compute(() -> objective.step().of(training.model, batch));
            double value = terms.total().item();
            total += value;
            Objective.note(objective, terms, value, values);
            first = first == null ? terms : first;
        }
        if (first != null) {
            meter.add(total, values, first.output(), first.target(), batch.size());
        }
        return first;
    }

    private static void each(Layer model, BatchIterator batches, long limit, Consumer<Batch> action) {
        boolean training = model.isTraining();
        var device = device(model);
        model.eval();
        try (var _ = GradMode.noGrad()) {
            for (long done = 0; done < limit && batches.hasNext(); done++) {
                action.accept(batches.next().to(device));
            }
        } finally {
            model.mode(training);
        }
    }

    /** Where a model's parameters are; the CPU if it has none. */
    static Device device(Layer model) {
        var parameters = model.parameters();
        return parameters.isEmpty() ? Device.CPU : parameters.getFirst().device();
    }
}
