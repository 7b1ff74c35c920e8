package com.example.ops;

import dev.tenon.nn.Layer;
import dev.tenon.tensor.Tensor;

/** A layer of our own out of operators of our own: normalise, then round the bend. */
final class Rounded extends Layer {
    private final double roundness;

    Rounded(double roundness) {
        this.roundness = roundness;
    }

    @Override
    public Tensor forward(Tensor input) {
        return ExampleOps.squareplus(ExampleOps.rmsNormalize(input), roundness);
    }
}
