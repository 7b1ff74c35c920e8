package dev.tenon.testing;

import dev.tenon.core.TenonException;

/** What checks expect; an {@link AssertionError} says what was found instead. */
final class Expect {
    private Expect() {}

    static void that(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    /**
     * Holds numbers to others: NaN and infinities must be the same.
     *
     * @param tolerance of numbers up to 1 absolute, of larger ones relative
     */
    static void close(String what, double[] found, double[] expected, double tolerance) {
        that(found.length == expected.length, what + ": " + found.length + " elements instead of " + expected.length);
        for (int i = 0; i < found.length; i++) {
            boolean same = Double.compare(found[i], expected[i]) == 0 || found[i] == expected[i]
                || Math.abs(found[i] - expected[i]) <= tolerance * Math.max(1, Math.abs(expected[i]));
            that(same, what + ": " + found[i] + " at " + i + " instead of " + expected[i]);
        }
    }

    /** Expects an error of this kind that names all of these. */
    static void refused(String what, Class<? extends TenonException> kind, Runnable call, String... named) {
        try {
            call.run();
        } catch (TenonException e) {
            that(kind.isInstance(e), what + ": a " + kind.getSimpleName() + " instead of " + e);
            for (var name : named) {
                that(String.valueOf(e.getMessage()).contains(name), what + ": the message does not name " + name + ": " + e.getMessage());
            }
            return;
        }
        throw new AssertionError(what + " is not refused");
    }
}
