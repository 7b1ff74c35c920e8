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
 * Normalises over the last dimensions, then multiplies by a weight and adds a bias of their shape.
 *
 * @see <a href="https://arxiv.org/abs/1607.06450">Ba, Kiros and Hinton (2016)</a>
 */
public final class LayerNorm extends UnaryLayer {
    private final long[] shape;
    private final double eps;
    private final @Nullable Parameter weight;
    private final @Nullable Parameter bias;

    /** Over the last {@code shape.length} dimensions, which must have these sizes; eps 1e-5. */
    public LayerNorm(long... shape) {
        this(shape, 1e-5, true, true);
    }

    /**
     * A layer norm.
     *
     * @param eps added to the variance
     * @param affine whether a weight follows
     * @param withBias whether a bias follows it
     */
    public LayerNorm(long[] shape, double eps, boolean affine, boolean withBias) {
        if (shape.length == 0) {
            throw new ArgumentException("LayerNorm: shape must name at least one size");
        }
        for (long size : shape) {
            Sizes.requirePositive("LayerNorm", "every size of shape", size);
        }
        this.shape = shape.clone();
        this.eps = eps;
        this.weight = affine ? parameter("weight", Init.ones(shape)) : null;
        this.bias = affine && withBias ? parameter("bias", Init.zeros(shape)) : null;
    }

    @Override
    protected Tensor output(Tensor input) {
        return Ops.layerNorm(input, shape, weight == null ? null : weight.value(), bias == null ? null : bias.value(), eps);
    }

    @Override
    protected String extraRepr() {
        return new LayerText().add(LayerText.tuple(shape)).add("eps", eps).add("elementwise_affine", weight != null)
            .add("bias", bias != null).arguments();
    }
}
