package dev.tenon.cpu.math;

/**
 * The logarithm of the gamma function and its derivatives in double precision.
 *
 * @see <a href="https://www.netlib.org/cephes/">Cephes</a>, the source of the coefficients and of the zeta function
 */
final class GammaFunctions {
    private static final double LOG_PI = 1.1447298858494002;
    private static final double LOG_SQRT_2PI = 0.9189385332046728;
    /** Stirling's series, in 1/x². */
    private static final double[] STIRLING = {8.33333333333331927722E-2, -2.77777777730099687205E-3, 7.93650340457716943945E-4,
        -5.95061904284301438324E-4, 8.11614167470508450300E-4};
    /** lgamma(2 + x) is x P(x)/Q(x) on (-0.1, 1). */
    private static final double[] P = {-8.53555664245765465627E5, -1.72173700820839662146E6, -1.16237097492762307383E6,
        -3.31612992738871184744E5,
        -3.88016315134637840924E4, -1.37825152569120859100E3};
    private static final double[] Q = {-2.01889141433532773231E6, -2.53252307177582951285E6, -1.13933444367982507207E6,
        -2.20528590553854454839E5,
        -1.70642106651881159223E4, -3.51815701436523470549E2, 1};
    /** The asymptotic series of digamma: B(2k) / (2k), in 1/x². */
    private static final double[] PSI = {1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12};
    /** (2k)! / B(2k), the divisors of Euler's and Maclaurin's sum. */
    private static final double[] EULER_MACLAURIN = {12.0, -720.0, 30240.0, -1209600.0, 47900160.0, -1.8924375803183791606e9, 7.47242496e10,
        -2.950130727918164224e12, 1.1646782814350067249e14, -4.5979787224074726105e15, 1.8152105401943546773e17, -7.1661652561756670113e18};
    private static final double EPSILON = 0x1p-53;

    private GammaFunctions() {}

    /** ln |gamma(x)|; infinite at 0 and the negative integers. */
    static double lgamma(double x) {
        if (Double.isNaN(x) || Double.isInfinite(x)) {
            return Math.abs(x);
        }
        if (x < 0.5) {
            double distance = Math.abs(x - Math.rint(x));
            return distance == 0 ? Double.POSITIVE_INFINITY : LOG_PI - Math.log(Math.sin(Math.PI * distance)) - lgamma(1 - x);
        }
        return x < 13 ? small(x) : stirling(x);
    }

    /** By the recurrence into [2, 3). Around 1 and 2 without logarithms that cancel, so that the zeros there stay precise. */
    private static double small(double x) {
        if (x > 0.9 && x < 1.5) {
            return fromTwo(x - 1) - Math.log1p(x - 1);
        }
        if (x > 1.9 && x < 3) {
            return fromTwo(x - 2);
        }
        double product = 1;
        double a = x;
        for (; a >= 3; product *= a) {
            a -= 1;
        }
        double quotient = 1;
        for (; a < 2; a += 1) {
            quotient *= a;
        }
        return Math.log(product / quotient) + fromTwo(a - 2);
    }

    private static double fromTwo(double above) {
        return above * polynomial(P, above) / polynomial(Q, above);
    }

    private static double stirling(double x) {
        double leading = (x - 0.5) * Math.log(x) - x + LOG_SQRT_2PI;
        return x > 1e8 ? leading : leading + polynomial(STIRLING, 1 / (x * x)) / x;
    }

    /** The derivative of lgamma; NaN at the negative integers, and infinite with the opposite sign at 0. */
    static double digamma(double x) {
        if (x == 0) {
            return Math.copySign(Double.POSITIVE_INFINITY, -x);
        }
        if (x < 0) {
            double fraction = x - Math.rint(x);
            return fraction == 0 || Double.isInfinite(x) ? Double.NaN : digamma(1 - x) - Math.PI / Math.tan(Math.PI * fraction);
        }
        double sum = 0;
        double a = x;
        for (; a < 10; a += 1) {
            sum -= 1 / a;
        }
        double z = 1 / (a * a);
        return sum + Math.log(a) - 0.5 / a - z * polynomial(PSI, z);
    }

    /** The n-th derivative of digamma, (-1)^(n+1) n! zeta(n + 1, x). */
    static double polygamma(double n, double x) {
        if (n == 0) {
            return digamma(x);
        }
        if (n == 1 && x < 0.5 && x != Math.floor(x)) {
            double sine = Math.sin(Math.PI * (x - Math.rint(x)));
            return Math.PI * Math.PI / (sine * sine) - polygamma(1, 1 - x);
        }
        return (n % 2 == 1 ? 1 : -1) * Math.exp(lgamma(n + 1)) * zeta(n + 1, x);
    }

    /** Hurwitz's zeta function, the sum over k of (a + k)^-s for s above 1: its first terms, then the formula of Euler and Maclaurin. */
    static double zeta(double s, double a) {
        if (s == 1) {
            return Double.POSITIVE_INFINITY;
        }
        if (!(s > 1) || Double.isNaN(a)) {
            return Double.NaN;
        }
        if (a <= 0) {
            if (a == Math.floor(a)) {
                return Double.POSITIVE_INFINITY;
            }
            if (s != Math.floor(s)) {
                return Double.NaN;
            }
        }
        if (a == Double.POSITIVE_INFINITY) {
            return 0;
        }
        double at = a;
        double term = Math.pow(at, -s);
        double sum = term;
        for (int i = 0; i < 9 || at <= 9; i++) {
            at += 1;
            term = Math.pow(at, -s);
            sum += term;
            if (Math.abs(term) < EPSILON * Math.abs(sum)) {
                return sum;
            }
        }
        return sum + rest(s, at, term);
    }

    private static double rest(double s, double at, double last) {
        double term = last;
        double sum = term * at / (s - 1) - 0.5 * term;
        double rising = 1;
        double k = 0;
        for (double divisor : EULER_MACLAURIN) {
            rising *= s + k++;
            term /= at;
            double more = rising * term / divisor;
            sum += more;
            if (Math.abs(more) < EPSILON * Math.abs(sum)) {
                break;
            }
            rising *= s + k++;
            term /= at;
        }
        return sum;
    }

    private static double polynomial(double[] coefficients, double x) {
        double sum = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            sum = sum * x + coefficients[i];
        }
        return sum;
    }
}
