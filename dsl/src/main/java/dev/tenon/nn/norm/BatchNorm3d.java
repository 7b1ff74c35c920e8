package dev.tenon.nn.norm;

import java.util.function.UnaryOperator;

/**
 * Batch normalisation of {@code [b, c, d, h, w]} per channel.
 *
 * @see <a href="https://arxiv.org/abs/1502.03167">Ioffe and Szegedy (2015)</a>
 */
public final class BatchNorm3d extends BatchNorm {
    public BatchNorm3d(long features) {
        super(features, NormOptions.DEFAULT);
    }

    public BatchNorm3d(long features, UnaryOperator<NormOptions> options) {
        super(features, options.apply(NormOptions.DEFAULT));
    }

    @Override
    boolean accepts(int rank) {
        return rank == 5;
    }

    @Override
    String layout() {
        return "[b, c, d, h, w]";
    }
}
