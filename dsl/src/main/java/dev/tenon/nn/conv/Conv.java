package dev.tenon.nn.conv;

import dev.tenon.core.ArgumentException;
import dev.tenon.nn.LayerText;
import dev.tenon.nn.Parameter;
import dev.tenon.nn.Sizes;
import dev.tenon.nn.UnaryLayer;
import dev.tenon.nn.init.Init;
import dev.tenon.ops.PaddingMode;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What convolutions of one to three dimensions share: their sizes, their parameters and padding of unequal sides. */
abstract sealed class Conv extends UnaryLayer permits Conv1d, Conv2d, Conv3d {
    final long[] stride;
    /** The zeros that the operator adds on each side. */
    final long[] padding;
    final long[] dilation;
    final long groups;
    private final long inChannels;
    private final long outChannels;
    private final long[] kernel;
    private final boolean same;
    private final PaddingMode mode;
    /** The padding on each side, whoever adds it. */
    private final long[] sides;
    /** What is put around the input before the operator sees it, in {@code pad}'s order; null for nothing. */
    private final long @Nullable [] around;
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
        this.sides = Sizes.expand(name, "padding", options.padding(), spatial);
        this.same = options.isSame();
        this.mode = options.paddingMode();
        for (int d = 0; d < spatial; d++) {
            requireFits(name, d);
        }
        boolean byZeros = mode == PaddingMode.CONSTANT;
        this.padding = byZeros ? sides : new long[spatial];
        this.around = around(byZeros);
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
        if (sides[d] < 0) {
            throw new ArgumentException(name + ": padding must be at least 0, got " + sides[d]);
        }
        if (same) {
            if (stride[d] != 1) {
                throw new ArgumentException(name + ": same() needs stride 1, got " + stride[d] + "\n  try:   padding(" + kernel[d] / 2
                    + ") instead");
            }
            // An even kernel needs one more place on the right, which around() adds.
            sides[d] = dilation[d] * (kernel[d] - 1) / 2;
        }
    }

    private long @Nullable [] around(boolean byZeros) {
        int spatial = kernel.length;
        var places = new long[2 * spatial];
        for (int d = 0; d < spatial; d++) {
            int at = 2 * (spatial - 1 - d);
            places[at] = byZeros ? 0 : sides[d];
            places[at + 1] = places[at] + (same ? dilation[d] * (kernel[d] - 1) % 2 : 0);
        }
        return Arrays.stream(places).allMatch(count -> count == 0) ? null : places;
    }

    /** The input with what the operator does not add itself. */
    final Tensor padded(Tensor input) {
        return around == null ? input : Ops.pad(input, around, mode);
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
            text.tupleUnless(0, "padding", sides);
        }
        text.tupleUnless(1, "dilation", dilation).add("groups", groups, 1L);
        text.add("bias", bias != null, true);
        return mode == PaddingMode.CONSTANT ? text.arguments()
            : text.add("padding_mode", mode.name().toLowerCase(Locale.ROOT)).arguments();
    }
}
