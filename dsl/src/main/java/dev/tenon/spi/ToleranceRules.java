package dev.tenon.spi;

import dev.tenon.core.DType;

/** Comparisons within a tolerance. */
public final class ToleranceRules {
    private ToleranceRules() {}

    /** Truth values; integers are compared as float64, because the tolerance is a fraction. */
    public static void isclose(Inference call, double rtol, double atol, boolean equalNan) {
        var dtype = call.promote(0, 1);
        call.output(DType.BOOL, call.broadcast(0, 1));
        call.compute(dtype.isFloating() ? dtype : DType.FLOAT64);
    }
}
