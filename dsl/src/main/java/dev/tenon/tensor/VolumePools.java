package dev.tenon.tensor;

import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.DivRounding;
import org.jspecify.annotations.Nullable;

/**
 * Pooling of signals, which are images of height 1, and of volumes: a window's maximum, and its mean, is that over depths of those over images.
 */
final class VolumePools {
    private VolumePools() {}

    // ---- maxima -----------------------------------------------------------------------------------------------------

    static Tensor maxPool1d(Tensor input, long[] kernelSize, long @Nullable [] stride, long[] padding, long[] dilation, boolean ceilMode) {
        return maxPool1dWithIndices(input, kernelSize, stride, padding, dilation, ceilMode).values();
    }

    static MaxPool1dWithIndicesResult maxPool1dWithIndices(Tensor input, long[] kernelSize, long @Nullable [] stride, long[] padding,
        long[] dilation,
        boolean ceilMode) {
        requireRank("max_pool1d", input, 1);
        var result = Ops.maxPool2dWithIndices(Ops.unsqueeze(input, -2), row(1, kernelSize), row(1, steps(stride, kernelSize)),
            row(0, padding),
            row(1, dilation), ceilMode);
        return new MaxPool1dWithIndicesResult(Ops.squeeze(result.values(), -2), Ops.squeeze(result.indices(), -2));
    }

    static Tensor maxPool3d(Tensor input, long[] kernelSize, long @Nullable [] stride, long[] padding, long[] dilation, boolean ceilMode) {
        return maxPool3dWithIndices(input, kernelSize, stride, padding, dilation, ceilMode).values();
    }

    static MaxPool3dWithIndicesResult maxPool3dWithIndices(Tensor input, long[] kernelSize, long @Nullable [] stride, long[] padding,
        long[] dilation,
        boolean ceilMode) {
        requireRank("max_pool3d", input, 3);
        var step = steps(stride, kernelSize);
        var planes = Ops.maxPool2dWithIndices(stacked(input), Volumes.image(kernelSize), Volumes.image(step), Volumes.image(padding),
            Volumes.image(dilation), ceilMode);
        var depths = Ops.maxPool2dWithIndices(columns(planes.values()), column(1, kernelSize), column(1, step), column(0, padding),
            column(1, dilation),
            ceilMode);
        return new MaxPool3dWithIndicesResult(volumes(depths.values(), input, planes.values()),
            places(planes.indices(), depths.indices(), input));
    }

    /** Where in its volume each maximum stands: at the depth that the second pooling chose, and there where the first did. */
    static Tensor places(Tensor inPlane, Tensor inColumns, Tensor input) {
        long plane = inPlane.size(-2) * inPlane.size(-1);
        var chosen = Ops.flatten(inColumns, 1);
        var flat = Ops.gather(Ops.flatten(inPlane, 1), 1, chosen);
        var depth = plane == 0 ? chosen : Ops.floorDivide(chosen, plane);
        return volumes(Ops.add(flat, depth, input.size(-2) * input.size(-1)), input, inColumns.size(2), inPlane.size(2), inPlane.size(3));
    }

    /** [n, D, H, W] of all the volumes there are. */
    static Tensor stacked(Tensor input) {
        long volumes = input.rank() == 5 ? input.size(0) * input.size(1) : input.size(0);
        return Ops.reshape(input, volumes, input.size(-3), input.size(-2), input.size(-1));
    }

    /** [n, 1, D, H * W] of [n, D, H, W]. */
    static Tensor columns(Tensor stacked) {
        return Ops.reshape(stacked, stacked.size(0), 1, stacked.size(1), stacked.size(2) * stacked.size(3));
    }

    /** The batch and channels of the input, the depth of {@code columns} and the planes of {@code stacked}. */
    static Tensor volumes(Tensor columns, Tensor input, Tensor stacked) {
        return volumes(columns, input, columns.size(2), stacked.size(2), stacked.size(3));
    }

    private static Tensor volumes(Tensor values, Tensor input, long depth, long height, long width) {
        var sizes = input.sizes().clone();
        sizes[sizes.length - 3] = depth;
        sizes[sizes.length - 2] = height;
        sizes[sizes.length - 1] = width;
        return Ops.reshape(values, sizes);
    }

    // ---- means ------------------------------------------------------------------------------------------------------

    static Tensor avgPool1d(Tensor input, long[] kernelSize, long @Nullable [] stride, long[] padding, boolean ceilMode,
        boolean countIncludePad) {
        requireRank("avg_pool1d", input, 1);
        var result = Ops.avgPool2d(Ops.unsqueeze(input, -2), row(1, kernelSize), row(1, steps(stride, kernelSize)), row(0, padding),
            ceilMode,
            countIncludePad, null);
        return Ops.squeeze(result, -2);
    }

    static Tensor avgPool3d(Tensor input, long[] kernelSize, long @Nullable [] stride, long[] padding, boolean ceilMode,
        boolean countIncludePad,
        @Nullable Long divisorOverride) {
        requireRank("avg_pool3d", input, 3);
        var step = steps(stride, kernelSize);
        boolean summed = divisorOverride != null || !input.dtype().isFloating();
        var planes = Ops.avgPool2d(stacked(input), Volumes.image(kernelSize), Volumes.image(step), Volumes.image(padding), ceilMode,
            countIncludePad,
            summed ? 1L : null);
        var depths = Ops.avgPool2d(columns(planes), column(1, kernelSize), column(1, step), column(0, padding), ceilMode, countIncludePad,
            summed && divisorOverride == null ? Long.valueOf(1) : divisorOverride);
        var result = volumes(depths, input, planes);
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

    private static long[] row(long height, long[] width) {
        return new long[] {height, width[0]};
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
