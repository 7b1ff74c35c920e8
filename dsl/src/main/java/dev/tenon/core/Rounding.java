package dev.tenon.core;

/** Which elements of floating dtypes lie at and beside a number. */
public final class Rounding {
    private Rounding() {}

    /**
     * The float on the way from a double to a half: of the two floats around the number the one whose last bit is 1, unless it is a float itself.
     * The half nearest to that is the half nearest to the number; the half nearest to the nearest float need not be.
     *
     * @see <a href="https://doi.org/10.1109/TC.2007.70819">Boldo and Melquiond, Emulation of FMA and correctly rounded sums</a>
     */
    public static float odd(double value) {
        float nearest = (float) value;
        int bits = Float.floatToRawIntBits(nearest);
        if ((bits & 1) != 0 || nearest == value || Float.isNaN(nearest)) {
            return nearest;
        }
        return Float.intBitsToFloat(Math.abs((double) nearest) < Math.abs(value) ? bits + 1 : bits - 1);
    }

    /** The same for an integer. */
    public static float odd(long value) {
        // Beyond 2^53 the low bits are joined to one: a double holds what is left.
        boolean isSmall = value >= -(1L << 53) && value <= 1L << 53;
        long kept = isSmall ? value : value & ~0x7FFL | ((value & 0x7FF) != 0 ? 0x400 : 0);
        return odd((double) kept);
    }

    /** The bfloat16 nearest to a float, ties to even; NaN stays NaN. */
    public static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7FFF + (bits >>> 16 & 1) >>> 16);
    }

    private static float fromBfloat16(int bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** The number of a floating dtype nearest to this one, ties to even. */
    public static double nearest(DType dtype, double value) {
        return switch (dtype) {
            case FLOAT32 -> (float) value;
            case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16(odd(value)));
            case BFLOAT16 -> fromBfloat16(bfloat16(odd(value)));
            default -> value;
        };
    }

    /** The greatest number of a floating dtype below {@code nearest(dtype, value)}. */
    public static double before(DType dtype, double value) {
        double nearest = nearest(dtype, value);
        return switch (dtype) {
            case FLOAT32 -> Math.nextDown((float) nearest);
            case FLOAT16 -> nearest == 0 ? -0x1p-24
                : Float.float16ToFloat((short) (Float.floatToFloat16((float) nearest) + (nearest > 0 ? -1 : 1)));
            case BFLOAT16 -> nearest == 0 ? -0x1p-133 : fromBfloat16(bfloat16((float) nearest) + (nearest > 0 ? -1 : 1));
            default -> Math.nextDown(nearest);
        };
    }

    /** The greatest number of a floating dtype in {@code [low, high)}, both as the dtype has them, or low where there is none. */
    public static double last(DType dtype, double low, double high) {
        return Math.max(nearest(dtype, low), before(dtype, high));
    }

    /** The greatest number of a floating dtype in {@code [low, high)}, or low where there is none. */
    public static double last(DType dtype, long low, long high) {
        double nearest = nearest(dtype, high);
        return Math.max(nearest(dtype, low), (long) nearest < high ? nearest : before(dtype, high));
    }
}
