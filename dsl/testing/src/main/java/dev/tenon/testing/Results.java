package dev.tenon.testing;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Results of one call against those of another. */
final class Results {
    private Results() {}

    /**
     * Holds results to others of the same dtypes and shapes.
     *
     * @param roundings how far apart elements may be: 0 for the same bits, otherwise in roundings of a sum of a few terms
     */
    static void same(String what, List<Tensor> found, List<Tensor> expected, double roundings) {
        count(what, found, expected);
        for (int r = 0; r < found.size(); r++) {
            var which = found.size() == 1 ? what : what + ", result " + r;
            Expect.that(found.get(r).dtype() == expected.get(r).dtype(),
                which + " has dtype " + found.get(r).dtype() + " instead of " + expected.get(r).dtype());
            close(which, found.get(r), expected.get(r), roundings * rounding(expected.get(r).dtype()));
        }
    }

    /** Holds results of operands of a narrow dtype to those of the same operands in float64. */
    static void rounded(String what, List<Tensor> found, List<Tensor> expected, DType dtype) {
        count(what, found, expected);
        for (int r = 0; r < found.size(); r++) {
            if (expected.get(r).dtype().isFloating()) {
                close(what + ", result " + r, found.get(r), expected.get(r), 8 * rounding(dtype));
            }
        }
    }

    private static void count(String what, List<Tensor> found, List<Tensor> expected) {
        Expect.that(found.size() == expected.size(), what + ": " + found.size() + " results instead of " + expected.size());
    }

    /** The difference of two elements is measured by the largest that is finite: small ones may be what is left of a sum of large ones. */
    private static void close(String what, Tensor found, Tensor expected, double tolerance) {
        Expect.that(found.shape().equals(expected.shape()), what + " has shape " + found.shape() + " instead of " + expected.shape());
        var is = found.to(Device.CPU).toDoubleArray();
        var should = expected.to(Device.CPU).toDoubleArray();
        double scale = 1;
        for (double value : should) {
            scale = Double.isFinite(value) ? Math.max(scale, Math.abs(value)) : scale;
        }
        for (int i = 0; i < is.length; i++) {
            boolean same = Double.compare(is[i], should[i]) == 0 || is[i] == should[i] && tolerance > 0
                || Math.abs(is[i] - should[i]) <= tolerance * scale;
            Expect.that(same, what + " gives " + is[i] + " at " + Gradcheck.place(found, i) + " instead of " + should[i]);
        }
    }

    private static double rounding(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> 1e-12;
            case FLOAT32 -> 1e-5;
            case FLOAT16 -> 2e-3;
            case BFLOAT16 -> 1.6e-2;
            default -> 0;
        };
    }
}
