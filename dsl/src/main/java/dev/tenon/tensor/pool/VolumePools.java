package dev.tenon.tensor.pool;

import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.DivRounding;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import dev.tenon.tensor.conv.ImageWindows;
import dev.tenon.tensor.conv.Volumes;
import dev.tenon.tensor.sort.Lookups;
import org.jspecify.annotations.Nullable;

/**
 * Pooling of signals, which are images of height 1, and of volumes: a window's maximum, and its mean, is that over depths of those over images.
 */
public final class VolumePools {
    private VolumePools() {}

    public static Tensor avgPool3d(Tensor input, long[] kernelSize, long @Nullable [] stride, long[] padding, boolean ceilMode,
        boolean countIncludePad,
        @Nullable Long divisorOverride) {
        requireRank("avg_pool3d", input, 3);
        var step = steps(stride, kernelSize);
        boolean summed = divisorOverride != null || !input.dtype().isFloating();
        var planes = Ops.avgPool2d(UncheckedOps.stackedPlanes(input), Volumes.image(kernelSize), Volumes.image(step),
            Volumes.image(padding),
            ceilMode,
            countIncludePad,
            summed ? 1L : null);
        var depths = Ops.avgPool2d(UncheckedOps.depthColumns(planes), column(1, kernelSize), column(1, step), column(0, padding), ceilMode,
            countIncludePad,
            summed && divisorOverride == null ? Long.valueOf(1) : divisorOverride);
        var result = UncheckedOps.volumesOf(depths, input, planes);
        if (!summed || divisorOverride != null) {
            return result;
        }
        // Integers are divided after all sums; to truncate after each of three divisions is to truncate once.
        for (int i = 0; i < 3; i++) {
            int axis = input.rank() - 3 + i;
            var counts = counts(input.size(axis), result.size(axis), ImageWindows.at(kernelSize, i), ImageWindows.at(step, i),
                ImageWindows.at(padding, i), countIncludePad, input);
            var sizes = new long[] {1, 1, 1};
            sizes[i] = counts.numel();
            result = Ops.div(result, Ops.reshape(counts.to(result.dtype()), sizes), DivRounding.TRUNC);
        }
        return result;
    }

    /** How many places each window along one dimension has. */
    private static Tensor counts(long size, long windows, long kernel, long step, long padding, boolean countIncludePad, Tensor input) {
        var start = Ops.sub(Ops.mul(Lookups.counting(windows, input), step), padding);
        var end = Ops.clampMax(Ops.add(start, kernel), size + padding);
        return countIncludePad ? Ops.sub(end, start) : Ops.sub(Ops.clampMax(end, size), Ops.clampMin(start, 0));
    }

    // ---- lists of numbers -------------------------------------------------------------------------------------------

    static long[] steps(long @Nullable [] stride, long[] kernelSize) {
        return stride == null || stride.length == 0 ? kernelSize : stride;
    }

    private static long[] column(long width, long[] depth) {
        return new long[] {depth[0], width};
    }

    static void requireRank(String name, Tensor input, int spatial) {
        if (input.rank() != spatial + 1 && input.rank() != spatial + 2) {
            throw new ShapeException(name + ": the input must have " + (spatial + 2) + " dimensions, or " + (spatial + 1)
                + " without a batch\n  input: "
                + Operand.describe(input));
        }
    }
}
