package dev.tenon.cpu.math;

/** The 16-bit floating formats that Java has no primitive for. */
public final class Half {
    private static final int QUIET_NAN = 0x7FC0;

    private Half() {}

    public static float fromBfloat16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** Rounds to nearest, ties to even. */
    public static short toBfloat16(float value) {
        if (Float.isNaN(value)) {
            return (short) QUIET_NAN;
        }
        int bits = Float.floatToRawIntBits(value);
        return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
    }
}
