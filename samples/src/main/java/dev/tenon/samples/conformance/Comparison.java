package dev.tenon.samples.conformance;

import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what differs: {@code |got - want| <= atol + rtol * |want|} for floating values, equality for the others. */
final class Comparison {
    private final double rtol;
    private final double atol;
    private final List<String> differences = new ArrayList<>();

    Comparison(double rtol, double atol) {
        this.rtol = rtol;
        this.atol = atol;
    }

    boolean clean() {
        return differences.isEmpty();
    }

    /** Notes a difference that is not one of values. */
    void differs(String difference) {
        differences.add(difference);
    }

    /** Compares dtype, shape and values. */
    void tensor(String what, GoldenTensor want, @Nullable Tensor got) {
        if (got == null) {
            differs(what + ": nothing, expected a tensor of shape " + Arrays.toString(want.shape()));
        } else if (got.dtype() != want.dtype()) {
            differs(what + ": dtype " + got.dtype() + ", expected " + want.dtype());
        } else if (!Arrays.equals(got.shape().toArray(), want.shape())) {
            differs(what + ": shape " + got.shape() + ", expected " + Arrays.toString(want.shape()));
        } else if (want.dtype().isFloating()) {
            values(what, want.doubles(), got.toDoubleArray());
        } else {
            integers(what, want, got.toLongArray());
        }
    }

    /** As {@link #tensor}, but no gradient and a gradient of zeros are the same. */
    void gradient(String what, @Nullable GoldenTensor want, @Nullable Tensor got) {
        if (want != null && got == null) {
            values(what, want.doubles(), new double[want.doubles().length]);
        } else if (want != null) {
            tensor(what, want, got);
        } else if (got != null && Arrays.stream(got.toDoubleArray()).anyMatch(x -> x != 0)) {
            differs(what + ": a gradient other than zero, expected none");
        }
    }

    void values(String what, double[] want, double[] got) {
        int wrong = 0;
        int first = -1;
        for (int i = 0; i < want.length; i++) {
            if (!near(want[i], got[i])) {
                first = first < 0 ? i : first;
                wrong++;
            }
        }
        if (wrong > 0) {
            differs(
                "%s: %s at %d, expected %s (%d of %d values differ)".formatted(what, got[first], first, want[first], wrong, want.length));
        }
    }

    private void integers(String what, GoldenTensor want, long[] got) {
        for (int i = 0; i < got.length; i++) {
            var value = want.data().get(i);
            long expected = value instanceof Number number ? number.longValue() : (long) GoldenTensor.number(value);
            if (got[i] != expected) {
                differs("%s: %d at %d, expected %d".formatted(what, got[i], i, expected));
                return;
            }
        }
    }

    private boolean near(double want, double got) {
        if (Double.isNaN(want) || Double.isInfinite(want)) {
            return Double.compare(want, got) == 0;
        }
        return Math.abs(got - want) <= atol + rtol * Math.abs(want);
    }

    @Override
    public String toString() {
        return String.join("; ", differences);
    }
}
