package dev.tenon.tensor;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.DefaultDtype;
import dev.tenon.core.Device;
import dev.tenon.core.Numbers;
import dev.tenon.core.ShapeException;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tensors from numbers and truth values in arrays and lists, nested as deep as the tensor has dimensions. */
final class Nested {
    private static final int DEEPEST = 64;

    private final long[] shape;
    private final DType dtype;
    private final double[] doubles;
    private final long[] longs;
    private int filled;

    private Nested(Object values, @Nullable DType target) {
        this.shape = shape(values);
        long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        // Whole numbers that no long can be are numbers of a floating dtype.
        this.dtype = target != null && target.isFloating() && count > 0 && kind(values) < 2 ? target : dtype(values, count);
        this.doubles = new double[dtype.isFloating() ? Math.toIntExact(count) : 0];
        this.longs = new long[dtype.isFloating() ? 0 : Math.toIntExact(count)];
        fill(values, 0);
    }

    /**
     * A tensor of these values.
     *
     * @param values a number, a boolean, or an array or list of such or of arrays or lists
     * @param dtype the element type; null for that of the values: the default dtype, int64 or bool
     */
    static Tensor tensor(Object values, @Nullable DType dtype, Device device) {
        var nested = new Nested(values, dtype);
        var target = dtype == null ? nested.dtype : dtype;
        return nested.dtype.isFloating() ? Creation.of(nested.doubles, target, device, nested.shape)
            : Creation.of(nested.longs, target, device, nested.shape);
    }

    private static long[] shape(Object values) {
        var sizes = new ArrayList<Long>();
        @Nullable Object level = values;
        while (level != null && isNested(level)) {
            int size = size(level);
            sizes.add((long) size);
            if (sizes.size() > DEEPEST) {
                throw new ShapeException("tensor: more than " + DEEPEST + " levels of nesting");
            }
            level = size == 0 ? null : item(level, 0);
        }
        return sizes.stream().mapToLong(Long::longValue).toArray();
    }

    /** By the first value; a whole number among fractions is a fraction. */
    private static DType dtype(Object values, long count) {
        if (count == 0) {
            return DefaultDtype.current();
        }
        return switch (kind(values)) {
            case 2 -> DefaultDtype.current();
            case 1 -> DType.INT64;
            default -> DType.BOOL;
        };
    }

    /** 2 if a value has a fraction type, otherwise 1 if there is a number, otherwise 0. */
    private static int kind(@Nullable Object values) {
        if (values != null && isNested(values)) {
            int highest = 0;
            int size = size(values);
            boolean uniform = values.getClass().isArray() && values.getClass().getComponentType().isPrimitive();
            for (int i = 0; i < (uniform ? Math.min(1, size) : size); i++) {
                highest = Math.max(highest, kind(item(values, i)));
            }
            return highest;
        }
        return switch (values) {
            case BigInteger _ -> 1;
            case Number number -> Numbers.isFloating(Numbers.plain(number, "tensor", "the number")) ? 2 : 1;
            case Boolean _ -> 0;
            case null, default -> throw new ArgumentException("tensor: " + values + " is neither a number nor a truth value");
        };
    }

    private void fill(@Nullable Object values, int depth) {
        if (values == null || depth < shape.length != isNested(values)) {
            throw ragged(depth, values == null ? "null" : isNested(values) ? "a list" : "a number");
        }
        if (depth == shape.length) {
            put(values);
            return;
        }
        int size = size(values);
        if (size != shape[depth]) {
            throw ragged(depth, "size " + size);
        }
        for (int i = 0; i < size; i++) {
            fill(item(values, i), depth + 1);
        }
    }

    private void put(Object value) {
        var number = value instanceof Boolean flag ? (Number) (flag ? 1 : 0) : (Number) value;
        if (dtype.isFloating()) {
            doubles[filled++] = Numbers.real(number, "tensor", "the number");
        } else {
            longs[filled++] = Numbers.plain(number, "tensor", "the number").longValue();
        }
    }

    private ShapeException ragged(int depth, String found) {
        var expected = depth < shape.length ? "size " + shape[depth] : "a number";
        return new ShapeException("tensor: the values are ragged at level " + depth + ": expected " + expected + ", found " + found
            + "\n  try:   rows of equal length");
    }

    private static boolean isNested(Object values) {
        return values instanceof List<?> || values.getClass().isArray();
    }

    private static int size(Object values) {
        return values instanceof List<?> list ? list.size() : Array.getLength(values);
    }

    private static @Nullable Object item(Object values, int i) {
        return values instanceof List<?> list ? list.get(i) : Array.get(values, i);
    }
}
