package dev.tenon.nn.norm;

import java.util.function.UnaryOperator;

/**
 * Batch normalisation of {@code [b, c]} or {@code [b, c, l]} per channel.
 *
 * @see <a href="https://arxiv.org/abs/1502.03167">Ioffe and Szegedy (2015)</a>
 */
public final class BatchNorm1d extends BatchNorm {
    public BatchNorm1d(long features) {
        super(features, NormOptions.DEFAULT);
    }

    public BatchNorm1d(long features, UnaryOperator<NormOptions> options) {
        super(features, options.apply(NormOptions.DEFAULT));
    }

    @Override
    boolean accepts(int rank) {
        return rank == 2 || rank == 3;
    }

    @Override
    String layout() {
        return "[b, c] or [b, c, l]";
    }
}
