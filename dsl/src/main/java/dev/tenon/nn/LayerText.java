package dev.tenon.nn;

import dev.tenon.core.Ints;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A layer as PyTorch prints it: {@code MaxPool2d(kernel_size=3, stride=2)}. */
public final class LayerText {
    private final StringJoiner text;

    public LayerText(String name) {
        this.text = new StringJoiner(", ", name + "(", ")");
    }

    /** Tells an argument. */
    public LayerText add(String name, @Nullable Object value) {
        text.add(name + "=" + python(value));
        return this;
    }

    /** Tells an argument by its value alone. */
    public LayerText add(long value) {
        text.add(Long.toString(value));
        return this;
    }

    /** Tells an argument that is not at its default. */
    public LayerText add(String name, @Nullable Object value, @Nullable Object byDefault) {
        return Objects.equals(value, byDefault) ? this : add(name, value);
    }

    private static String python(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean flag -> flag ? "True" : "False";
            case Double number -> real(number);
            case Enum<?> constant -> "'" + constant.name().toLowerCase(Locale.ROOT).replace('_', '-') + "'";
            case Ints list -> integers(list);
            default -> value.toString();
        };
    }

    /** Python writes an exponent from 1e-5 down, with a sign and two digits. */
    private static String real(double number) {
        var text = Double.toString(number);
        int e = text.indexOf('E');
        if (e < 0) {
            return text;
        }
        int exponent = Integer.parseInt(text.substring(e + 1));
        if (exponent >= -4 && exponent < 16) {
            var plain = new BigDecimal(text).stripTrailingZeros().toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        var digits = text.substring(0, e);
        return (digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits)
            + String.format(Locale.ROOT, "e%+03d", exponent);
    }

    /** One number where all are equal. */
    private static String integers(Ints list) {
        var numbers = new StringJoiner(", ", "(", ")");
        boolean equal = list.size() > 0;
        for (int i = 0; i < list.size(); i++) {
            numbers.add(Long.toString(list.get(i)));
            equal &= list.get(i) == list.get(0);
        }
        return equal ? Long.toString(list.get(0)) : numbers.toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
