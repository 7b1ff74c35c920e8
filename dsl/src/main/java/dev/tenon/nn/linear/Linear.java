package dev.tenon.nn.linear;

import dev.tenon.nn.LayerText;
import dev.tenon.nn.Parameter;
import dev.tenon.nn.Sizes;
import dev.tenon.nn.UnaryLayer;
import dev.tenon.nn.init.Init;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** {@code y = x W^T + b} over the last dimension: {@code [..., in]} to {@code [..., out]}. */
public final class Linear extends UnaryLayer {
    private final long inFeatures;
    private final long outFeatures;
    private final Parameter weight;
    private final @Nullable Parameter bias;

    public Linear(long inFeatures, long outFeatures) {
        this(inFeatures, outFeatures, true);
    }

    /**
     * A linear layer; weight and bias start uniform within {@code 1 / sqrt(inFeatures)}.
     *
     * @param withBias whether a bias is added
     */
    public Linear(long inFeatures, long outFeatures, boolean withBias) {
        Sizes.requirePositive("Linear", "inFeatures", inFeatures);
        Sizes.requirePositive("Linear", "outFeatures", outFeatures);
        this.inFeatures = inFeatures;
        this.outFeatures = outFeatures;
        this.weight = parameter("weight", Init.fanIn(inFeatures, outFeatures, inFeatures));
        this.bias = withBias ? parameter("bias", Init.fanIn(inFeatures, outFeatures)) : null;
    }

    /** Weight {@code [out, in]}. */
    public Tensor weight() {
        return weight.value();
    }

    /** Bias {@code [out]}, or null. */
    public @Nullable Tensor bias() {
        return bias == null ? null : bias.value();
    }

    @Override
    protected Tensor output(Tensor input) {
        return Ops.linear(input, weight(), bias());
    }

    @Override
    protected String extraRepr() {
        return new LayerText().add("in_features", inFeatures).add("out_features", outFeatures).add("bias", bias != null).arguments();
    }
}
