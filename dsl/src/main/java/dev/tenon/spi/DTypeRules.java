package dev.tenon.spi;

import dev.tenon.core.DType;
import dev.tenon.core.Numbers;

/** The dtype classes of the spec's signatures: each letter's check, with an error that names the operator and the way out. */
public final class DTypeRules {
    private DTypeRules() {}

    /** {@code F}: floating dtypes only; a Java number may be whole. */
    public static void requireFloating(Inference call, int input) {
        if (call.has(input) && !call.in(input).dtype().isFloating() && !call.in(input).isWrappedNumber()) {
            throw refuse(call, input, "floating", "to(FLOAT32) the input first");
        }
    }

    /** {@code W}: floating dtypes but the halves, in which LAPACK does not compute. */
    public static void requireWideFloating(Inference call, int input) {
        if (call.has(input) && call.in(input).dtype() != DType.FLOAT32 && call.in(input).dtype() != DType.FLOAT64) {
            throw refuse(call, input, "float32 or float64", "to(FLOAT32) the input first");
        }
    }

    /** {@code I}: integer dtypes only. */
    public static void requireIntegral(Inference call, int input) {
        if (call.has(input) && !call.in(input).dtype().isIntegral()) {
            throw refuse(call, input, "an integer dtype", "to(INT64) the input first");
        }
    }

    /** {@code Q}: integers and booleans. */
    public static void requireIntegralOrBool(Inference call, int input) {
        if (call.has(input) && call.in(input).dtype().isFloating()) {
            throw refuse(call, input, "an integer dtype or bool", "to(INT64) or to(BOOL) the input first");
        }
    }

    /** {@code B}: booleans only. */
    public static void requireBool(Inference call, int input) {
        if (call.has(input) && call.in(input).dtype() != DType.BOOL) {
            throw refuse(call, input, "bool", "compare, as in x.ne(0), or to(BOOL)");
        }
    }

    /** {@code N}: every dtype but bool. */
    public static void requireNumeric(Inference call, int input) {
        if (call.has(input) && call.in(input).dtype() == DType.BOOL) {
            throw refuse(call, input, "numeric, not bool", "to(INT64), or a logical operator");
        }
    }

    /** {@code int(T)}: bool becomes int64, every other dtype stays. */
    public static DType counting(DType dtype) {
        return dtype == DType.BOOL ? DType.INT64 : dtype;
    }

    /** {@code statistics(T)}: half precision is too short for sums of many elements. */
    public static DType statistics(DType dtype) {
        return dtype.bytes() == 2 ? DType.FLOAT32 : dtype;
    }

    /** Whether a dtype is floating. */
    public static boolean isFloating(DType dtype) {
        return dtype.isFloating();
    }

    /** Whether a Java number is a floating-point one. */
    public static boolean isFloating(Number number) {
        return Numbers.isFloating(number);
    }

    /** Refuses inputs of different dtypes, those that are null aside: the operator's kernel computes in one. */
    public static void requireOne(Inference call, int... inputs) {
        int first = inputs[0];
        for (int i : inputs) {
            if (call.has(i) && call.in(i).dtype() != call.in(first).dtype()) {
                throw call.dtypeError("the dtypes of " + ShapeRules.name(call, first) + " (" + call.in(first).dtype() + ") and "
                    + ShapeRules.name(call, i) + " (" + call.in(i).dtype() + ") must be equal", "to(...) one of them");
            }
        }
    }

    private static RuntimeException refuse(Inference call, int input, String wanted, String hint) {
        var names = call.op().descriptor().inputNames();
        var name = input < names.size() ? names.get(input) : "input " + input;
        return call.dtypeError("the dtype of " + name + " must be " + wanted + ", got " + call.in(input).dtype(), hint);
    }
}
