package dev.tenon.cpu;

/** The 16-bit floating formats that Java has no primitive for. */
final class Half {
    private static final int QUIET_NAN = 0x7FC0;

    private Half() {}

    static float fromBfloat16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** Rounds to nearest, ties to even. */
    static short toBfloat16(float value) {
        if (Float.isNaN(value)) {
            return (short) QUIET_NAN;
        }
        int bits = Float.floatToRawIntBits(value);
        return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
    }
}
