package dev.tenon.spi;

import dev.tenon.core.DType;
import dev.tenon.core.Ints;

/** Shapes of pooling by windows of nearly one size. */
public final class AdaptiveRules {
    private AdaptiveRules() {}

    /** Maxima of as many windows as the output has places, and their places. */
    public static void maxPool2d(Inference call, Ints outputSize) {
        PoolRules.adaptiveAvgPool2d(call, outputSize);
        var input = call.in(0).sizes();
        for (int d = input.length - 2; d < input.length; d++) {
            if (input[d] == 0) {
                throw call.shapeError("dimension " + d + " must not be empty: there is no largest of no elements", null);
            }
        }
        call.output(DType.INT64, call.sizes(0));
    }
}
