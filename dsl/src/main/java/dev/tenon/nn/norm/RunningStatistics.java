package dev.tenon.nn.norm;

import dev.tenon.nn.Layer;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Running statistics of batch norms, taken anew: those of a model whose weights were averaged are of other weights. */
public final class RunningStatistics {
    private RunningStatistics() {}

    /**
     * Runs a model over batches in training mode, after which each batch norm in it has the mean of their statistics.
     *
     * @param batches inputs of the model
     */
    public static void update(Layer model, Iterable<Tensor> batches) {
        var norms = norms(model, new ArrayList<>());
        if (norms.isEmpty()) {
            return;
        }
        boolean training = model.isTraining();
        model.train();
        norms.forEach(BatchNorm::restart);
        try (var _ = GradMode.noGrad()) {
            for (var batch : batches) {
                model.forward(batch);
            }
        } finally {
            norms.forEach(BatchNorm::resume);
            model.mode(training);
        }
    }

    private static List<BatchNorm> norms(Layer layer, List<BatchNorm> found) {
        if (layer instanceof BatchNorm norm) {
            found.add(norm);
        }
        layer.children().values().forEach(child -> norms(child, found));
        return found;
    }
}
