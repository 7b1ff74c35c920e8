package dev.tenon.data.transform;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Device;
import dev.tenon.core.ShapeException;
import dev.tenon.data.SampleTransform;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/** Changes of sequences, first inputs {@code [t, ...]}; {@link dev.tenon.data.Collation#padded} makes batches of different lengths. */
public final class Sequences {
    private Sequences() {}

    /** At most the first {@code length} elements. */
    public static SampleTransform truncate(int length) {
        requireLength(length);
        return (sample, _) -> length(sample.x()) <= length ? sample : sample.withX(resized(sample.x(), length, 0));
    }

    /** As many as {@code length}, with {@code value} at the end; longer ones stay. */
    public static SampleTransform pad(int length, double value) {
        requireLength(length);
        return (sample, _) -> length(sample.x()) >= length ? sample : sample.withX(resized(sample.x(), length, value));
    }

    private static void requireLength(int length) {
        if (length < 0) {
            throw new ArgumentException("sequences: the length must be at least 0, got " + length);
        }
    }

    private static long length(Tensor sequence) {
        if (sequence.rank() == 0) {
            throw new ShapeException("sequences: expected [length, ...], got a number");
        }
        return sequence.size(0);
    }

    private static Tensor resized(Tensor sequence, int length, double value) {
        var shape = sequence.shape().toArray();
        shape[0] = length;
        var result = Creation.full(shape, value, sequence.dtype(), Device.CPU);
        if (result.numel() > 0 && sequence.numel() > 0) {
            sequence.useSegment(from -> result
                .useSegment(to -> MemorySegment.copy(from, 0, to, 0, Math.min(from.byteSize(), to.byteSize()))));
        }
        return result;
    }
}
