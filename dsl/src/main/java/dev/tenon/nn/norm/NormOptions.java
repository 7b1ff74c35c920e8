package dev.tenon.nn.norm;

import org.jspecify.annotations.Nullable;

/**
 * How a normalisation behaves.
 *
 * @param eps added to the variance; 1e-5
 * @param momentum how far running statistics move towards a batch's; 0.1; null for the plain average over all batches
 * @param affine whether a weight and a bias follow; true
 * @param bias whether the bias does; true
 * @param tracked whether running statistics are kept for evaluation; true
 */
public record NormOptions(double eps, @Nullable Double momentum, boolean affine, boolean bias, boolean tracked) {
    static final NormOptions DEFAULT = new NormOptions(1e-5, 0.1, true, true, true);

    public NormOptions eps(double added) {
        return new NormOptions(added, momentum, affine, bias, tracked);
    }

    public NormOptions momentum(@Nullable Double step) {
        return new NormOptions(eps, step, affine, bias, tracked);
    }

    public NormOptions affine(boolean withWeightAndBias) {
        return new NormOptions(eps, momentum, withWeightAndBias, bias, tracked);
    }

    public NormOptions noBias() {
        return new NormOptions(eps, momentum, affine, false, tracked);
    }

    public NormOptions tracked(boolean keepStatistics) {
        return new NormOptions(eps, momentum, affine, bias, keepStatistics);
    }
}
