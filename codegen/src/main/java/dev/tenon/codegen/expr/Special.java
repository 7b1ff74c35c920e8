package dev.tenon.codegen.expr;

/** Functions that {@link Math} lacks, in double precision, for the evaluator. */
final class Special {
    private static final double SQRT_PI = 1.772453850905516;

    private Special() {}

    /** Error function: a power series near 0, a continued fraction elsewhere. */
    static double erf(double x) {
        if (Double.isNaN(x)) {
            return x;
        }
        return Math.abs(x) < 2.5 ? series(x) : Math.signum(x) * (1 - tail(Math.abs(x)));
    }

    /** {@code 1 - erf(x)} without its cancellation. */
    static double erfc(double x) {
        return x < 2.5 ? 1 - erf(x) : tail(x);
    }

    /** {@code 2/sqrt(pi) exp(-x^2) sum of 2^n x^(2n+1) / (2n+1)!!}: all terms have one sign, so that nothing cancels. */
    private static double series(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / SQRT_PI * Math.exp(-x * x) * sum;
    }

    private static double tail(double x) {
        double fraction = 0;
        for (int k = 60; k > 0; k--) {
            fraction = k / 2.0 / (x + fraction);
        }
        return Math.exp(-x * x) / SQRT_PI / (x + fraction);
    }

    static double asinh(double x) {
        double a = Math.abs(x);
        return Double.isInfinite(x) ? x : Math.copySign(Math.log1p(a + a * a / (1 + Math.sqrt(a * a + 1))), x);
    }

    static double acosh(double x) {
        return Math.log(x + Math.sqrt(x * x - 1));
    }

    static double atanh(double x) {
        return 0.5 * Math.log1p(2 * x / (1 - x));
    }

    static double sigmoid(double x) {
        return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
    }

    static double sign(double x) {
        return Double.isNaN(x) ? 0 : Math.signum(x);
    }

    static double trunc(double x) {
        return x < 0 ? Math.ceil(x) : Math.floor(x);
    }

    /** Python's modulo: the result has the sign of the divisor. */
    static double remainder(double x, double y) {
        double r = x % y;
        return r != 0 && r < 0 != y < 0 ? r + y : r;
    }

    static double floordiv(double x, double y) {
        return y == 0 ? x / y : Math.rint((x - remainder(x, y)) / y);
    }

    static double mantissa(double x) {
        return x == 0 || !Double.isFinite(x) ? x : x / Math.pow(2, exponent(x));
    }

    static double exponent(double x) {
        return x == 0 || !Double.isFinite(x) ? 0 : Math.getExponent(x) + 1;
    }

    static double gcd(double a, double b) {
        double x = Math.abs(a);
        double y = Math.abs(b);
        while (x != 0) {
            double rest = y % x;
            y = x;
            x = rest;
        }
        return y;
    }
}
