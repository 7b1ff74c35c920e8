package dev.tenon.nn.norm;

import dev.tenon.core.ArgumentException;
import dev.tenon.nn.LayerText;
import dev.tenon.nn.Parameter;
import dev.tenon.nn.Sizes;
import dev.tenon.nn.UnaryLayer;
import dev.tenon.nn.init.Init;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Normalises groups of channels of {@code [b, c, ...]}, then multiplies by a weight and adds a bias for each channel.
 *
 * @see <a href="https://arxiv.org/abs/1803.08494">Wu and He (2018)</a>
 */
public final class GroupNorm extends UnaryLayer {
    private final long groups;
    private final long channels;
    private final double eps;
    private final @Nullable Parameter weight;
    private final @Nullable Parameter bias;

    /** That many groups of the channels, with weight and bias; eps 1e-5. */
    public GroupNorm(long groups, long channels) {
        this(groups, channels, 1e-5, true, true);
    }

    /**
     * A group norm.
     *
     * @param eps added to the variance
     * @param affine whether a weight follows
     * @param withBias whether a bias follows it
     */
    public GroupNorm(long groups, long channels, double eps, boolean affine, boolean withBias) {
        Sizes.requirePositive("GroupNorm", "groups", groups);
        Sizes.requirePositive("GroupNorm", "channels", channels);
        if (channels % groups != 0) {
            throw new ArgumentException("GroupNorm: groups (" + groups + ") must divide the channels (" + channels + ")");
        }
        this.groups = groups;
        this.channels = channels;
        this.eps = eps;
        this.weight = affine ? parameter("weight", Init.ones(channels)) : null;
        this.bias = affine && withBias ? parameter("bias", Init.zeros(channels)) : null;
    }

    @Override
    protected Tensor output(Tensor input) {
        return Ops.groupNorm(input, groups, weight == null ? null : weight.value(), bias == null ? null : bias.value(), eps);
    }

    @Override
    protected String extraRepr() {
        return new LayerText().add(groups).add(channels).add("eps", eps).add("affine", weight != null).add("bias", bias != null)
            .arguments();
    }
}
