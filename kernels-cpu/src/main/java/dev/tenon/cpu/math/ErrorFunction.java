package dev.tenon.cpu.math;

/**
 * The error function in double precision, to about one unit in the last place.
 *
 * @see <a href="https://www.netlib.org/fdlibm/s_erf.c">fdlibm, s_erf.c</a>, the source of the intervals and coefficients
 */
final class ErrorFunction {
    /** erf(x)/x on [0, 0.84375) is EFX1 + P(x²)/Q(x²). */
    static final double[] P_SMALL = {1.28379167095512558561e-01, -3.25042107247001499370e-01, -2.84817495755985104766e-02,
        -5.77027029648944159157e-03,
        -2.37630166566501626084e-05};
    static final double[] Q_SMALL = {1.0, 3.97917223959155352819e-01, 6.50222499887672944485e-02, 5.08130628187576562776e-03,
        1.32494738004321644526e-04,
        -3.96022827877536812320e-06};
    /** erf(x) on [0.84375, 1.25) is NEAR_ONE + P(x-1)/Q(x-1). */
    static final double NEAR_ONE = 8.45062911510467529297e-01;
    static final double[] P_MIDDLE = {-2.36211856075265944077e-03, 4.14856118683748331666e-01, -3.72207876035701323847e-01,
        3.18346619901161753674e-01,
        -1.10894694282396677476e-01, 3.54783043256182359371e-02, -2.16637559486879084300e-03};
    static final double[] Q_MIDDLE = {1.0, 1.06420880400844228286e-01, 5.40397917702171048937e-01, 7.18286544141962662868e-02,
        1.26171219808761642112e-01,
        1.36370839120290507362e-02, 1.19844998467991074170e-02};
    /** erfc(x) on [1.25, 1/0.35) is exp(-x² - 0.5625 + R(1/x²)/S(1/x²)) / x. */
    static final double[] R_LARGE = {-9.86494403484714822705e-03, -6.93858572707181764372e-01, -1.05586262253232909814e+01,
        -6.23753324503260060396e+01,
        -1.62396669462573470355e+02, -1.84605092906711035994e+02, -8.12874355063065934246e+01, -9.81432934416914548592e+00};
    static final double[] S_LARGE = {1.0, 1.96512716674392571292e+01, 1.37657754143519042600e+02, 4.34565877475229228821e+02,
        6.45387271733267880336e+02,
        4.29008140027567833386e+02, 1.08635005541779435134e+02, 6.57024977031928170135e+00, -6.04244152148580987438e-02};
    /** The same on [1/0.35, 28). */
    static final double[] R_HUGE = {-9.86494292470009928597e-03, -7.99283237680523006574e-01, -1.77579549177547519889e+01,
        -1.60636384855821916062e+02,
        -6.37566443368389627722e+02, -1.02509513161107724954e+03, -4.83519191608651397019e+02};
    static final double[] S_HUGE = {1.0, 3.03380607434824582924e+01, 3.25792512996573918826e+02, 1.53672958608443695994e+03,
        3.19985821950859553908e+03,
        2.55305040643316442583e+03, 4.74528541206955367215e+02, -2.24409524465858183362e+01};

    static final double SMALL = 0.84375;
    static final double MIDDLE = 1.25;
    static final double LARGE = 1 / 0.35;
    /** From here erfc is zero in double precision. */
    static final double END = 28;

    private ErrorFunction() {}

    static double erf(double x) {
        double a = Math.abs(x);
        if (a < SMALL) {
            return x + x * ratio(P_SMALL, Q_SMALL, x * x);
        }
        if (a < MIDDLE) {
            return Math.copySign(NEAR_ONE + ratio(P_MIDDLE, Q_MIDDLE, a - 1), x);
        }
        return a < 6 ? Math.copySign(1 - tail(a), x) : Double.isNaN(a) ? x : Math.copySign(1, x);
    }

    static double erfc(double x) {
        double a = Math.abs(x);
        if (a < SMALL) {
            double y = ratio(P_SMALL, Q_SMALL, x * x);
            return x < 0.25 ? 1 - (x + x * y) : 0.5 - (x - 0.5 + x * y);
        }
        if (a < MIDDLE) {
            double y = ratio(P_MIDDLE, Q_MIDDLE, a - 1);
            return x >= 0 ? 1 - NEAR_ONE - y : 1 + (NEAR_ONE + y);
        }
        if (a < END) {
            return x > 0 ? tail(a) : 2 - tail(a);
        }
        return Double.isNaN(a) ? x : x > 0 ? 0 : 2;
    }

    /** erfc of a at least {@link #MIDDLE}. Squaring only the leading half of a makes the exponent exact. */
    private static double tail(double a) {
        double s = 1 / (a * a);
        double r = a < LARGE ? ratio(R_LARGE, S_LARGE, s) : ratio(R_HUGE, S_HUGE, s);
        double z = Double.longBitsToDouble(Double.doubleToRawLongBits(a) & 0xFFFFFFFF00000000L);
        return Math.exp(-z * z - 0.5625) * Math.exp((z - a) * (z + a) + r) / a;
    }

    private static double ratio(double[] p, double[] q, double x) {
        return polynomial(p, x) / polynomial(q, x);
    }

    private static double polynomial(double[] coefficients, double x) {
        double sum = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            sum = sum * x + coefficients[i];
        }
        return sum;
    }
}
