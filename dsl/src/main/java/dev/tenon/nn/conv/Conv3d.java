package dev.tenon.nn.conv;

import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.function.UnaryOperator;

/** Cross-correlation of {@code [b, in, d, h, w]} with a kernel per output channel: {@code [b, out, d, h, w]} of other sizes. */
public final class Conv3d extends Conv {
    /** A convolution as configured; {@code c -> c.kernel(3)} is the least. Weight and bias start uniform within {@code 1 / sqrt(fan in)}. */
    public Conv3d(long inChannels, long outChannels, UnaryOperator<ConvOptions> options) {
        this(inChannels, outChannels, options.apply(ConvOptions.DEFAULT));
    }

    Conv3d(long inChannels, long outChannels, ConvOptions options) {
        super(3, inChannels, outChannels, options);
    }

    @Override
    protected Tensor output(Tensor input) {
        return Ops.conv3d(padded(input), weight(), bias(), stride, padding, dilation, groups);
    }
}
