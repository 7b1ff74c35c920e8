package dev.tenon.core;

/** Which elements of floating dtypes lie at and beside a number. */
public final class Rounding {
    /** The digits of a double that a float has not. */
    public static final long BELOW_FLOAT = (1L << 29) - 1;
    /** The last digit of a double that a float has. */
    public static final long LAST_OF_FLOAT = 1L << 29;
    /** Beyond this the low bits of an integer, {@link #JOINED}, are joined to one on its way to a double, which has 53. */
    public static final long JOINED_FROM = 1L << 53;
    public static final long JOINED = 0x7FF;

    private Rounding() {}

    /**
     * The float on the way from a double to a half: of the two floats around the number the one whose last bit is 1, unless it is a float itself.
     * The half nearest to that is the half nearest to the number; the half nearest to the nearest float need not be.
     *
     * @see <a href="https://doi.org/10.1109/TC.2007.70819">Boldo and Melquiond, Emulation of FMA and correctly rounded sums</a>
     */
    public static float odd(double value) {
        if (Math.abs(value) >= Float.MIN_NORMAL) {
            long digits = Double.doubleToRawLongBits(value);
            long kept = digits & ~BELOW_FLOAT;
            return (float) Double.longBitsToDouble(digits == kept ? kept : kept | LAST_OF_FLOAT);
        }
        float nearest = (float) value;
        int bits = Float.floatToRawIntBits(nearest);
        if ((bits & 1) != 0 || nearest == value || nearest != nearest) {
            return nearest;
        }
        return Float.intBitsToFloat(Math.abs((double) nearest) < Math.abs(value) ? bits + 1 : bits - 1);
    }

    /** The same for an integer. */
    public static float odd(long value) {
        boolean isSmall = value >= -JOINED_FROM && value <= JOINED_FROM;
        return odd((double) (isSmall ? value : value & ~JOINED | ((value & JOINED) != 0 ? JOINED + 1 >> 1 : 0)));
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
