package dev.tenon.nn.conv;

import dev.tenon.core.ArgumentException;
import dev.tenon.nn.LayerText;
import dev.tenon.nn.Parameter;
import dev.tenon.nn.Sizes;
import dev.tenon.nn.UnaryLayer;
import dev.tenon.nn.init.Init;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What transposed convolutions of one to three dimensions share: their sizes and their parameters. */
abstract sealed class ConvTranspose extends UnaryLayer permits ConvTranspose1d, ConvTranspose2d, ConvTranspose3d {
    final long[] stride;
    final long[] padding;
    final long[] outputPadding;
    final long[] dilation;
    final long groups;
    private final long inChannels;
    private final long outChannels;
    private final long[] kernel;
    private final Parameter weight;
    private final @Nullable Parameter bias;

    ConvTranspose(int spatial, long inChannels, long outChannels, ConvTransposeOptions options) {
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
        this.padding = Sizes.expand(name, "padding", options.padding(), spatial);
        this.outputPadding = Sizes.expand(name, "outputPadding", options.outputPadding(), spatial);
        this.dilation = Sizes.expand(name, "dilation", options.dilation(), spatial);
        for (long size : kernel) {
            Sizes.requirePositive(name, "kernel", size);
        }
        var shape = new long[2 + spatial];
        shape[0] = inChannels;
        shape[1] = outChannels / groups;
        System.arraycopy(kernel, 0, shape, 2, spatial);
        long fanIn = Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact);
        this.weight = parameter("weight", Init.fanIn(fanIn, shape));
        this.bias = options.bias() ? parameter("bias", Init.fanIn(fanIn, outChannels)) : null;
    }

    /** With this many places added behind the output. */
    abstract Tensor transposed(Tensor input, long[] added);

    @Override
    protected final Tensor output(Tensor input) {
        return transposed(input, outputPadding);
    }

    /**
     * The output of this size, where the stride leaves a choice: several sizes have one that a convolution makes of them.
     *
     * @param outputSize of the spatial dimensions
     * @throws ArgumentException if the input has no output of this size
     */
    public final Tensor forward(Tensor input, long[] outputSize) {
        return calling(List.of(input), given -> List.of(sized(given.getFirst(), outputSize))).getFirst();
    }

    private Tensor sized(Tensor input, long[] outputSize) {
        int spatial = kernel.length;
        if (outputSize.length != spatial) {
            throw new ArgumentException(typeName() + ": outputSize must have " + spatial + " sizes, got " + outputSize.length);
        }
        var added = new long[spatial];
        for (int d = 0; d < spatial; d++) {
            long least = (input.size(d - spatial) - 1) * stride[d] - 2 * padding[d] + dilation[d] * (kernel[d] - 1) + 1;
            added[d] = outputSize[d] - least;
            if (added[d] < 0 || added[d] >= stride[d]) {
                throw new ArgumentException(typeName() + ": outputSize[" + d + "] must be from " + least + " to " + (least + stride[d] - 1)
                    + " for this input, got " + outputSize[d] + "\n  input: " + input.shape());
            }
        }
        return transposed(input, added);
    }

    /** Weight {@code [in, out / groups, kernel...]}. */
    public final Tensor weight() {
        return weight.value();
    }

    /** Bias {@code [out]}, or null. */
    public final @Nullable Tensor bias() {
        return bias == null ? null : bias.value();
    }

    @Override
    protected final String extraRepr() {
        return new LayerText().add(inChannels).add(outChannels).tuple("kernel_size", kernel).tuple("stride", stride)
            .tupleUnless(0, "padding", padding).tupleUnless(1, "dilation", dilation).tupleUnless(0, "output_padding", outputPadding)
            .add("groups", groups, 1L).add("bias", bias != null, true).arguments();
    }
}
