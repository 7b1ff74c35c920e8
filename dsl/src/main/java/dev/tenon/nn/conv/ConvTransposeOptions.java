package dev.tenon.nn.conv;

import dev.tenon.core.Ints;

/**
 * How a transposed convolution spreads. One number stands for every spatial dimension.
 *
 * @param kernel the window's size; must be given
 * @param stride steps between windows of the output; 1
 * @param padding places cut off on each side of the output; 0
 * @param outputPadding places added behind the output; 0
 * @param dilation steps between a window's elements; 1
 * @param groups parts of the channels that do not see each other; 1
 * @param bias whether a bias is added; true
 */
public record ConvTransposeOptions(Ints kernel, Ints stride, Ints padding, Ints outputPadding, Ints dilation, long groups, boolean bias) {
    static final ConvTransposeOptions DEFAULT = new ConvTransposeOptions(Ints.of(), Ints.of(1), Ints.of(0), Ints.of(0), Ints.of(1), 1,
        true);

    public ConvTransposeOptions kernel(long... sizes) {
        return new ConvTransposeOptions(Ints.of(sizes), stride, padding, outputPadding, dilation, groups, bias);
    }

    public ConvTransposeOptions stride(long... steps) {
        return new ConvTransposeOptions(kernel, Ints.of(steps), padding, outputPadding, dilation, groups, bias);
    }

    public ConvTransposeOptions padding(long... places) {
        return new ConvTransposeOptions(kernel, stride, Ints.of(places), outputPadding, dilation, groups, bias);
    }

    public ConvTransposeOptions outputPadding(long... places) {
        return new ConvTransposeOptions(kernel, stride, padding, Ints.of(places), dilation, groups, bias);
    }

    public ConvTransposeOptions dilation(long... steps) {
        return new ConvTransposeOptions(kernel, stride, padding, outputPadding, Ints.of(steps), groups, bias);
    }

    public ConvTransposeOptions groups(long parts) {
        return new ConvTransposeOptions(kernel, stride, padding, outputPadding, dilation, parts, bias);
    }

    public ConvTransposeOptions noBias() {
        return new ConvTransposeOptions(kernel, stride, padding, outputPadding, dilation, groups, false);
    }
}
