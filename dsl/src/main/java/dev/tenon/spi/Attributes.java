package dev.tenon.spi;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Doubles;
import dev.tenon.core.Ints;
import dev.tenon.core.Numbers;
import dev.tenon.core.Operand;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What generated records and methods do with attribute values: refuse what is missing, convert lists. */
public final class Attributes {
    private Attributes() {}

    /**
     * The value of an attribute that must be given.
     *
     * @throws ArgumentException if it is null; the message names the operator and the attribute
     */
    public static <T> T given(@Nullable T value, String op, String attribute) {
        if (value == null) {
            throw new ArgumentException(op + ": " + attribute + " is null\n  try:   pass a value for " + attribute);
        }
        return value;
    }

    /**
     * A number that must be given, as {@link Numbers#plain} has it.
     *
     * @throws ArgumentException if it is null or does not fit in 64 bits; the message names the operator and the attribute
     */
    public static Number number(@Nullable Number value, String op, String attribute) {
        return value instanceof Double || value instanceof Integer ? value
            : Numbers.plain(given(value, op, attribute), op, attribute);
    }

    /**
     * A number that becomes an element of a tensor's dtype, as {@link Numbers#element} has it.
     *
     * @throws ArgumentException if it is null, or the dtype cannot hold it
     */
    public static Number element(@Nullable Number value, @Nullable Operand like, String op, String attribute) {
        var plain = number(value, op, attribute);
        if (like == null) {
            return plain;
        }
        if (like.dtype().isFloating()) {
            Numbers.requireFinite(like.dtype(), plain, op, attribute);
            return plain;
        }
        return Numbers.element(like.dtype(), plain, op, attribute);
    }

    /** A number as {@link Numbers#plain} has it; null stays null. */
    public static @Nullable Number numberOrNull(@Nullable Number value, String op, String attribute) {
        return value == null ? null : number(value, op, attribute);
    }

    /**
     * The value of a list attribute that holds {@code length} integers, or one that stands for all of them.
     *
     * @throws ArgumentException if it has another length
     */
    public static Ints sized(@Nullable Ints values, int length, String op, String attribute) {
        var list = given(values, op, attribute);
        requireLength(length, list, op, attribute);
        return list;
    }

    /**
     * The value of a list that must hold {@code length} integers; one stands for all of them.
     *
     * @throws ArgumentException if it is null or has another length
     */
    public static long[] repeated(long @Nullable [] values, int length, String op, String attribute) {
        var list = sized(ints(values), length, op, attribute);
        return LongStream.range(0, length).map(i -> list.at((int) i)).toArray();
    }

    private static void requireLength(int wanted, Ints list, String op, String attribute) {
        if (list.size() != 1 && list.size() != wanted) {
            throw new ArgumentException(
                op + ": " + attribute + " must hold " + (wanted == 1 ? "one integer" : "1 or " + wanted + " integers")
                    + ", got " + list
                    + "\n  try:   one integer for all, or one per dimension");
        }
    }

    /**
     * The value of such a list where it may be left out: null and, as PyTorch has it, the empty list say nothing.
     *
     * @throws ArgumentException if it has another length
     */
    public static @Nullable Ints sizedIfGiven(@Nullable Ints values, int length, String op, String attribute) {
        return values == null || values.size() == 0 ? null : sized(values, length, op, attribute);
    }

    /** The value for place {@code i} of a list in which one number stands for all. */
    public static long at(long[] values, int i) {
        return values.length == 1 ? values[0] : values[i];
    }

    /** A list of a fixed length where it is given: neither null nor, as PyTorch has it, empty. */
    public static long[] orElse(long @Nullable [] values, long[] otherwise) {
        return values == null || values.length == 0 ? otherwise : values;
    }

    /**
     * A list attribute that must be given, from an array.
     *
     * @throws ArgumentException if it is null; the message names the operator and the attribute
     */
    public static Ints ints(long @Nullable [] values, String op, String attribute) {
        return Ints.of(given(values, op, attribute));
    }

    /** A list attribute from an array; null stays null. */
    public static @Nullable Ints ints(long @Nullable [] values) {
        return values == null ? null : Ints.of(values);
    }

    /**
     * A list of real numbers that must be given, from an array.
     *
     * @throws ArgumentException if it is null; the message names the operator and the attribute
     */
    public static Doubles doubles(double @Nullable [] values, String op, String attribute) {
        return Doubles.of(given(values, op, attribute));
    }

    /** A list of real numbers from an array; null stays null. */
    public static @Nullable Doubles doubles(double @Nullable [] values) {
        return values == null ? null : Doubles.of(values);
    }

    /** The array of a list attribute; null stays null. */
    public static long @Nullable [] array(@Nullable Ints values) {
        return values == null ? null : values.toArray();
    }
}
