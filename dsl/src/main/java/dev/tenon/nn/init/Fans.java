package dev.tenon.nn.init;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Shape;
import dev.tenon.tensor.Tensor;

/**
 * How many numbers a weight {@code [out, in, kernel...]} joins.
 *
 * @param in inputs that one output sees
 * @param out outputs that one input reaches
 */
record Fans(double in, double out) {
    static Fans of(String caller, Tensor weight) {
        requireRank(caller, weight.shape(), 2, Integer.MAX_VALUE);
        double window = 1;
        for (int d = 2; d < weight.rank(); d++) {
            window *= weight.size(d);
        }
        return new Fans(weight.size(1) * window, weight.size(0) * window);
    }

    double of(FanMode mode) {
        return mode == FanMode.FAN_IN ? in : out;
    }

    static void requireRank(String caller, Shape shape, int least, int most) {
        if (shape.rank() < least || shape.rank() > most) {
            throw new ArgumentException(caller + ": the tensor must have " + (least == most ? Integer.toString(least)
                : most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most) + " dimensions, got " + shape);
        }
    }
}
