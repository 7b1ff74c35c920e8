package dev.tenon.codegen.expr;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The constants of formulas. Those of the dtype have another value in each compute type. */
public enum Constant {
    PI(Math.PI, "Math.PI", "\\pi"),
    E(Math.E, "Math.E", "e"),
    SQRT2(1.4142135623730951, "1.4142135623730951", "\\sqrt{2}"),
    SQRT1_2(0.7071067811865476, "0.7071067811865476", "\\frac{1}{\\sqrt{2}}"),
    SQRT_2_PI(0.7978845608028654, "0.7978845608028654", "\\sqrt{\\frac{2}{\\pi}}"),
    TWO_SQRTPI(1.1283791670955126, "1.1283791670955126", "\\frac{2}{\\sqrt{\\pi}}"),
    LN2(0.6931471805599453, "0.6931471805599453", "\\ln 2"),
    LN10(2.302585092994046, "2.302585092994046", "\\ln 10"),
    INF(Double.POSITIVE_INFINITY, "Double.POSITIVE_INFINITY", "\\infty"),
    NAN(Double.NaN, "Double.NaN", "\\mathrm{NaN}"),
    EPS(0x1p-52, "0x1p-52", "\\varepsilon"),
    MAX(Double.MAX_VALUE, "Double.MAX_VALUE", "\\mathrm{max}"),
    LOWEST(-Double.MAX_VALUE, "-Double.MAX_VALUE", "-\\mathrm{max}");

    private final double value;
    private final String javaText;
    private final String latex;

    Constant(double value, String javaText, String latex) {
        this.value = value;
        this.javaText = javaText;
        this.latex = latex;
    }

    /** The constant of this name, or null. */
    public static @Nullable Constant of(String name) {
        for (var constant : values()) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        return null;
    }

    /** The names of all constants. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Enum::name).toList();
    }

    /** Its value in float64. */
    public double value() {
        return value;
    }

    /** Whether it depends on the compute type. */
    public boolean ofDtype() {
        return this == EPS || this == MAX || this == LOWEST;
    }

    /** Whether Java writes it out as a decimal number, and not by a name. */
    public boolean isWritten() {
        return switch (this) {
            case SQRT2, SQRT1_2, SQRT_2_PI, TWO_SQRTPI, LN2, LN10 -> true;
            default -> false;
        };
    }

    /** Java text for the compute type double. */
    public String javaText() {
        return javaText;
    }

    /** Java text for the compute type float. */
    public String javaFloatText() {
        return switch (this) {
            case EPS -> "0x1p-23f";
            case MAX -> "Float.MAX_VALUE";
            case LOWEST -> "-Float.MAX_VALUE";
            case INF -> "Float.POSITIVE_INFINITY";
            case NAN -> "Float.NaN";
            default -> "(float) " + javaText;
        };
    }

    /** Java text for the compute type long; null for what no integer can be. */
    public @Nullable String javaLongText() {
        return switch (this) {
            case INF, MAX -> "Long.MAX_VALUE";
            case LOWEST -> "Long.MIN_VALUE";
            default -> null;
        };
    }

    /** CUDA text. */
    public String cudaText(boolean isDouble) {
        return switch (this) {
            case INF -> isDouble ? "TN_INF" : "TN_INF_F";
            case NAN -> isDouble ? "TN_NAN" : "TN_NAN_F";
            case EPS -> isDouble ? "2.220446049250313e-16" : "1.1920929e-7f";
            case MAX -> isDouble ? "1.7976931348623157e308" : "3.4028235e38f";
            case LOWEST -> isDouble ? "-1.7976931348623157e308" : "-3.4028235e38f";
            default -> isDouble ? Double.toString(value) : (float) value + "f";
        };
    }

    public String latex() {
        return latex;
    }
}
