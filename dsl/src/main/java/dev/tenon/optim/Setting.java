package dev.tenon.optim;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Numbers;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of settings, checked; for generated code. */
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
}
