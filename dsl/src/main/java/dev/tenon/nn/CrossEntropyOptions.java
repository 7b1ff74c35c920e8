package dev.tenon.nn;

import dev.tenon.ops.Reduction;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * How cross-entropy and negative log-likelihood count.
 *
 * @param weight a factor per class, or null
 * @param ignoreIndex a target that counts for nothing; -100
 * @param reduction mean, sum or none; mean
 * @param labelSmoothing the share of the target that all classes get alike; 0; cross-entropy only
 */
public record CrossEntropyOptions(@Nullable Tensor weight, long ignoreIndex, Reduction reduction, double labelSmoothing) {
    static final CrossEntropyOptions DEFAULT = new CrossEntropyOptions(null, -100, Reduction.MEAN, 0);

    public CrossEntropyOptions weight(@Nullable Tensor perClass) {
        return new CrossEntropyOptions(perClass, ignoreIndex, reduction, labelSmoothing);
    }

    public CrossEntropyOptions ignoreIndex(long target) {
        return new CrossEntropyOptions(weight, target, reduction, labelSmoothing);
    }

    public CrossEntropyOptions reduction(Reduction how) {
        return new CrossEntropyOptions(weight, ignoreIndex, how, labelSmoothing);
    }

    public CrossEntropyOptions labelSmoothing(double share) {
        return new CrossEntropyOptions(weight, ignoreIndex, reduction, share);
    }
}
