package dev.tenon.cpu.math;

/**
 * The regularised incomplete gamma functions P and Q = 1 - P.
 *
 * @see <a href="https://dlmf.nist.gov/8">DLMF 8.7, 8.9 and 8.12</a>, the series, the continued fraction and Temme's expansion for large parameters
 */
final class IncompleteGamma {
    private static final double EPSILON = 0x1p-53;
    /** The smallest number whose reciprocal is finite enough for a denominator that is 0. */
    private static final double TINY = 1e-300;
    /** From here on the prefactor is written about its maximum, where its logarithms would cancel. */
    private static final double SCALED = 20;
    /** From here on one term of Temme's expansion is precise. */
    private static final double ASYMPTOTIC = 1e6;
    private static final double[] TEMME = {-1.0 / 3, 1.0 / 12, -2.0 / 135, 1.0 / 864, 1.0 / 2835};
    /** {@code B(2k) / (2k (2k - 1))}, in {@code 1 / a}. */
    private static final double[] STIRLING = {1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188};

    private IncompleteGamma() {}

    /** P(a, x); NaN below 0, and where both are 0 or infinite. */
    static double lower(double a, double x) {
        if (!isInside(a, x)) {
            return Double.NaN;
        }
        if (x == 0 || Double.isInfinite(a)) {
            return 0;
        }
        if (a == 0 || Double.isInfinite(x)) {
            return 1;
        }
        if (a > ASYMPTOTIC) {
            return asymptotic(a, x, -1);
        }
        return x > 1 && x > a ? 1 - upper(a, x) : series(a, x);
    }

    /** Q(a, x). */
    static double upper(double a, double x) {
        if (!isInside(a, x)) {
            return Double.NaN;
        }
        if (x == 0 || Double.isInfinite(a)) {
            return 1;
        }
        if (a == 0 || Double.isInfinite(x)) {
            return 0;
        }
        if (a > ASYMPTOTIC) {
            return asymptotic(a, x, 1);
        }
        if (x > 1.1) {
            return x < a + 1 ? 1 - series(a, x) : fraction(a, x);
        }
        boolean lowerIsSmall = x <= 0.5 ? -0.4 / Math.log(x) < a : x * 1.1 < a;
        return lowerIsSmall ? 1 - series(a, x) : alternating(a, x);
    }

    private static boolean isInside(double a, double x) {
        return a >= 0 && x >= 0 && !(a == 0 && x == 0) && !(Double.isInfinite(a) && Double.isInfinite(x));
    }

    /** {@code x^a e^-x / Gamma(a)}. */
    private static double prefactor(double a, double x) {
        if (a < SCALED) {
            return Math.exp(a * Math.log(x) - x - GammaFunctions.lgamma(a));
        }
        double from = (x - a) / a;
        double correction = 0;
        for (int k = STIRLING.length - 1; k >= 0; k--) {
            correction = correction / (a * a) + STIRLING[k];
        }
        return Math.exp(a * (Math.log1p(from) - from) - correction / a) * Math.sqrt(a / (2 * Math.PI));
    }

    /** P, all of whose terms are positive. */
    private static double series(double a, double x) {
        double term = 1;
        double sum = 1;
        for (double r = a + 1; term > sum * EPSILON; r++) {
            term *= x / r;
            sum += term;
        }
        return prefactor(a, x) * sum / a;
    }

    /** Q for x above a, by Lentz's method. */
    private static double fraction(double a, double x) {
        double b = x + 1 - a;
        double c = 1 / TINY;
        double d = 1 / b;
        double product = d;
        double change = 0;
        for (double i = 1; Math.abs(change - 1) > EPSILON && i < 1e5; i++) {
            double numerator = -i * (i - a);
            b += 2;
            d = 1 / awayFromZero(numerator * d + b);
            c = awayFromZero(b + numerator / c);
            change = d * c;
            product *= change;
        }
        return prefactor(a, x) * product;
    }

    private static double awayFromZero(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    /** Q for small x, where it would be lost in 1 - P. */
    private static double alternating(double a, double x) {
        double factor = 1;
        double term = 1;
        double sum = 0;
        for (int n = 1; Math.abs(term) > Math.abs(sum) * EPSILON; n++) {
            factor *= -x / n;
            term = factor / (a + n);
            sum += term;
        }
        double log = Math.log(x);
        return -Math.expm1(a * log - GammaFunctions.lgamma(1 + a)) - Math.exp(a * log - GammaFunctions.lgamma(a)) * sum;
    }

    /** @param side 1 for Q, -1 for P */
    private static double asymptotic(double a, double x, int side) {
        double from = (x - a) / a;
        double eta = Math.copySign(Math.sqrt(2 * (from - Math.log1p(from))), from);
        double first = 0;
        for (int k = TEMME.length - 1; k >= 0; k--) {
            first = first * eta + TEMME[k];
        }
        if (Math.abs(eta) > 0.02) {
            first = 1 / from - 1 / eta;
        }
        double rest = Math.exp(-0.5 * a * eta * eta) / Math.sqrt(2 * Math.PI * a) * first;
        return 0.5 * ErrorFunction.erfc(side * eta * Math.sqrt(a / 2)) + side * rest;
    }
}
