package dev.tenon.cpu.math;

import dev.tenon.core.ArgumentException;

/** The intrinsics of the expression language for one {@code double} or {@code long}; PyTorch's rules for zeros, infinities and NaN. */
public final class ScalarMath {
    private static final double LN2 = 0.6931471805599453;

    private ScalarMath() {}

    public static double abs(double x) {
        return Math.abs(x);
    }

    /** -1, 0 or 1; 0 for NaN. */
    public static double sign(double x) {
        return x > 0 ? 1 : x < 0 ? -1 : 0;
    }

    public static double exp(double x) {
        return Math.exp(x);
    }

    public static double exp2(double x) {
        return Math.pow(2, x);
    }

    public static double expm1(double x) {
        return Math.expm1(x);
    }

    public static double log(double x) {
        return Math.log(x);
    }

    /** Base-2 logarithm, exact at powers of two. */
    public static double log2(double x) {
        if (!(x >= Double.MIN_NORMAL && x < Double.POSITIVE_INFINITY)) {
            return Math.log(x) / LN2;
        }
        int exponent = Math.getExponent(x);
        double mantissa = Math.scalb(x, -exponent);
        // Near 1 the exponent must be 0, or the two terms cancel.
        return mantissa > 1.5 ? exponent + 1 + Math.log(mantissa / 2) / LN2 : exponent + Math.log(mantissa) / LN2;
    }

    public static double log10(double x) {
        return Math.log10(x);
    }

    public static double log1p(double x) {
        return Math.log1p(x);
    }

    public static double sqrt(double x) {
        return Math.sqrt(x);
    }

    public static double rsqrt(double x) {
        return 1 / Math.sqrt(x);
    }

    public static double sin(double x) {
        return Math.sin(x);
    }

    public static double cos(double x) {
        return Math.cos(x);
    }

    public static double tan(double x) {
        return Math.tan(x);
    }

    public static double asin(double x) {
        return Math.asin(x);
    }

    public static double acos(double x) {
        return Math.acos(x);
    }

    public static double atan(double x) {
        return Math.atan(x);
    }

    public static double atan2(double y, double x) {
        return Math.atan2(y, x);
    }

    public static double sinh(double x) {
        return Math.sinh(x);
    }

    public static double cosh(double x) {
        return Math.cosh(x);
    }

    public static double tanh(double x) {
        return Math.tanh(x);
    }

    public static double asinh(double x) {
        double a = Math.abs(x);
        if (a > 1e150) {
            return Math.copySign(Math.log(a) + LN2, x);
        }
        return Math.copySign(Math.log1p(a + a * a / (1 + Math.sqrt(a * a + 1))), x);
    }

    public static double acosh(double x) {
        if (x > 1e150) {
            return Math.log(x) + LN2;
        }
        double t = x - 1;
        // The product of two roots: below 1 the first is NaN, as the whole must be.
        return Math.log1p(t + Math.sqrt(t) * Math.sqrt(t + 2));
    }

    public static double atanh(double x) {
        double a = Math.abs(x);
        return Math.copySign(0.5 * Math.log1p(2 * a / (1 - a)), x);
    }

    public static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    public static double erf(double x) {
        return ErrorFunction.erf(x);
    }

    public static double erfc(double x) {
        return ErrorFunction.erfc(x);
    }

    public static double erfinv(double y) {
        return InverseErrorFunction.erfinv(y);
    }

    public static double lgamma(double x) {
        return GammaFunctions.lgamma(x);
    }

    public static double digamma(double x) {
        return GammaFunctions.digamma(x);
    }

    /** The n-th derivative of digamma. */
    public static double polygamma(double n, double x) {
        return GammaFunctions.polygamma(n, x);
    }

    /** Hurwitz's zeta function. */
    public static double zeta(double s, double a) {
        return GammaFunctions.zeta(s, a);
    }

    /** The regularised lower incomplete gamma function. */
    public static double gammainc(double a, double x) {
        return IncompleteGamma.lower(a, x);
    }

    /** The regularised upper incomplete gamma function. */
    public static double gammaincc(double a, double x) {
        return IncompleteGamma.upper(a, x);
    }

    public static double chebyshev_t(double x, double n) {
        return OrthogonalPolynomials.chebyshevT(x, n);
    }

    public static double chebyshev_u(double x, double n) {
        return OrthogonalPolynomials.chebyshevU(x, n);
    }

    public static double chebyshev_v(double x, double n) {
        return OrthogonalPolynomials.chebyshevV(x, n);
    }

    public static double chebyshev_w(double x, double n) {
        return OrthogonalPolynomials.chebyshevW(x, n);
    }

    public static double hermite_h(double x, double n) {
        return OrthogonalPolynomials.hermiteH(x, n);
    }

    public static double hermite_he(double x, double n) {
        return OrthogonalPolynomials.hermiteHe(x, n);
    }

    public static double laguerre(double x, double n) {
        return OrthogonalPolynomials.laguerre(x, n);
    }

    public static double legendre(double x, double n) {
        return OrthogonalPolynomials.legendre(x, n);
    }

    /** The fraction of {@code x}, from 1/2 up to 1, or {@code x} itself where it has none. */
    public static double mantissa(double x) {
        if (x == 0 || !Double.isFinite(x)) {
            return x;
        }
        double normal = Math.abs(x) < Double.MIN_NORMAL ? x * 0x1p54 : x;
        return Math.scalb(normal, -Math.getExponent(normal) - 1);
    }

    /** The exponent that belongs to {@link #mantissa}; 0 for 0, infinities and NaN. */
    public static double exponent(double x) {
        if (x == 0 || !Double.isFinite(x)) {
            return 0;
        }
        return Math.abs(x) < Double.MIN_NORMAL ? Math.getExponent(x * 0x1p54) - 53 : Math.getExponent(x) + 1;
    }

    public static double ceil(double x) {
        return Math.ceil(x);
    }

    public static double floor(double x) {
        return Math.floor(x);
    }

    /** To the nearest integer, ties to even. */
    public static double round(double x) {
        return Math.rint(x);
    }

    public static double trunc(double x) {
        return x < 0 ? Math.ceil(x) : Math.floor(x);
    }

    public static double pow(double a, double b) {
        // C's pow is 1 in these cases, Java's is NaN.
        return a == 1 || a == -1 && Double.isInfinite(b) ? 1 : Math.pow(a, b);
    }

    /** NaN if either is. */
    public static double min(double a, double b) {
        return Math.min(a, b);
    }

    /** NaN if either is. */
    public static double max(double a, double b) {
        return Math.max(a, b);
    }

    /** The remainder with the sign of {@code a}. */
    public static double fmod(double a, double b) {
        return a % b;
    }

    /** The remainder with the sign of {@code b}. */
    public static double remainder(double a, double b) {
        double r = a % b;
        return r != 0 && r < 0 != b < 0 ? r + b : r;
    }

    /** The quotient rounded down; exact where {@code a / b} would round up to an integer. */
    public static double floordiv(double a, double b) {
        if (b == 0) {
            return a / b;
        }
        double mod = a % b;
        double quotient = (a - mod) / b;
        if (mod != 0 && b < 0 != mod < 0) {
            quotient -= 1;
        }
        if (quotient == 0) {
            return Math.copySign(0, a / b);
        }
        double floor = Math.floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    public static double reciprocal(double x) {
        return 1 / x;
    }

    public static double square(double x) {
        return x * x;
    }

    public static boolean isnan(double x) {
        return Double.isNaN(x);
    }

    public static boolean isinf(double x) {
        return Double.isInfinite(x);
    }

    public static boolean isfinite(double x) {
        return Double.isFinite(x);
    }

    public static long abs(long x) {
        return Math.abs(x);
    }

    public static long sign(long x) {
        return Long.signum(x);
    }

    public static long min(long a, long b) {
        return Math.min(a, b);
    }

    public static long max(long a, long b) {
        return Math.max(a, b);
    }

    public static long square(long x) {
        return x * x;
    }

    /** Wraps on overflow. A negative exponent leaves 0, or a power of 1 or -1. */
    public static long pow(long a, long b) {
        if (b < 0) {
            return a == 1 ? 1 : a == -1 ? (b & 1) == 0 ? 1 : -1 : 0;
        }
        long result = 1;
        for (long base = a, exponent = b; exponent > 0; exponent >>= 1) {
            if ((exponent & 1) != 0) {
                result *= base;
            }
            base *= base;
        }
        return result;
    }

    /** The remainder with the sign of {@code a}. */
    public static long fmod(long a, long b) {
        return a % nonZero(b);
    }

    /** The remainder with the sign of {@code b}. */
    public static long remainder(long a, long b) {
        return Math.floorMod(a, nonZero(b));
    }

    /** The quotient rounded down. */
    public static long floordiv(long a, long b) {
        return Math.floorDiv(a, nonZero(b));
    }

    /** The quotient rounded to zero. */
    public static long cdiv(long a, long b) {
        return a / nonZero(b);
    }

    /** The greatest common divisor by Euclid's algorithm; 0 of two zeros. */
    public static long gcd(long a, long b) {
        long x = Math.abs(a);
        long y = Math.abs(b);
        while (x != 0) {
            long rest = y % x;
            y = x;
            x = rest;
        }
        return y;
    }

    /** Bits moved up; 0 by a count that is negative, or no less than the bits there are. */
    public static long shl(long a, long b) {
        return b < 0 || b >= Long.SIZE ? 0 : a << b;
    }

    /** Bits moved down, the sign filling up; all of them by a count that is negative. */
    public static long shr(long a, long b) {
        return a >> (b < 0 || b >= Long.SIZE ? Long.SIZE - 1 : b);
    }

    public static boolean isnan(long x) {
        return false;
    }

    public static boolean isinf(long x) {
        return false;
    }

    public static boolean isfinite(long x) {
        return true;
    }

    private static long nonZero(long divisor) {
        if (divisor == 0) {
            throw new ArgumentException(
                "ZeroDivisionError: an integer was divided by zero\n  try:   a floating dtype, or where() to keep zeros out");
        }
        return divisor;
    }
}
