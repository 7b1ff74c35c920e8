package dev.tenon.nn.norm;

import java.util.function.UnaryOperator;

/**
 * Instance normalisation of {@code [b, c, d, h, w]} per sample and channel; without weight and bias unless they are asked for.
 *
 * @see <a href="https://arxiv.org/abs/1607.08022">Ulyanov, Vedaldi and Lempitsky (2016)</a>
 */
public final class InstanceNorm3d extends InstanceNorm {
    public InstanceNorm3d(long features) {
        super(features, DEFAULT);
    }

    public InstanceNorm3d(long features, UnaryOperator<NormOptions> options) {
        super(features, options.apply(DEFAULT));
    }

    @Override
    int spatial() {
        return 3;
    }
}
