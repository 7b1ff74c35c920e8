package dev.tenon.codegen.emit.formula;

import dev.tenon.codegen.expr.Constant;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.FunctionForm;
import dev.tenon.codegen.expr.Intrinsic;
import org.jspecify.annotations.Nullable;

/** The languages that formulas are written in, one element at a time: Java and CUDA C++, by compute type. */
public enum Dialect {
    JAVA_DOUBLE("double", false),
    /** Doubles where no kernel is at hand: with the functions of the JDK alone. */
    JAVA_PLAIN("double", false), JAVA_LONG("long", true), CUDA_DOUBLE("double", false), CUDA_FLOAT("float", false),
    CUDA_LONG("long long", true);

    private final String type;
    private final boolean integral;

    Dialect(String type, boolean integral) {
        this.type = type;
        this.integral = integral;
    }

    /** The compute type in that language. */
    public String type() {
        return type;
    }

    /** Whether it is an integer type. */
    public boolean integral() {
        return integral;
    }

    boolean isCuda() {
        return this == CUDA_DOUBLE || this == CUDA_FLOAT || this == CUDA_LONG;
    }

    /** The number as people write it where a double is expected: 1 without a fraction. */
    public String shortLiteral(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e6 ? String.valueOf((long) value) : literal(value);
    }

    /** The number as a literal: of an integer all bits among integers. */
    String literal(Expr.Num num) {
        return integral && num.integral() ? literal(num.whole()) : literal(num.value());
    }

    private String literal(long whole) {
        return !isCuda() ? whole == (int) whole ? String.valueOf(whole) : whole + "L" : whole == Long.MIN_VALUE ? lowest() : whole + "LL";
    }

    /** The number as a literal; one that no integer can be is cut in integer dialects. */
    public String literal(double value) {
        if (integral) {
            return literal((long) value);
        }
        if (this == CUDA_FLOAT && Float.isInfinite((float) value)) {
            return (value < 0 ? "-" : "") + constant(Constant.INF);
        }
        boolean isShort = value == Math.rint(value) && Math.abs(value) < 1e15 && !isMinusZero(value);
        var text = isShort ? (long) value + ".0" : String.valueOf(value);
        return this == CUDA_FLOAT ? (float) value + "f" : text;
    }

    private static boolean isMinusZero(double value) {
        return value == 0 && 1 / value < 0;
    }

    public String constant(Constant constant) {
        if (this == JAVA_DOUBLE || this == JAVA_PLAIN) {
            return constant.javaText();
        }
        if (!integral) {
            return constant.cudaText(this == CUDA_DOUBLE);
        }
        var text = constant.javaLongText();
        if (text == null) {
            return literal(constant.value());
        }
        return this == JAVA_LONG ? text : text.equals("Long.MAX_VALUE") ? "0x7fffffffffffffffLL" : lowest();
    }

    /** Whether a constant is written out as a number, and not by a name. */
    boolean isWritten(Constant constant) {
        return (this == JAVA_DOUBLE || this == JAVA_PLAIN) && constant.isWritten();
    }

    /** Minus infinity, or the lowest integer. */
    String negativeInfinity() {
        return switch (this) {
            case JAVA_DOUBLE, JAVA_PLAIN -> "Double.NEGATIVE_INFINITY";
            case JAVA_LONG -> "Long.MIN_VALUE";
            case CUDA_LONG -> lowest();
            case CUDA_DOUBLE, CUDA_FLOAT -> "-" + constant(Constant.INF);
        };
    }

    private static String lowest() {
        return "(-0x7fffffffffffffffLL - 1)";
    }

    /** How it writes a function, or null where the type has no such function. */
    @Nullable FunctionForm form(Intrinsic intrinsic) {
        return switch (this) {
            case JAVA_DOUBLE -> intrinsic.javaDouble();
            case JAVA_PLAIN -> intrinsic.plainJava();
            case JAVA_LONG -> intrinsic.javaLong();
            case CUDA_LONG -> intrinsic.cudaLong();
            case CUDA_DOUBLE, CUDA_FLOAT -> intrinsic.bitwise() ? null : intrinsic.cuda(this == CUDA_DOUBLE);
        };
    }

    /** The dialect of the other kind of numbers, which may have a function that this one lacks. */
    Dialect other() {
        return switch (this) {
            case JAVA_DOUBLE, JAVA_PLAIN -> JAVA_LONG;
            case JAVA_LONG -> JAVA_DOUBLE;
            case CUDA_LONG -> CUDA_DOUBLE;
            case CUDA_DOUBLE, CUDA_FLOAT -> CUDA_LONG;
        };
    }
}
