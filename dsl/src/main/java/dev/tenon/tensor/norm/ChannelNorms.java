package dev.tenon.tensor.norm;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import dev.tenon.tensor.reduction.Composites;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Normalisation over groups of channels, over samples, over neighbours, and by lengths instead of deviations. */
public final class ChannelNorms {
    private ChannelNorms() {}

    public static Tensor groupNorm(Tensor input, long numGroups, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
        if (input.rank() < 2 || numGroups < 1 || input.size(1) % numGroups != 0) {
            throw new ShapeException(
                "group_norm: the input must be [B, C, ...] with C a multiple of num_groups (" + numGroups + ")\n  input: "
                    + Operand.describe(input));
        }
        requireChannels("group_norm", input, weight, bias);
        return MixedNorms.run("group_norm", input, x -> affine(rowsNormalised(x, x.size(0) * numGroups, eps), weight, bias), weight, bias);
    }

    public static Tensor instanceNorm(Tensor input, @Nullable Tensor runningMean, @Nullable Tensor runningVar, @Nullable Tensor weight,
        @Nullable Tensor bias,
        boolean useInputStats, double momentum, double eps) {
        RunningStatistics.require("instance_norm", input, runningMean, runningVar, useInputStats);
        if (!useInputStats) {
            var dtype = weight == null ? input.dtype() : weight.dtype();
            return Norms.batchNorm(input, runningMean == null ? null : runningMean.to(dtype),
                runningVar == null ? null : runningVar.to(dtype),
                weight, bias, false, momentum, eps);
        }
        requireChannels("instance_norm", input, weight, bias);
        long rows = input.size(0) * input.size(1);
        if (rows > 0 && input.numel() == rows) {
            throw new ArgumentException(
                "instance_norm: one value for each channel of a sample has no variance\n  input: " + Operand.describe(input));
        }
        if (runningMean != null && runningVar != null && input.numel() > 0) {
            moveStatistics(input, runningMean, runningVar, momentum);
        }
        return MixedNorms.run("instance_norm", input, x -> affine(rowsNormalised(x, rows, eps), weight, bias), weight, bias);
    }

    private static void moveStatistics(Tensor input, Tensor runningMean, Tensor runningVar, double momentum) {
        try (var off = GradMode.noGrad()) {
            var rows = Ops.reshape(Composites.wide(input), input.size(0), input.size(1), -1);
            var statistics = Ops.varMean(rows, new long[] {2}, 1, false);
            runningMean.lerp_(Ops.mean(statistics.mean(), 0).to(runningMean.dtype()), momentum);
            runningVar.lerp_(Ops.mean(statistics.var(), 0).to(runningVar.dtype()), momentum);
        }
    }

    /** The input cut into that many rows, each less its mean and divided by its deviation. */
    private static Tensor rowsNormalised(Tensor input, long rows, double eps) {
        if (input.numel() == 0) {
            return input;
        }
        long length = input.numel() / rows;
        var result = UncheckedOps.nativeLayerNorm(Ops.reshape(input, rows, length), null, null, new long[] {length}, eps).output();
        return Ops.reshape(result, input.shape().toArray());
    }

    private static Tensor affine(Tensor normalised, @Nullable Tensor weight, @Nullable Tensor bias) {
        var scale = weight == null ? null : perChannel(weight, normalised.rank());
        var shift = bias == null ? null : perChannel(bias, normalised.rank());
        if (scale != null && shift != null) {
            return Ops.addcmul(shift, normalised, scale);
        }
        var scaled = scale == null ? normalised : Ops.mul(normalised, scale);
        return shift == null ? scaled : Ops.add(scaled, shift);
    }

    /** One number for each channel, to broadcast over [B, C, ...]. */
    private static Tensor perChannel(Tensor values, int rank) {
        var sizes = new long[rank - 1];
        Arrays.fill(sizes, 1);
        sizes[0] = values.numel();
        return Ops.reshape(values, sizes);
    }

    private static void requireChannels(String name, Tensor input, @Nullable Tensor weight, @Nullable Tensor bias) {
        boolean fits = (weight == null || weight.numel() == input.size(1)) && (bias == null || bias.numel() == input.size(1));
        if (!fits) {
            throw new ShapeException(
                name + ": weight and bias must hold one number for each of the " + input.size(1) + " channels\n  input: "
                    + Operand.describe(input));
        }
    }
}
