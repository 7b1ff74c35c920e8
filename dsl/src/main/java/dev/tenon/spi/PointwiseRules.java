package dev.tenon.spi;

import dev.tenon.core.DType;
import dev.tenon.core.Numbers;
import org.jspecify.annotations.Nullable;

/** Dtypes of pointwise operators that depend on their Java numbers. */
public final class PointwiseRules {
    private PointwiseRules() {}

    /** A sum of tensors, one of them times a factor, which must not be fractional among integers. */
    public static void scaled(Inference call, Number factor) {
        call.elementwise(Inference.Result.PROMOTED);
        if (Numbers.isFloating(factor) && !call.dtype(0).isFloating()) {
            throw call.dtypeError("the factor " + factor + " must be an integer for tensors of integers", "to(FLOAT32) one of the tensors");
        }
        call.scalesBy("the factor", factor);
    }

    /** Integers stay integers if their bounds are. */
    public static void clamp(Inference call, @Nullable Number min, @Nullable Number max) {
        var dtype = call.in(0).dtype();
        boolean floating = min != null && Numbers.isFloating(min) || max != null && Numbers.isFloating(max);
        call.output(floating ? call.floating(dtype) : dtype, call.in(0).sizes());
        call.computesWith("min", min);
        call.computesWith("max", max);
    }

    /** A square: booleans count as integers. */
    public static void square(Inference call) {
        var input = call.in(0);
        call.output(input.dtype() == DType.BOOL ? DType.INT64 : input.dtype(), input.sizes());
    }

    /** A power: integers stay integers if the exponent is one. */
    public static void pow(Inference call, Number exponent) {
        var input = call.in(0);
        boolean integral = !input.dtype().isFloating() && !Numbers.isFloating(exponent);
        if (integral && exponent.longValue() < 0) {
            throw call.dtypeError("integers to the negative power " + exponent + " are no integers", "to(FLOAT32) the input");
        }
        var dtype = input.dtype() == DType.BOOL ? DType.INT64 : input.dtype();
        call.output(integral ? dtype : call.floating(dtype), input.sizes());
        call.computesWith("exponent", exponent);
    }
}
