package dev.tenon.samples.conformance;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tensor as a golden file holds it.
 *
 * @param dtype element type
 * @param shape sizes
 * @param data elements, row-major: numbers, booleans, or the words {@code NaN}, {@code Infinity}, {@code -Infinity}, {@code -0}
 */
record GoldenTensor(DType dtype, long[] shape, List<?> data) {
    static GoldenTensor of(@Nullable Object json) {
        if (json instanceof Map<?, ?> members && members.get("shape") instanceof List<?> sizes
            && members.get("data") instanceof List<?> data) {
            var shape = sizes.stream().mapToLong(size -> (Long) size).toArray();
            return new GoldenTensor(DType.named(String.valueOf(members.get("dtype"))), shape, data);
        }
        throw new IllegalArgumentException("golden tensor: expected dtype, shape and data");
    }

    /** This tensor in the library: a leaf without history. */
    Tensor tensor(Device device) {
        if (dtype.isFloating()) {
            return Creation.of(doubles(), dtype, device, shape);
        }
        var longs = data.stream().mapToLong(value -> value instanceof Boolean flag ? flag ? 1 : 0 : ((Number) value).longValue()).toArray();
        return Creation.of(longs, dtype, device, shape);
    }

    double[] doubles() {
        return data.stream().mapToDouble(GoldenTensor::number).toArray();
    }

    /** A number, or one of the words that stand for what JSON numbers cannot say. */
    static double number(@Nullable Object value) {
        return switch (value) {
            case Number number -> number.doubleValue();
            case Boolean flag -> flag ? 1 : 0;
            case String word -> Double.parseDouble(word);
            case null, default -> throw new IllegalArgumentException("golden tensor: " + value + " is not a number");
        };
    }
}
