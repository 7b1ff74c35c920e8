package dev.tenon.memory;

/** Rounds sizes up to four steps per doubling, so that freed blocks fit later requests and at most a quarter is wasted. */
final class SizeClass {
    static final int COUNT = 64 * 4;

    private SizeClass() {}

    /** The class of a size of at least 256 bytes. */
    static int of(long bytes) {
        int exponent = 63 - Long.numberOfLeadingZeros(bytes - 1);
        int step = (int) ((bytes - 1) >>> (exponent - 2)) & 3;
        return exponent * 4 + step;
    }

    /** The size of every block of that class: the largest size the class serves. */
    static long bytes(int sizeClass) {
        int exponent = sizeClass / 4;
        return (long) (4 + sizeClass % 4 + 1) << (exponent - 2);
    }
}
