package dev.tenon.nn.declare;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.DefaultDtype;
import dev.tenon.core.Ints;

/**
 * What a network takes, without the batch.
 *
 * @param kind what a summary calls it
 * @param dtype element type
 * @param sizes sizes after the batch
 */
public record Input(String kind, DType dtype, Ints sizes) {
    public Input {
        for (long size : sizes.toArray()) {
            if (size <= 0) {
                throw new ArgumentException(kind + ": every size must be at least 1, got " + sizes);
            }
        }
    }

    /** Images {@code [N, channels, height, width]}. */
    public static Input image(long channels, long height, long width) {
        return new Input("image", DefaultDtype.current(), Ints.of(channels, height, width));
    }

    /** Signals {@code [N, channels, length]}. */
    public static Input signal(long channels, long length) {
        return new Input("signal", DefaultDtype.current(), Ints.of(channels, length));
    }

    /** Sequences {@code [N, time, features]}, as recurrent layers take them. */
    public static Input sequence(long time, long features) {
        return new Input("sequence", DefaultDtype.current(), Ints.of(time, features));
    }

    /** Vectors {@code [N, count]}. */
    public static Input features(long count) {
        return new Input("features", DefaultDtype.current(), Ints.of(count));
    }

    /** Indices of words or the like, {@code [N, length]} of int64. */
    public static Input tokens(long length) {
        return new Input("tokens", DType.INT64, Ints.of(length));
    }

    /** Anything else. */
    public static Input of(DType dtype, long... sizes) {
        return new Input("input", dtype, Ints.of(sizes));
    }
}
