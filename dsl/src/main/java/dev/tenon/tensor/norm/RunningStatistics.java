package dev.tenon.tensor.norm;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Operands;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.WriteTarget;
import org.jspecify.annotations.Nullable;

/** Checks of what a normalisation keeps for each channel, made before anything is computed or moved. */
public final class RunningStatistics {
    private RunningStatistics() {}

    /**
     * Checks an input [B, C, ...] and its running statistics [C]. An input without elements needs no channels, as in PyTorch.
     *
     * @param moved whether the call writes into the statistics
     */
    static void require(String name, Tensor input, @Nullable Tensor mean, @Nullable Tensor var, boolean moved) {
        if (input.rank() < 2 && input.numel() > 0) {
            throw new ShapeException(name + ": the input must be [B, C, ...]\n  input: " + Operand.describe(input)
                + "\n  try:   unsqueeze(0) a single sample");
        }
        if ((mean == null) != (var == null)) {
            throw new ArgumentException(name + ": running_mean and running_var must be given both or neither, "
                + (mean == null ? "running_mean" : "running_var") + " is null");
        }
        require(name, input, "running_mean", mean, moved);
        require(name, input, "running_var", var, moved);
    }

    private static void require(String name, Tensor input, String param, @Nullable Tensor statistic, boolean moved) {
        if (statistic == null) {
            return;
        }
        Operands.given(name, param, statistic);
        requireChannels(name, input, param, statistic);
        if (moved) {
            WriteTarget.requireApart(name, statistic);
        }
    }

    /** Checks that a tensor, if given, is [C]. */
    static void requireChannels(String name, Tensor input, String param, @Nullable Tensor perChannel) {
        if (perChannel != null && input.rank() > 1 && (perChannel.rank() != 1 || perChannel.numel() != input.size(1))) {
            throw new ShapeException(name + ": " + param + " must hold one number for each of the " + input.size(1)
                + " channels of input\n  input: " + Operand.describe(input) + "   " + param + ": " + Operand.describe(perChannel)
                + "\n  try:   a " + param + " of shape [" + input.size(1) + "]");
        }
    }
}
