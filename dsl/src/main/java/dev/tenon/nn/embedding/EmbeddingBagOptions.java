package dev.tenon.nn.embedding;

import dev.tenon.ops.BagMode;
import org.jspecify.annotations.Nullable;

/**
 * How bags of embeddings are folded.
 *
 * @param mode what becomes of the rows of a bag: their sum, mean or maximum; mean
 * @param padding a row that starts at 0 and does not count, negative ones counted from the end; null for none
 * @param maxNorm the norm to which rows are scaled down, in the table, when they are looked up; null for none
 * @param normType the order of that norm; 2
 * @param scalesGradByFreq whether a row's gradient is divided by how often it occurs in the input; false
 * @param includesLastOffset whether offsets hold the end of the last bag, too; false
 */
public record EmbeddingBagOptions(BagMode mode, @Nullable Long padding, @Nullable Double maxNorm, double normType,
    boolean scalesGradByFreq, boolean includesLastOffset) {
    public static final EmbeddingBagOptions DEFAULT = new EmbeddingBagOptions(BagMode.MEAN, null, null, 2, false, false);

    public EmbeddingBagOptions mode(BagMode fold) {
        return new EmbeddingBagOptions(fold, padding, maxNorm, normType, scalesGradByFreq, includesLastOffset);
    }

    public EmbeddingBagOptions padding(long row) {
        return new EmbeddingBagOptions(mode, row, maxNorm, normType, scalesGradByFreq, includesLastOffset);
    }

    public EmbeddingBagOptions maxNorm(double most) {
        return new EmbeddingBagOptions(mode, padding, most, normType, scalesGradByFreq, includesLastOffset);
    }

    public EmbeddingBagOptions normType(double order) {
        return new EmbeddingBagOptions(mode, padding, maxNorm, order, scalesGradByFreq, includesLastOffset);
    }

    public EmbeddingBagOptions scaleGradByFreq() {
        return new EmbeddingBagOptions(mode, padding, maxNorm, normType, true, includesLastOffset);
    }

    public EmbeddingBagOptions includeLastOffset() {
        return new EmbeddingBagOptions(mode, padding, maxNorm, normType, scalesGradByFreq, true);
    }
}
