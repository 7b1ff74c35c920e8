package dev.tenon.codegen.expr;

/** The gamma function's relatives and the inverse error function, in double precision, for the evaluator. */
final class SpecialGamma {
    private static final double LOG_SQRT_2PI = 0.9189385332046728;
    /** From here on the asymptotic series are exact to a unit in the last place. */
    private static final double LARGE = 12;
    /** {@code B(2k) / (2k)} for k from 1 on. */
    private static final double[] PSI = {1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12};
    /** {@code B(2k) / (2k (2k - 1))} for k from 1 on. */
    private static final double[] STIRLING = {1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156};

    private SpecialGamma() {}

    /** The logarithm of {@code |Gamma(x)|}: the recurrence up to a large argument, and Stirling's series there. */
    static double lgamma(double x) {
        if (x <= 0) {
            return x == Math.floor(x) ? Double.POSITIVE_INFINITY : Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - lgamma(1 - x);
        }
        double product = 1;
        double a = x;
        for (; a < LARGE; a++) {
            product *= a;
        }
        return (a - 0.5) * Math.log(a) - a + LOG_SQRT_2PI + series(STIRLING, a) * a - Math.log(product);
    }

    static double digamma(double x) {
        if (x <= 0) {
            return x == Math.floor(x) ? Double.NaN : digamma(1 - x) - Math.PI / Math.tan(Math.PI * x);
        }
        double sum = 0;
        double a = x;
        for (; a < LARGE; a++) {
            sum -= 1 / a;
        }
        return sum + Math.log(a) - 0.5 / a - series(PSI, a);
    }

    /** The sum over k of {@code c(k) / a^(2k)}. */
    private static double series(double[] coefficients, double a) {
        double sum = 0;
        for (int k = coefficients.length - 1; k >= 0; k--) {
            sum = (sum + coefficients[k]) / (a * a);
        }
        return sum;
    }

    /** {@code (-1)^(n+1) n! zeta(n+1, x)}. */
    static double polygamma(double order, double x) {
        double n = Math.floor(order);
        if (n == 0) {
            return digamma(x);
        }
        double factorial = 1;
        for (int k = 2; k <= n; k++) {
            factorial *= k;
        }
        return (n % 2 == 1 ? 1 : -1) * factorial * zeta(n + 1, x);
    }

    /** Hurwitz's zeta function: its first terms, and the integral with two corrections for the rest. */
    static double zeta(double s, double x) {
        if (!(s > 1)) {
            return s == 1 ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        double sum = 0;
        double a = x;
        for (int i = 0; i < 2000 || a < 1; i++, a++) {
            sum += Math.pow(a, -s);
        }
        return sum + Math.pow(a, 1 - s) / (s - 1) + Math.pow(a, -s) / 2 + s * Math.pow(a, -s - 1) / 12;
    }

    /** The regularised lower incomplete gamma function, by its series of positive terms. */
    static double gammainc(double a, double x) {
        if (!(a >= 0 && x >= 0) || a == 0 && x == 0) {
            return Double.NaN;
        }
        if (a == 0) {
            return 1;
        }
        double term = 1;
        double sum = 1;
        for (double r = a + 1; term > sum * 1e-17 && r < a + 1e4; r++) {
            term *= x / r;
            sum += term;
        }
        return x == 0 ? 0 : Math.exp(a * Math.log(x) - x - lgamma(a + 1)) * sum;
    }

    /** By Newton's method from 0, whose steps never overshoot: the error function bends towards its axis. */
    static double erfinv(double y) {
        if (!(Math.abs(y) < 1)) {
            return Math.abs(y) == 1 ? Math.copySign(Double.POSITIVE_INFINITY, y) : Double.NaN;
        }
        double x = 0;
        for (int i = 0; i < 100; i++) {
            double error = y > 0.5 ? Special.erfc(x) - (1 - y) : y - Special.erf(x);
            x += error * Math.sqrt(Math.PI) / 2 * Math.exp(x * x);
        }
        return x;
    }
}
