package dev.tenon.nn.embedding;

import org.jspecify.annotations.Nullable;

/**
 * How a table of embeddings behaves.
 *
 * @param padding a row that starts at 0 and gets no gradient, negative ones counted from the end; null for none
 * @param maxNorm the norm to which rows are scaled down, in the table, when they are looked up; null for none
 * @param normType the order of that norm; 2
 * @param scalesGradByFreq whether a row's gradient is divided by how often it occurs in the input; false
 */
public record EmbeddingOptions(@Nullable Long padding, @Nullable Double maxNorm, double normType, boolean scalesGradByFreq) {
    public static final EmbeddingOptions DEFAULT = new EmbeddingOptions(null, null, 2, false);

    public EmbeddingOptions padding(@Nullable Long row) {
        return new EmbeddingOptions(row, maxNorm, normType, scalesGradByFreq);
    }

    public EmbeddingOptions padding(long row) {
        return padding(Long.valueOf(row));
    }

    public EmbeddingOptions maxNorm(double most) {
        return new EmbeddingOptions(padding, most, normType, scalesGradByFreq);
    }

    public EmbeddingOptions normType(double order) {
        return new EmbeddingOptions(padding, maxNorm, order, scalesGradByFreq);
    }

    public EmbeddingOptions scaleGradByFreq() {
        return new EmbeddingOptions(padding, maxNorm, normType, true);
    }
}
