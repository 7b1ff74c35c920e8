package dev.tenon.tensor.norm;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Ints;
import dev.tenon.core.Operand;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import dev.tenon.tensor.reduction.Composites;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Normalisation and dropout: the choice of statistics, and the backward functions in ordinary operators. */
public final class Norms {
    private Norms() {}

    // ---- batch normalisation ----------------------------------------------------------------------------------------

    public static Tensor batchNorm(Tensor input, @Nullable Tensor runningMean, @Nullable Tensor runningVar, @Nullable Tensor weight,
        @Nullable Tensor bias,
        boolean training, @Nullable Double momentum, double eps) {
        RunningStatistics.require("batch_norm", input, runningMean, runningVar, training && momentum != null);
        RunningStatistics.requireChannels("batch_norm", input, "weight", weight);
        RunningStatistics.requireChannels("batch_norm", input, "bias", bias);
        if (!training) {
            if (runningMean == null || runningVar == null) {
                throw new ArgumentException("batch_norm: running_mean and running_var must be given where training is false");
            }
            MixedNorms.isMixed("batch_norm", input, runningMean, runningVar, weight, bias);
            return byRunning(input, runningMean, runningVar, weight, bias, eps);
        }
        return MixedNorms.run("batch_norm", input, x -> byBatch(x, runningMean, runningVar, weight, bias, momentum, eps), runningMean,
            runningVar,
            weight, bias);
    }

    private static Tensor byBatch(Tensor input, @Nullable Tensor runningMean, @Nullable Tensor runningVar, @Nullable Tensor weight,
        @Nullable Tensor bias,
        @Nullable Double momentum, double eps) {
        if (input.numel() == 0) {
            return Ops.cloned(input);
        }
        long count = input.numel() / input.size(1);
        if (count == 1) {
            throw new ArgumentException(
                "batch_norm: one value for each channel has no variance to train with\n  input: " + Operand.describe(input)
                    + "\n  try:   batches(n, b -> b.dropLast()) where it is a last batch of one, a larger batch, or training = false");
        }
        var result = UncheckedOps.nativeBatchNorm(input, weight, bias, eps);
        if (momentum != null) {
            try (var off = GradMode.noGrad()) {
                if (runningMean != null) {
                    runningMean.lerp_(result.mean().to(runningMean.dtype()), momentum);
                }
                if (runningVar != null) {
                    runningVar.lerp_(Ops.mul(result.var(), count / (count - 1.0)).to(runningVar.dtype()), momentum);
                }
            }
        }
        return result.output();
    }

    /** Statistics and parameters of halves are worked with in float32. */
    private static Tensor byRunning(Tensor input, Tensor mean, Tensor var, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
        if (input.rank() < 2) {
            // One without elements, as others have been refused.
            return Ops.cloned(input);
        }
        var rstd = Ops.rsqrt(Ops.add(Composites.wide(var), eps));
        var scale = weight == null ? rstd : Ops.mul(rstd, Composites.wide(weight));
        var shift = bias == null ? Creation.zeros(scale.dtype(), scale.device(), scale.shape().toArray()) : Composites.wide(bias);
        return UncheckedOps.scaledAbout(input, Composites.wide(mean), scale, shift);
    }

    /** One number for each channel, to broadcast over [B, C, ...]. */
    public static Tensor channels(Tensor perChannel, int rank) {
        if (rank <= 2) {
            return perChannel;
        }
        var sizes = new long[rank - 1];
        Arrays.fill(sizes, 1);
        sizes[0] = perChannel.numel();
        return Ops.reshape(perChannel, sizes);
    }

    public static Tensor batchDeviation(Tensor input) {
        return deviation(input, allButChannels(input));
    }

    public static Tensor batchRstd(Tensor deviation, double eps) {
        return Ops.reciprocal(UncheckedOps.rootMeanSquare(deviation, eps, allButChannels(deviation), true));
    }

    /** From the mean that the kernels find, which is that of equal elements exactly; of halves in float32, as they do. */
    private static Tensor deviation(Tensor input, long[] dims) {
        var x = Composites.wide(input);
        return Ops.sub(x, Ops.varMean(x, dims, 0, true).mean());
    }

    public static Tensor perChannel(Tensor x) {
        return Ops.sum(x, allButChannels(x), false);
    }

    public static Tensor batchNormInput(Tensor g, Tensor normalised, Tensor rstd, @Nullable Tensor weight) {
        var scaled = weight == null ? g : Ops.mul(g, channels(weight, g.rank()));
        return normalisedInput(scaled, normalised, rstd, allButChannels(g));
    }

    /** The part of the gradient along the mean and along the normalised value itself is taken out: neither changes the output. */
    private static Tensor normalisedInput(Tensor g, Tensor normalised, Tensor rstd, long[] dims) {
        var along = Ops.mul(normalised, Ops.mean(Ops.mul(g, normalised), dims, true));
        return Ops.mul(rstd, Ops.sub(Ops.sub(g, Ops.mean(g, dims, true)), along));
    }

    private static long[] allButChannels(Tensor x) {
        var dims = new long[x.rank() - 1];
        for (int d = 1; d < dims.length; d++) {
            dims[d] = d + 1L;
        }
        return dims;
    }

    // ---- layer normalisation ----------------------------------------------------------------------------------------

    public static Tensor layerNorm(Tensor input, long[] normalizedShape, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
        return MixedNorms.run("layer_norm", input, x -> UncheckedOps.nativeLayerNorm(x, weight, bias, normalizedShape, eps).output(),
            weight, bias);
    }

    public static Tensor layerDeviation(Tensor input, Ints normalizedShape) {
        return deviation(input, last(normalizedShape));
    }

    public static Tensor layerRstd(Tensor deviation, Ints normalizedShape, double eps) {
        return Ops.reciprocal(UncheckedOps.rootMeanSquare(deviation, eps, last(normalizedShape), true));
    }

    public static Tensor layerNormInput(Tensor g, Tensor normalised, Tensor rstd, @Nullable Tensor weight, Ints normalizedShape) {
        return normalisedInput(weight == null ? g : Ops.mul(g, weight), normalised, rstd, last(normalizedShape));
    }

    private static long[] last(Ints normalizedShape) {
        var dims = new long[normalizedShape.size()];
        for (int d = 0; d < dims.length; d++) {
            dims[d] = (long) d - dims.length;
        }
        return dims;
    }

    // ---- dropout ----------------------------------------------------------------------------------------------------

    public static Tensor dropout(Tensor input, double p, boolean training) {
        if (!training || p == 0) {
            return input;
        }
        return Generator.current().dropout(input, p);
    }
}
