package dev.tenon.nn.activation;

import dev.tenon.nn.Layer;
import dev.tenon.nn.Parameter;
import dev.tenon.nn.Sizes;
import dev.tenon.nn.init.Init;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;

/**
 * Rectified linear unit with a learned slope below 0: one for all channels (dimension 1), or one for each.
 *
 * @see <a href="https://arxiv.org/abs/1502.01852">He et al. (2015)</a>
 */
public final class Prelu extends Layer {
    private final long slopes;
    private final Parameter weight;

    /** One slope, 0.25 at first. */
    public Prelu() {
        this(1, 0.25);
    }

    /** That many slopes, each {@code initial} at first. */
    public Prelu(long slopes, double initial) {
        Sizes.requirePositive("Prelu", "slopes", slopes);
        this.slopes = slopes;
        this.weight = parameter("weight", Ops.mul(Init.ones(slopes), initial));
    }

    @Override
    public Tensor forward(Tensor input) {
        return Ops.prelu(input, weight.value());
    }

    @Override
    public String toString() {
        return "Prelu(" + slopes + ")";
    }
}
