package dev.tenon.codegen.expr;

/** Orthogonal polynomials by their recurrences, in double precision, for the evaluator. */
final class SpecialPolynomials {
    private SpecialPolynomials() {}

    /** What follows {@code now} and, before it, {@code before}; {@code k} is the order of {@code now}. */
    @FunctionalInterface
    private interface Step {
        double next(double k, double now, double before);
    }

    private static double value(double n, double first, Step step) {
        if (!(n > -1)) {
            return 0;
        }
        double before = 1;
        double now = first;
        for (long k = 1; k < (long) n; k++) {
            double next = step.next(k, now, before);
            before = now;
            now = next;
        }
        return n < 1 ? 1 : now;
    }

    private static double chebyshev(double x, double n, double first) {
        return value(n, first, (_, now, before) -> 2 * x * now - before);
    }

    static double chebyshevT(double x, double n) {
        return chebyshev(x, n, x);
    }

    static double chebyshevU(double x, double n) {
        return chebyshev(x, n, 2 * x);
    }

    static double chebyshevV(double x, double n) {
        return chebyshev(x, n, 2 * x - 1);
    }

    static double chebyshevW(double x, double n) {
        return chebyshev(x, n, 2 * x + 1);
    }

    static double hermiteH(double x, double n) {
        return value(n, 2 * x, (k, now, before) -> 2 * (x * now - k * before));
    }

    static double hermiteHe(double x, double n) {
        return value(n, x, (k, now, before) -> x * now - k * before);
    }

    static double laguerre(double x, double n) {
        return value(n, 1 - x, (k, now, before) -> ((2 * k + 1 - x) * now - k * before) / (k + 1));
    }

    static double legendre(double x, double n) {
        return value(n, x, (k, now, before) -> ((2 * k + 1) * x * now - k * before) / (k + 1));
    }
}
