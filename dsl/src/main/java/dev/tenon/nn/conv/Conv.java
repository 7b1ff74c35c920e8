package dev.tenon.nn.conv;

import dev.tenon.core.ArgumentException;
import dev.tenon.nn.LayerText;
import dev.tenon.nn.Parameter;
import dev.tenon.nn.Sizes;
import dev.tenon.nn.UnaryLayer;
import dev.tenon.nn.init.Init;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What convolutions of one to three dimensions share: their sizes, their parameters and padding of unequal sides. */
abstract sealed class Conv extends UnaryLayer permits Conv1d, Conv2d, Conv3d {
    final long[] stride;
    final long[] padding;
    final long[] dilation;
    final long groups;
    private final long inChannels;
    private final long outChannels;
    private final long[] kernel;
    private final boolean same;
    private final Parameter weight;
    private final @Nullable Parameter bias;

    Conv(int spatial, long inChannels, long outChannels, ConvOptions options) {
        var name = getClass().getSimpleName();
        Sizes.requirePositive(name, "inChannels", inChannels);
        Sizes.requirePositive(name, "outChannels", outChannels);
        Sizes.requirePositive(name, "groups", options.groups());
        if (inChannels % options.groups() != 0 || outChannels % options.groups() != 0) {
            throw new ArgumentException(name + ": groups (" + options.groups() + ") must divide the channels, " + inChannels + " in and "
                + outChannels + " out");
        }
        this.inChannels = inChannels;
        this.outChannels = outChannels;
        this.groups = options.groups();
        this.kernel = Sizes.expand(name, "kernel", options.kernel(), spatial);
        this.stride = Sizes.expand(name, "stride", options.stride(), spatial);
        this.dilation = Sizes.expand(name, "dilation", options.dilation(), spatial);
        this.padding = Sizes.expand(name, "padding", options.padding(), spatial);
        this.same = options.isSame();
        for (int d = 0; d < spatial; d++) {
            requireFits(name, d);
        }
        var shape = new long[2 + spatial];
        shape[0] = outChannels;
        shape[1] = inChannels / groups;
        System.arraycopy(kernel, 0, shape, 2, spatial);
        long fanIn = Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact);
        this.weight = parameter("weight", Init.fanIn(fanIn, shape));
        this.bias = options.bias() ? parameter("bias", Init.fanIn(fanIn, outChannels)) : null;
    }

    private void requireFits(String name, int d) {
        Sizes.requirePositive(name, "kernel", kernel[d]);
        Sizes.requirePositive(name, "stride", stride[d]);
        Sizes.requirePositive(name, "dilation", dilation[d]);
        if (padding[d] < 0) {
            throw new ArgumentException(name + ": padding must be at least 0, got " + padding[d]);
        }
        if (same) {
            if (stride[d] != 1) {
                throw new ArgumentException(name + ": same() needs stride 1, got " + stride[d] + "\n  try:   padding(" + kernel[d] / 2
                    + ") instead");
            }
            // An even kernel needs one more zero on the right, which unequalPadding() adds.
            padding[d] = dilation[d] * (kernel[d] - 1) / 2;
        }
    }

    /** Zeros to add on the right beyond {@link #padding}, in {@code pad}'s order, or null if both sides are alike. */
    final long @Nullable [] unequalPadding() {
        long @Nullable [] result = null;
        int spatial = kernel.length;
        for (int d = 0; same && d < spatial; d++) {
            if (dilation[d] * (kernel[d] - 1) % 2 != 0) {
                result = result == null ? new long[2 * spatial] : result;
                result[2 * (spatial - 1 - d) + 1] = 1;
            }
        }
        return result;
    }

    /** Weight {@code [out, in / groups, kernel...]}. */
    public final Tensor weight() {
        return weight.value();
    }

    /** Bias {@code [out]}, or null. */
    public final @Nullable Tensor bias() {
        return bias == null ? null : bias.value();
    }

    @Override
    protected final String extraRepr() {
        var text = new LayerText().add(inChannels).add(outChannels).tuple("kernel_size", kernel).tuple("stride", stride);
        if (same) {
            text.add("padding", "same");
        } else {
            text.tupleUnless(0, "padding", padding);
        }
        text.tupleUnless(1, "dilation", dilation).add("groups", groups, 1L);
        return text.add("bias", bias != null, true).arguments();
    }
}
