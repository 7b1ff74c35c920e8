package dev.tenon.cpu.math;

/**
 * The inverse of the error function in double precision: a rational approximation with an error of 1e-4 or so, and two steps of Newton's
 * method, or in the tails of Halley's, on whichever of erf and 1 - erf is small.
 */
final class InverseErrorFunction {
    private static final double[] A = {0.886226899, -1.645349621, 0.914624893, -0.140543331};
    private static final double[] B = {1, -2.118377725, 1.442710462, -0.329097515, 0.012229801};
    private static final double[] C = {-1.970840454, -1.624906493, 3.429567803, 1.641345311};
    private static final double[] D = {1, 3.543889200, 1.637067800};
    private static final double CENTRAL = 0.7;
    private static final double HALF_SQRT_PI = 0.886226925452758;

    private InverseErrorFunction() {}

    /** NaN outside [-1, 1], infinite at its ends. */
    static double erfinv(double y) {
        double a = Math.abs(y);
        if (!(a < 1)) {
            return a == 1 ? Math.copySign(Double.POSITIVE_INFINITY, y) : Double.NaN;
        }
        if (a <= CENTRAL) {
            double x = y * polynomial(A, y * y) / polynomial(B, y * y);
            for (int step = 0; step < 2; step++) {
                x -= (ErrorFunction.erf(x) - y) * HALF_SQRT_PI * Math.exp(x * x);
            }
            return x;
        }
        double z = Math.sqrt(-Math.log((1 - a) / 2));
        double x = polynomial(C, z) / polynomial(D, z);
        for (int step = 0; step < 2; step++) {
            double newton = (ErrorFunction.erfc(x) - (1 - a)) * HALF_SQRT_PI * Math.exp(x * x);
            x += newton / (1 - x * newton);
        }
        return Math.copySign(x, y);
    }

    private static double polynomial(double[] coefficients, double x) {
        double sum = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            sum = sum * x + coefficients[i];
        }
        return sum;
    }
}
