package dev.tenon.io;

/**
 * Floating numbers of eight bits, as values: sign, exponent, mantissa.
 *
 * @see <a href="https://arxiv.org/abs/2209.05433">Micikevicius et al. (2022), FP8 formats for deep learning</a>
 * @see <a href="https://www.opencompute.org/documents/ocp-microscaling-formats-mx-v1-0-spec-final-pdf">OCP microscaling formats, for E8M0</a>
 */
final class Float8 {
    private static final int ALL = 256;
    private static final int SIGN = 0x80;
    private static final int E8M0_BIAS = 127;

    private Float8() {}

    /** What stands where IEEE 754 has infinities and NaN. */
    private enum Special {
        /** The largest exponent holds infinity and NaN. */
        IEEE,
        /** Finite but for one NaN of each sign, all bits set. */
        FINITE,
        /** Finite but for one NaN, where the negative zero would be. */
        UNSIGNED_ZERO
    }

    /** The value of each byte, 4 bits of exponent and 3 of mantissa. */
    static float[] e4m3() {
        return table(3, 7, Special.FINITE);
    }

    /** The value of each byte, 5 bits of exponent and 2 of mantissa. */
    static float[] e5m2() {
        return table(2, 15, Special.IEEE);
    }

    static float[] e4m3UnsignedZero() {
        return table(3, 8, Special.UNSIGNED_ZERO);
    }

    static float[] e5m2UnsignedZero() {
        return table(2, 16, Special.UNSIGNED_ZERO);
    }

    /** Powers of two without a sign; the largest is NaN. */
    static float[] e8m0() {
        var values = new float[ALL];
        for (int i = 0; i < ALL; i++) {
            values[i] = i == ALL - 1 ? Float.NaN : (float) Math.scalb(1.0, i - E8M0_BIAS);
        }
        return values;
    }

    private static float[] table(int mantissaBits, int bias, Special special) {
        var values = new float[ALL];
        for (int i = 0; i < ALL; i++) {
            values[i] = value(i, mantissaBits, bias, special);
        }
        return values;
    }

    private static float value(int bits, int mantissaBits, int bias, Special special) {
        int magnitude = bits & SIGN - 1;
        int mantissa = magnitude & (1 << mantissaBits) - 1;
        int exponent = magnitude >> mantissaBits;
        int largest = SIGN - 1 >> mantissaBits;
        float sign = (bits & SIGN) == 0 ? 1 : -1;
        if (special == Special.UNSIGNED_ZERO && bits == SIGN || special == Special.FINITE && magnitude == SIGN - 1) {
            return Float.NaN;
        }
        if (special == Special.IEEE && exponent == largest) {
            return mantissa == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
        }
        int leading = exponent == 0 ? 0 : 1 << mantissaBits;
        return sign * Math.scalb((float) (leading + mantissa), Math.max(exponent, 1) - bias - mantissaBits);
    }
}
