package dev.tenon.nn.conv;

import dev.tenon.core.Ints;
import dev.tenon.ops.PaddingMode;

/**
 * How a convolution slides. One number stands for every spatial dimension.
 *
 * @param kernel the window's size; must be given
 * @param stride steps between windows; 1
 * @param padding places on each side; 0
 * @param dilation steps between a window's elements; 1
 * @param groups parts of the channels that do not see each other; 1
 * @param bias whether a bias is added; true
 * @param isSame whether the padding is chosen so that the output is as large as the input; false
 * @param paddingMode what the padding is: zeros ({@code CONSTANT}), the input mirrored or gone around, or its border; zeros
 */
public record ConvOptions(Ints kernel, Ints stride, Ints padding, Ints dilation, long groups, boolean bias, boolean isSame,
    PaddingMode paddingMode) {
    public static final ConvOptions DEFAULT = new ConvOptions(Ints.of(), Ints.of(1), Ints.of(0), Ints.of(1), 1, true, false,
        PaddingMode.CONSTANT);

    public ConvOptions kernel(long... sizes) {
        return new ConvOptions(Ints.of(sizes), stride, padding, dilation, groups, bias, isSame, paddingMode);
    }

    public ConvOptions stride(long... steps) {
        return new ConvOptions(kernel, Ints.of(steps), padding, dilation, groups, bias, isSame, paddingMode);
    }

    public ConvOptions padding(long... places) {
        return new ConvOptions(kernel, stride, Ints.of(places), dilation, groups, bias, false, paddingMode);
    }

    public ConvOptions dilation(long... steps) {
        return new ConvOptions(kernel, stride, padding, Ints.of(steps), groups, bias, isSame, paddingMode);
    }

    public ConvOptions groups(long parts) {
        return new ConvOptions(kernel, stride, padding, dilation, parts, bias, isSame, paddingMode);
    }

    public ConvOptions noBias() {
        return new ConvOptions(kernel, stride, padding, dilation, groups, false, isSame, paddingMode);
    }

    /** Pads so that the output is as large as the input; the stride must be 1. */
    public ConvOptions same() {
        return new ConvOptions(kernel, stride, padding, dilation, groups, bias, true, paddingMode);
    }

    /** What lies around the input: {@code paddingMode(PaddingMode.REFLECT)}. */
    public ConvOptions paddingMode(PaddingMode mode) {
        return new ConvOptions(kernel, stride, padding, dilation, groups, bias, isSame, mode);
    }
}
