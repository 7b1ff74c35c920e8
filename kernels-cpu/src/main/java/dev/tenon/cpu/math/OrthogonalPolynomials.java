package dev.tenon.cpu.math;

/**
 * Orthogonal polynomials of an order that is a number of its own for each element, by their recurrences of three terms; the order is cut to a
 * whole number, and below 0 the value is 0.
 *
 * @see <a href="https://dlmf.nist.gov/18.9">DLMF 18.9</a>, the recurrences
 * @see <a href="https://dlmf.nist.gov/18.15">DLMF 18.15</a>, the asymptotic forms of very high orders
 */
final class OrthogonalPolynomials {
    /** Above this order of Chebyshev's polynomials the trigonometric form is as precise as the recurrence, and its time does not grow. */
    private static final long TRIGONOMETRIC = 8;
    /** From here on the asymptotic form is as precise as the recurrence, which would take long. */
    private static final long ASYMPTOTIC = 1 << 20;

    private OrthogonalPolynomials() {}

    static double chebyshevT(double x, double n) {
        return isOrder(n) && oscillates(x, n) ? Math.cos(Math.floor(n) * Math.acos(x)) : chebyshev(x, n, x);
    }

    static double chebyshevU(double x, double n) {
        if (!isOrder(n) || !oscillates(x, n)) {
            return chebyshev(x, n, x + x);
        }
        double angle = Math.acos(x);
        return Math.sin(((long) n + 1) * angle) / Math.sin(angle);
    }

    static double chebyshevV(double x, double n) {
        if (!isOrder(n) || !oscillates(x, n)) {
            return chebyshev(x, n, x + x - 1);
        }
        double angle = Math.acos(x);
        return Math.cos(((long) n + 0.5) * angle) / Math.cos(angle / 2);
    }

    static double chebyshevW(double x, double n) {
        if (!isOrder(n) || !oscillates(x, n)) {
            return chebyshev(x, n, x + x + 1);
        }
        double angle = Math.acos(x);
        return Math.sin(((long) n + 0.5) * angle) / Math.sin(angle / 2);
    }

    private static boolean oscillates(double x, double n) {
        return n > TRIGONOMETRIC && Math.abs(x) < 1;
    }

    /** All four kinds, which differ in the polynomial of order 1: {@code p(k+1) = 2 x p(k) - p(k-1)}. */
    private static double chebyshev(double x, double n, double first) {
        if (!isOrder(n)) {
            return 0;
        }
        long order = (long) n;
        if (Math.abs(x) == 1) {
            return chebyshevAtOne(order, x * first) * (x > 0 || order % 2 == 0 ? 1 : -1);
        }
        double before = 1;
        double now = first;
        for (long k = 1; k < order && !Double.isNaN(now); k++) {
            double next = (x + x) * now - before;
            before = now;
            now = next;
        }
        return order == 0 ? 1 : now;
    }

    /** Where the differences of successive polynomials are all the same: 0, 1 or 2. */
    private static double chebyshevAtOne(long order, double first) {
        return 1 + order * (first - 1);
    }

    static double hermiteH(double x, double n) {
        return hermite(x + x, n, 2);
    }

    static double hermiteHe(double x, double n) {
        return hermite(x, n, 1);
    }

    private static double hermite(double x, double n, double factor) {
        if (!isOrder(n)) {
            return 0;
        }
        double before = 1;
        double now = x;
        for (long k = 1; k < (long) n && !Double.isNaN(now); k++) {
            double next = x * now - factor * k * before;
            before = now;
            now = next;
        }
        return (long) n == 0 ? 1 : now;
    }

    static double laguerre(double x, double n) {
        if (!isOrder(n)) {
            return 0;
        }
        long order = (long) n;
        if (order == 0 || x == 0) {
            return 1;
        }
        if (order > ASYMPTOTIC && x > 0 && x < 1e3) {
            double root = Math.sqrt((order + 0.5) * x);
            return Math.exp(x / 2) * Math.cos(2 * root - Math.PI / 4) / Math.sqrt(Math.PI * root);
        }
        double before = 1;
        double now = 1 - x;
        for (long k = 1; k < order && !Double.isNaN(now); k++) {
            double next = ((k + k + (1 - x)) * now - k * before) / (k + 1);
            before = now;
            now = next;
        }
        return now;
    }

    static double legendre(double x, double n) {
        if (!isOrder(n)) {
            return 0;
        }
        long order = (long) n;
        if (Math.abs(x) == 1) {
            return x > 0 || order % 2 == 0 ? 1 : -1;
        }
        if (order > ASYMPTOTIC && Math.abs(x) < 1) {
            double angle = Math.acos(x);
            return Math.sqrt(2 / (Math.PI * (order + 0.5) * Math.sin(angle))) * Math.cos((order + 0.5) * angle - Math.PI / 4);
        }
        double before = 1;
        double now = x;
        for (long k = 1; k < order && !Double.isNaN(now); k++) {
            double next = ((k + k + 1) * x * now - k * before) / (k + 1);
            before = now;
            now = next;
        }
        return order == 0 ? 1 : now;
    }

    /** NaN and what no integer can be are no orders. */
    private static boolean isOrder(double n) {
        return n > -1 && n < 0x1p63;
    }
}
