package dev.tenon.train;

import dev.tenon.core.Device;
import dev.tenon.data.DataLoader;
import dev.tenon.nn.Layer;
import dev.tenon.nn.Loss;
import dev.tenon.tensor.GradMode;
import java.util.List;

/** Measures a model without changing it. */
public final class Evaluation {
    private Evaluation() {}

    /** The mean loss and metrics over all batches, in evaluation mode; the model's mode is as before afterwards. */
    public static Measures of(Layer model, DataLoader data, Loss loss, List<Metric> metrics) {
        boolean training = model.isTraining();
        var device = device(model);
        var meter = new Meter(metrics);
        model.eval();
        try (var _ = GradMode.noGrad(); var batches = data.iterator()) {
            while (batches.hasNext()) {
                var there = batches.next().to(device);
                var output = model.call(there.x());
                meter.add(loss.of(output, there.y()).item(), output, there.y(), there.size());
            }
        } finally {
            model.mode(training);
        }
        return meter.measures();
    }

    /** Where a model's parameters are; the CPU if it has none. */
    static Device device(Layer model) {
        var parameters = model.parameters();
        return parameters.isEmpty() ? Device.CPU : parameters.getFirst().device();
    }
}
