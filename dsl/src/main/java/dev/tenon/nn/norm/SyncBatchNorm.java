package dev.tenon.nn.norm;

import java.util.function.UnaryOperator;

/**
 * Batch normalisation of {@code [b, c, ...]} per channel by the statistics of all that train together: on one device the batch's own.
 *
 * @see <a href="https://arxiv.org/abs/1502.03167">Ioffe and Szegedy (2015)</a>
 */
public final class SyncBatchNorm extends BatchNorm {
    public SyncBatchNorm(long features) {
        super(features, NormOptions.DEFAULT);
    }

    public SyncBatchNorm(long features, UnaryOperator<NormOptions> options) {
        super(features, options.apply(NormOptions.DEFAULT));
    }

    @Override
    boolean accepts(int rank) {
        return rank >= 2;
    }

    @Override
    String layout() {
        return "[b, c, ...]";
    }
}
