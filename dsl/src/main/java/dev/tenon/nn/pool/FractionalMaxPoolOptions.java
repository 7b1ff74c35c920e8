package dev.tenon.nn.pool;

import dev.tenon.core.Doubles;
import dev.tenon.core.Ints;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * How a fractional pool works. Of the output's size and ratio one must be given.
 *
 * @param outputSize how many windows there are, one number for every dimension or one for each; null for the ratio
 * @param outputRatio the output's size divided by the input's, each in (0, 1); null for the size
 * @param returnIndices whether {@code forwardAll} gives the places of the maxima, too, which {@code MaxUnpool2d} takes; false
 * @param samples where windows begin, numbers in [0, 1) of shape {@code [batch, channels, dimensions]}, in the place of drawn ones; null to draw
 */
public record FractionalMaxPoolOptions(@Nullable Ints outputSize, @Nullable Doubles outputRatio, boolean returnIndices,
    @Nullable Tensor samples) {
    public static final FractionalMaxPoolOptions DEFAULT = new FractionalMaxPoolOptions(null, null, false, null);

    public FractionalMaxPoolOptions outputSize(long... size) {
        return new FractionalMaxPoolOptions(Ints.of(size), outputRatio, returnIndices, samples);
    }

    public FractionalMaxPoolOptions outputRatio(double... ratio) {
        return new FractionalMaxPoolOptions(outputSize, Doubles.of(ratio), returnIndices, samples);
    }

    public FractionalMaxPoolOptions returnIndices(boolean wanted) {
        return new FractionalMaxPoolOptions(outputSize, outputRatio, wanted, samples);
    }

    public FractionalMaxPoolOptions samples(Tensor given) {
        return new FractionalMaxPoolOptions(outputSize, outputRatio, returnIndices, given);
    }
}
