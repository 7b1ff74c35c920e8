package dev.tenon.nn.conv;

import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.function.UnaryOperator;

/** The transposed convolution of {@code [b, in, l]} to {@code [b, out, l]} of larger sizes: every element spreads a kernel. */
public final class ConvTranspose1d extends ConvTranspose {
    /** As configured; {@code c -> c.kernel(3)} is the least. Weight and bias start uniform within {@code 1 / sqrt(fan in)}. */
    public ConvTranspose1d(long inChannels, long outChannels, UnaryOperator<ConvTransposeOptions> options) {
        this(inChannels, outChannels, options.apply(ConvTransposeOptions.DEFAULT));
    }

    ConvTranspose1d(long inChannels, long outChannels, ConvTransposeOptions options) {
        super(1, inChannels, outChannels, options);
    }

    @Override
    Tensor transposed(Tensor input, long[] added) {
        return Ops.convTranspose1d(input, weight(), bias(), stride, padding, added, groups, dilation);
    }
}
