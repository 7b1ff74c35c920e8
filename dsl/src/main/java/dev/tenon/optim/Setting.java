package dev.tenon.optim;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.Numbers;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of settings, checked and saved; for settings of optimizers and schedules, generated or not. */
public final class Setting {
    private Setting() {}

    /** Refuses a number that is not in its range, of which the message has the text. */
    public static void require(boolean holds, String optimizer, String name, String range, Number value) {
        if (!holds) {
            throw new ArgumentException(optimizer + ": " + name + " must be " + range + ", got " + value);
        }
    }

    /** Settings by name, in this order. */
    public static Map<String, Object> of(Object... namesAndValues) {
        var settings = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return Collections.unmodifiableMap(settings);
    }

    public static double number(String name, Object value) {
        if (value instanceof Number number) {
            return Numbers.real(number, "optimizer", name);
        }
        throw new ArgumentException("optimizer: " + name + " must be a number, got " + value);
    }

    public static long integer(String name, Object value) {
        double number = number(name, value);
        if (number == Math.rint(number) && Math.abs(number) <= 1L << 53) {
            return (long) number;
        }
        throw new ArgumentException("optimizer: " + name + " must be a whole number, got " + value);
    }

    public static boolean flag(String name, Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new ArgumentException("optimizer: " + name + " must be true or false, got " + value);
    }

    /** A list of so many numbers. */
    public static List<?> numbers(String optimizer, String name, Object value, int count) {
        if (value instanceof List<?> numbers && numbers.size() == count) {
            return numbers;
        }
        throw new ArgumentException(
            optimizer + ": " + name + " must be " + (count == 2 ? "two" : String.valueOf(count)) + " numbers, got " + value);
    }

    /** That an optimizer has no such argument. */
    public static ArgumentException unknown(String optimizer, String name, Map<String, Object> known) {
        return new ArgumentException(optimizer + ": does not take '" + name + "'\n  try:   one of " + known.keySet());
    }

    /** A setting as a saved state holds it. */
    public static Tensor tensor(Object value) {
        return switch (value) {
            case String word -> word(word);
            case Boolean flag -> Creation.full(new long[0], flag ? 1 : 0, DType.BOOL, Device.CPU);
            case List<?> numbers -> Creation.of(numbers.stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray(), DType.FLOAT64,
                Device.CPU, numbers.size());
            default -> Creation.full(new long[0], (Number) value, DType.FLOAT64, Device.CPU);
        };
    }

    /** A setting that a state holds, of the kind of {@code like}. */
    public static Object value(Tensor saved, Object like) {
        return switch (like) {
            case String _ -> word(saved);
            case Boolean _ -> saved.item() != 0;
            case List<?> _ -> Arrays.stream(saved.toDoubleArray()).boxed().toList();
            default -> saved.item();
        };
    }

    /** Words are bytes: a state holds nothing but tensors. */
    private static Tensor word(String word) {
        var bytes = word.getBytes(StandardCharsets.UTF_8);
        return Creation.of(bytes, DType.INT8, Device.CPU, bytes.length);
    }

    private static String word(Tensor saved) {
        var text = new StringBuilder();
        for (double code : saved.toDoubleArray()) {
            text.append((char) code);
        }
        return text.toString();
    }
}
