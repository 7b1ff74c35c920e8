package dev.tenon.nn.activation;

import dev.tenon.nn.LayerText;
import dev.tenon.nn.Parameter;
import dev.tenon.nn.Sizes;
import dev.tenon.nn.UnaryLayer;
import dev.tenon.nn.init.Init;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;

/**
 * Rectified linear unit with a learned slope below 0: one for all channels (dimension 1), or one for each.
 *
 * @see <a href="https://arxiv.org/abs/1502.01852">He et al. (2015)</a>
 */
public final class Prelu extends UnaryLayer {
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
    protected Tensor output(Tensor input) {
        return Ops.prelu(input, weight.value());
    }

    @Override
    protected String extraRepr() {
        return new LayerText().add("num_parameters", slopes).arguments();
    }

    @Override
    protected String typeName() {
        return "PReLU";
    }
}
