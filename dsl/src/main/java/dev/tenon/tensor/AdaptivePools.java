package dev.tenon.tensor;

/** Pooling by windows of nearly one size: signals are images of height 1, and volumes are pooled over planes first, then over depths. */
final class AdaptivePools {
    private AdaptivePools() {}

    static Tensor avg1d(Tensor input, long[] outputSize) {
        VolumePools.requireRank("adaptive_avg_pool1d", input, 1);
        return Ops.squeeze(Ops.adaptiveAvgPool2d(Ops.unsqueeze(input, -2), 1, outputSize[0]), -2);
    }

    static Tensor avg3d(Tensor input, long[] outputSize) {
        VolumePools.requireRank("adaptive_avg_pool3d", input, 3);
        var planes = Ops.adaptiveAvgPool2d(VolumePools.stacked(input), Volumes.image(outputSize));
        var depths = Ops.adaptiveAvgPool2d(VolumePools.columns(planes), outputSize[0], -1);
        return VolumePools.volumes(depths, input, planes);
    }

    static Tensor max1d(Tensor input, long[] outputSize) {
        return max1dWithIndices(input, outputSize).values();
    }

    static AdaptiveMaxPool1dWithIndicesResult max1dWithIndices(Tensor input, long[] outputSize) {
        VolumePools.requireRank("adaptive_max_pool1d", input, 1);
        var result = Ops.adaptiveMaxPool2dWithIndices(Ops.unsqueeze(input, -2), 1, outputSize[0]);
        return new AdaptiveMaxPool1dWithIndicesResult(Ops.squeeze(result.values(), -2), Ops.squeeze(result.indices(), -2));
    }

    static Tensor max2d(Tensor input, long[] outputSize) {
        return Ops.adaptiveMaxPool2dWithIndices(input, outputSize).values();
    }

    static Tensor max3d(Tensor input, long[] outputSize) {
        return max3dWithIndices(input, outputSize).values();
    }

    static AdaptiveMaxPool3dWithIndicesResult max3dWithIndices(Tensor input, long[] outputSize) {
        VolumePools.requireRank("adaptive_max_pool3d", input, 3);
        var planes = Ops.adaptiveMaxPool2dWithIndices(VolumePools.stacked(input), Volumes.image(outputSize));
        var depths = Ops.adaptiveMaxPool2dWithIndices(VolumePools.columns(planes.values()), outputSize[0], -1);
        return new AdaptiveMaxPool3dWithIndicesResult(VolumePools.volumes(depths.values(), input, planes.values()),
            VolumePools.places(planes.indices(), depths.indices(), input));
    }
}
