package dev.tenon.train;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Device;
import dev.tenon.core.Operand;
import dev.tenon.core.TenonException;
import dev.tenon.data.Batch;
import dev.tenon.data.DataLoader;
import dev.tenon.nn.Layer;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Looks before the first step whether data, model, loss and metrics fit together, with the first batch and the model in evaluation mode. No state
 * changes: buffers are not updated in this mode, and random numbers are drawn again.
 */
final class FirstBatch {
    private final Layer model;
    private final TrainingPlan plan;
    private final Batch batch;

    private FirstBatch(Layer model, TrainingPlan plan, Batch batch) {
        this.model = model;
        this.plan = plan;
        this.batch = batch;
    }

    /** Checks what a loss is given for; what a step of one's own does is not called more often than it expects. */
    static void check(Layer model, DataLoader data, Device device, TrainingPlan plan) {
        if (plan.loss == null || plan.epochs == 0 || plan.stepLimit == 0) {
            return;
        }
        boolean training = model.isTraining();
        var random = RandomState.of(model);
        model.eval();
        try (var batches = data.iterator(0, 0)) {
            if (!batches.hasNext()) {
                throw new ArgumentException(
                    "train: the data has no batches\n  try:   samples, and without dropLast() fewer than a batch will do");
            }
            new FirstBatch(model, plan, batches.next().to(device)).check();
        } finally {
            model.mode(training);
            random.restore();
        }
    }

    private void check() {
        Tensor output;
        try {
            output = Objective.output(model, batch);
        } catch (TenonException e) {
            throw said("the model does not take the data", null, e,
                "data of the shape and dtype that the model declares, or another model");
        }
        if (output.rank() == 0 || output.size(0) != batch.size()) {
            throw said("the model gives no output for each sample", output, null, output.rank() == 0
                ? "a model without a sum or mean over the samples" : "a model that keeps the first dimension, as flatten() does");
        }
        Tensor loss;
        try {
            loss = Objects.requireNonNull(plan.loss).of(output, batch.y());
        } catch (TenonException e) {
            throw said("the loss does not take the model's output and the target", output, e, batch.targets().isEmpty()
                ? "a target in the data, or a step((model, batch) -> ...) that needs none" : fitting(output, batch.y()));
        }
        if (loss.numel() != 1) {
            throw said("the loss is not one number but " + loss.shape(), output, null, "the reduction \"mean\", or loss.mean()");
        }
        if (!loss.requiresGrad()) {
            throw said("the loss does not depend on any parameter that is trained", output, null,
                "a forward without detach() and noGrad(), and parameters that are not frozen");
        }
        measure(output);
    }

    private void measure(Tensor output) {
        for (var metric : plan.metrics) {
            try {
                var count = metric.start();
                count.add(output.detach(), batch.y());
                count.values(metric.name());
            } catch (TenonException e) {
                throw said("the metric '" + metric.name() + "' does not take the model's output and the target", output, e,
                    "a metric for such targets");
            }
        }
    }

    /** What is most often missing between an output and a target of these shapes. */
    private static String fitting(Tensor output, Tensor target) {
        if (output.rank() > 2 && target.rank() == 1) {
            return "flatten() before the last linear layer: the target has one number for each sample";
        }
        if (output.rank() == 2 && target.rank() == 1 && output.size(1) == 1) {
            return "target.unsqueeze(1) in the data, or flatten(0) of the output";
        }
        if (!target.dtype().isFloating() && output.shape().equals(target.shape())) {
            return "a target to(FLOAT32)";
        }
        if (target.dtype().isFloating() && target.rank() == 1 && output.rank() == 2) {
            return "a target of class indices to(INT64)";
        }
        if (output.rank() == 2 && target.rank() == 1) {
            return "a last layer with an output for each class, and targets from 0 to " + (output.size(1) - 1);
        }
        return "a last layer whose output has the shape that the loss wants for such a target";
    }

    private ArgumentException said(String what, @Nullable Tensor output, @Nullable TenonException cause, String fix) {
        var parts = new LinkedHashMap<>(batch.inputs());
        if (output != null) {
            parts.put("output", output);
        }
        batch.targets().forEach((name, target) -> parts.put(name.equals("y") ? "target" : name, target));
        var text = new StringBuilder("train: " + what + ", as the first batch shows\n ");
        parts.forEach((name, part) -> text.append(" ").append(name).append(": ").append(Operand.describe(part)).append("  "));
        if (cause != null) {
            text.append("\n  because: ").append(String.valueOf(cause.getMessage()).replace("\n", "\n  "));
        }
        var error = new ArgumentException(text.append("\n  try:   ").append(fix).toString());
        if (cause != null) {
            error.initCause(cause);
        }
        return error;
    }
}
