package dev.tenon.train.callback;

import dev.tenon.core.ArgumentException;
import dev.tenon.data.Batch;
import dev.tenon.nn.Layer;
import dev.tenon.nn.LayerListener;
import dev.tenon.nn.LayerPath;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Tensor;
import dev.tenon.train.Callback;
import dev.tenon.train.RandomState;
import dev.tenon.train.TrainingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Ends a training at the first NaN or infinity, and says where it came from: the first parameter, layer or gradient that has one. While all is
 * finite a step costs a pass over the gradients; only then the forward is computed again, listening to the layers.
 */
public final class NanWatch implements Callback {
    @Override
    public void beforeBackward(TrainingContext training) {
        if (!Double.isFinite(training.loss())) {
            throw found(training, "the loss is " + training.loss(), whereLossCameFrom(training));
        }
    }

    @Override
    public void beforeUpdate(TrainingContext training) {
        if (training.scaler() != null) {
            return; // a loss scale that is too large gives infinite gradients, and deals with them
        }
        for (var named : training.model().namedParameters().entrySet()) {
            var grad = named.getValue().grad();
            if (grad != null && !isFinite(grad)) {
                throw found(training, "a gradient is not finite", "the gradient of " + named.getKey() + " " + grad.shape());
            }
        }
    }

    private static ArgumentException found(TrainingContext training, String what, String where) {
        return new ArgumentException("train: " + what + " in step " + (training.step() + 1) + " (epoch " + training.epoch() + ", batch "
            + (training.batchNumber() + 1) + ")\n  first: " + where
            + "\n  try:   a smaller learning rate, clipGradNorm(1.0), or data without such numbers");
    }

    private static String whereLossCameFrom(TrainingContext training) {
        for (var named : training.model().namedParameters().entrySet()) {
            if (!isFinite(named.getValue().detach())) {
                return "the parameter " + named.getKey() + " " + named.getValue().shape();
            }
        }
        var batch = Objects.requireNonNull(training.batch());
        for (var part : batch.tensors()) {
            if (!isFinite(part)) {
                return "the data: a tensor " + part.shape() + " of the batch";
            }
        }
        var layer = firstLayer(training.model(), batch, training);
        return layer == null ? "the loss itself: all layers give finite outputs" : layer;
    }

    /** Computes the forward again as it was, and leaves buffers and random numbers as they are. */
    private static @Nullable String firstLayer(Layer model, Batch batch, TrainingContext training) {
        var buffers = new LinkedHashMap<Tensor, Tensor>();
        model.namedBuffers().values().forEach(buffer -> buffers.put(buffer, buffer.detach().clone()));
        var random = RandomState.of(model);
        var search = new Search(model);
        try (var _ = GradMode.noGrad()) {
            LayerListener.listen(search, () -> training.computed(batch));
            buffers.forEach(Tensor::copy_);
        }
        random.restore();
        return search.first;
    }

    private static boolean isFinite(Tensor values) {
        if (!values.dtype().isFloating() || values.numel() == 0) {
            return true;
        }
        try (var _ = GradMode.noGrad()) {
            var ends = values.aminmax();
            return Double.isFinite(ends.min().item()) && Double.isFinite(ends.max().item());
        }
    }

    /** Notes the first layer that makes what is not finite of what is. */
    private static final class Search implements LayerListener {
        private final LayerPath path;
        private @Nullable String first;

        Search(Layer model) {
            this.path = new LayerPath(model);
        }

        @Override
        public void entered(Layer layer, List<Tensor> inputs) {
            path.entered(layer, inputs);
        }

        @Override
        public void left(Layer layer, List<Tensor> inputs, List<Tensor> outputs) {
            if (first == null && !outputs.stream().allMatch(NanWatch::isFinite)) {
                var name = path.current();
                first = "the output of layer " + (name.isEmpty() ? "" : name + " ") + layer.label() + " "
                    + outputs.getFirst().shape();
            }
            path.left(layer, inputs, outputs);
        }

        @Override
        public void failed(Layer layer, Throwable cause) {
            path.failed(layer, cause);
        }
    }
}
