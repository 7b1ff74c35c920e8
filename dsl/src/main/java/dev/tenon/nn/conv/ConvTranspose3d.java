package dev.tenon.nn.conv;

import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.function.UnaryOperator;

/** The transposed convolution of {@code [b, in, d, h, w]} to {@code [b, out, d, h, w]} of larger sizes: every element spreads a kernel. */
public final class ConvTranspose3d extends ConvTranspose {
    /** As configured; {@code c -> c.kernel(3)} is the least. Weight and bias start uniform within {@code 1 / sqrt(fan in)}. */
    public ConvTranspose3d(long inChannels, long outChannels, UnaryOperator<ConvTransposeOptions> options) {
        this(inChannels, outChannels, options.apply(ConvTransposeOptions.DEFAULT));
    }

    ConvTranspose3d(long inChannels, long outChannels, ConvTransposeOptions options) {
        super(3, inChannels, outChannels, options);
    }

    @Override
    Tensor transposed(Tensor input, long[] added) {
        return Ops.convTranspose3d(input, weight(), bias(), stride, padding, added, groups, dilation);
    }
}
