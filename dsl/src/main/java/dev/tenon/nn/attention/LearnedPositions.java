package dev.tenon.nn.attention;

import dev.tenon.core.ShapeException;
import dev.tenon.nn.LayerText;
import dev.tenon.nn.Parameter;
import dev.tenon.nn.Sizes;
import dev.tenon.nn.UnaryLayer;
import dev.tenon.nn.init.Init;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;

/** Adds to every element of {@code [batch, length, size]} a learned vector of its place, as an embedding of positions does. */
public final class LearnedPositions extends UnaryLayer {
    private final long length;
    private final long size;
    private final Parameter weight;

    /**
     * Vectors that start normal with mean 0 and standard deviation 0.02, as GPT-2's do.
     *
     * @param length how many places there are; inputs may be shorter
     * @param size of an element
     */
    public LearnedPositions(long length, long size) {
        Sizes.requirePositive("LearnedPositions", "length", length);
        Sizes.requirePositive("LearnedPositions", "size", size);
        this.length = length;
        this.size = size;
        this.weight = parameter("weight", Init.normal(0, 0.02, length, size));
    }

    /** The vectors {@code [length, size]}. */
    public Tensor weight() {
        return weight.value();
    }

    @Override
    protected Tensor output(Tensor input) {
        if (input.rank() < 2 || input.size(-1) != size || input.size(-2) > length) {
            throw new ShapeException("LearnedPositions: the input must be [..., length, " + size + "] of a length up to " + length
                + "\n  input: " + input.shape());
        }
        return Ops.add(input, Ops.narrow(weight(), 0, 0, input.size(-2)));
    }

    @Override
    protected String extraRepr() {
        return new LayerText().add(length).add(size).arguments();
    }
}
