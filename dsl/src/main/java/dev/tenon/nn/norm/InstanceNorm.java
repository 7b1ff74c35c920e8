package dev.tenon.nn.norm;

import dev.tenon.core.DType;
import dev.tenon.core.ShapeException;
import dev.tenon.nn.LayerText;
import dev.tenon.nn.Parameter;
import dev.tenon.nn.Sizes;
import dev.tenon.nn.UnaryLayer;
import dev.tenon.nn.init.Init;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Normalises each channel of each sample, by its own statistics unless running ones are kept and the layer is evaluated. */
abstract sealed class InstanceNorm extends UnaryLayer permits InstanceNorm1d, InstanceNorm2d, InstanceNorm3d {
    /** PyTorch's defaults: neither weight and bias nor running statistics. */
    static final NormOptions DEFAULT = NormOptions.DEFAULT.affine(false).tracked(false);

    private final long features;
    private final NormOptions options;
    private final @Nullable Parameter weight;
    private final @Nullable Parameter bias;
    private final @Nullable Parameter runningMean;
    private final @Nullable Parameter runningVar;

    InstanceNorm(long features, NormOptions options) {
        Sizes.requirePositive(getClass().getSimpleName(), "features", features);
        this.features = features;
        this.options = options;
        this.weight = options.affine() ? parameter("weight", Init.ones(features)) : null;
        this.bias = options.affine() && options.bias() ? parameter("bias", Init.zeros(features)) : null;
        this.runningMean = options.tracked() ? buffer("running_mean", Init.zeros(features)) : null;
        this.runningVar = options.tracked() ? buffer("running_var", Init.ones(features)) : null;
        if (options.tracked()) {
            buffer("num_batches_tracked", Init.constant(0, DType.INT64));
        }
    }

    /** The spatial dimensions. */
    abstract int spatial();

    @Override
    protected final Tensor output(Tensor input) {
        if (input.rank() == spatial() + 1) {
            return Ops.squeeze(output(Ops.unsqueeze(input, 0)), 0);
        }
        if (input.rank() != spatial() + 2) {
            throw new ShapeException(getClass().getSimpleName() + ": the input must have " + (spatial() + 2)
                + " dimensions, or one less without a batch, got "
                + input.rank() + "\n  input: " + input.shape());
        }
        boolean ownStatistics = isTraining() || runningMean == null;
        // PyTorch counts no batches here: num_batches_tracked stays, and without a momentum the running statistics do.
        double momentum = options.momentum() == null ? 0 : options.momentum();
        return Ops.instanceNorm(input, value(runningMean), value(runningVar), value(weight), value(bias), ownStatistics, momentum,
            options.eps());
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
