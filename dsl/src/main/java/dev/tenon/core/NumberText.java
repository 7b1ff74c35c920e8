package dev.tenon.core;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers in C's {@code %.4f} and {@code %.4e}: the exact binary value is rounded, which Java's own formatter does not do. */
public final class NumberText {
    private NumberText() {}

    public static String fixed(double value, int digits) {
        if (!Double.isFinite(value)) {
            return special(value);
        }
        var text = new BigDecimal(Math.abs(value)).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
        return isNegative(value) ? "-" + text : text;
    }

    public static String scientific(double value, int digits) {
        if (!Double.isFinite(value)) {
            return special(value);
        }
        var sign = isNegative(value) ? "-" : "";
        if (value == 0) {
            return sign + "0." + "0".repeat(digits) + "e+00";
        }
        var rounded = new BigDecimal(Math.abs(value)).round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
        var unscaled = rounded.unscaledValue().toString();
        int exponent = unscaled.length() - 1 - rounded.scale();
        var padded = unscaled.length() > digits ? unscaled.substring(0, digits + 1) : unscaled + "0".repeat(digits + 1 - unscaled.length());
        return sign + padded.charAt(0) + "." + padded.substring(1) + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "")
            + Math.abs(exponent);
    }

    private static String special(double value) {
        return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }

    private static boolean isNegative(double value) {
        return Double.doubleToRawLongBits(value) < 0;
    }
}
