package dev.tenon.nn.norm;

import dev.tenon.core.ArgumentException;
import dev.tenon.nn.LayerText;
import dev.tenon.nn.Parameter;
import dev.tenon.nn.Sizes;
import dev.tenon.nn.UnaryLayer;
import dev.tenon.nn.init.Init;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Divides the last dimensions by the root of their mean square, then multiplies by a weight of their shape.
 *
 * @see <a href="https://arxiv.org/abs/1910.07467">Zhang and Sennrich (2019)</a>
 */
public final class RmsNorm extends UnaryLayer {
    private final long[] shape;
    private final @Nullable Double eps;
    private final @Nullable Parameter weight;

    /** Over the last {@code shape.length} dimensions, which must have these sizes, with a weight; eps is the dtype's resolution. */
    public RmsNorm(long... shape) {
        this(shape, null, true);
    }

    /**
     * An RMS norm.
     *
     * @param eps added to the mean square; null for the dtype's resolution
     * @param affine whether a weight follows
     */
    public RmsNorm(long[] shape, @Nullable Double eps, boolean affine) {
        if (shape.length == 0) {
            throw new ArgumentException("RmsNorm: shape must name at least one size");
        }
        for (long size : shape) {
            Sizes.requirePositive("RmsNorm", "every size of shape", size);
        }
        this.shape = shape.clone();
        this.eps = eps;
        this.weight = affine ? parameter("weight", Init.ones(shape)) : null;
    }

    @Override
    protected Tensor output(Tensor input) {
        return Ops.rmsNorm(input, shape, weight == null ? null : weight.value(), eps);
    }

    @Override
    protected String extraRepr() {
        return new LayerText().add(LayerText.tuple(shape)).add("eps", eps).add("elementwise_affine", weight != null).arguments();
    }

    @Override
    protected String typeName() {
        return "RMSNorm";
    }
}
