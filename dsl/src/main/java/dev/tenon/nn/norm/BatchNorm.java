package dev.tenon.nn.norm;

import dev.tenon.core.DType;
import dev.tenon.core.ShapeException;
import dev.tenon.nn.LayerText;
import dev.tenon.nn.Parameter;
import dev.tenon.nn.Sizes;
import dev.tenon.nn.UnaryLayer;
import dev.tenon.nn.init.Init;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Normalises each channel: by the batch's statistics in training, by running ones in evaluation. */
abstract sealed class BatchNorm extends UnaryLayer permits BatchNorm1d, BatchNorm2d, BatchNorm3d, SyncBatchNorm {
    private final long features;
    private final NormOptions options;
    private final @Nullable Parameter weight;
    private final @Nullable Parameter bias;
    private final @Nullable Parameter runningMean;
    private final @Nullable Parameter runningVar;
    private final @Nullable Parameter batches;
    /** Whether running statistics are the mean of all batches, whatever the momentum. */
    private boolean cumulative;

    BatchNorm(long features, NormOptions options) {
        Sizes.requirePositive(getClass().getSimpleName(), "features", features);
        this.features = features;
        this.options = options;
        this.weight = options.affine() ? parameter("weight", Init.ones(features)) : null;
        this.bias = options.affine() && options.bias() ? parameter("bias", Init.zeros(features)) : null;
        this.runningMean = options.tracked() ? buffer("running_mean", Init.zeros(features)) : null;
        this.runningVar = options.tracked() ? buffer("running_var", Init.ones(features)) : null;
        this.batches = options.tracked() ? buffer("num_batches_tracked", Init.constant(0, DType.INT64)) : null;
    }

    @Override
    protected final Tensor output(Tensor input) {
        if (!accepts(input.rank())) {
            throw new ShapeException(getClass().getSimpleName() + ": the input must be " + layout() + ", got rank " + input.rank()
                + "\n  input: " + input.shape());
        }
        boolean byBatch = isTraining() || runningMean == null;
        Double momentum = byBatch && batches != null ? countBatch(batches.value()) : Double.valueOf(0);
        return Ops.batchNorm(input, value(runningMean), value(runningVar), value(weight), value(bias), byBatch, momentum, options.eps());
    }

    abstract boolean accepts(int rank);

    abstract String layout();

    /** Counts this batch; answers how far the running statistics move towards it. */
    private Double countBatch(Tensor count) {
        try (var _ = GradMode.noGrad()) {
            count.add_(1);
        }
        var momentum = options.momentum();
        return momentum != null && !cumulative ? momentum : 1 / count.item();
    }

    /** Forgets the running statistics, which are the mean of all batches from here on. */
    void restart() {
        cumulative = true;
        if (runningMean != null && runningVar != null && batches != null) {
            try (var _ = GradMode.noGrad()) {
                runningMean.value().zero_();
                runningVar.value().fill_(1);
                batches.value().zero_();
            }
        }
    }

    /** Goes on by the momentum. */
    void resume() {
        cumulative = false;
    }

    private static @Nullable Tensor value(@Nullable Parameter parameter) {
        return parameter == null ? null : parameter.value();
    }

    @Override
    protected final String extraRepr() {
        return new LayerText().add(features).add("eps", options.eps()).add("momentum", options.momentum())
            .add("affine", options.affine()).add("bias", bias != null).add("track_running_stats", options.tracked()).arguments();
    }
}
