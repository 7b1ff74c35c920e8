package dev.tenon.spi;

/** The arithmetic of sizes and attributes in rules: a result beyond 63 bits is refused, never wrapped. */
public final class Exact {
    private Exact() {}

    public static long plus(Inference call, long a, long b) {
        long sum = a + b;
        if (((a ^ sum) & (b ^ sum)) < 0) {
            throw beyond(call, a, "+", b);
        }
        return sum;
    }

    public static long minus(Inference call, long a, long b) {
        long difference = a - b;
        if (((a ^ b) & (a ^ difference)) < 0) {
            throw beyond(call, a, "-", b);
        }
        return difference;
    }

    public static long times(Inference call, long a, long b) {
        long product = a * b;
        if (Math.multiplyHigh(a, b) != product >> 63) {
            throw beyond(call, a, "*", b);
        }
        return product;
    }

    /** Rounded down. */
    public static long divided(Inference call, long a, long b) {
        requireDivisor(call, b);
        return b == -1 ? minus(call, 0, a) : Math.floorDiv(a, b);
    }

    /** What is left of {@code a} by the division that rounds down; of the sign of {@code b}. */
    public static long remainder(Inference call, long a, long b) {
        requireDivisor(call, b);
        return Math.floorMod(a, b);
    }

    public static long abs(Inference call, long a) {
        return a < 0 ? minus(call, 0, a) : a;
    }

    private static void requireDivisor(Inference call, long b) {
        if (b == 0) {
            throw call.shapeError("a size or an attribute that is divided by must not be 0", null);
        }
    }

    private static RuntimeException beyond(Inference call, long a, String operator, long b) {
        return call.shapeError(a + " " + operator + " " + b + " is more than can be counted in 63 bits", "smaller sizes and attributes");
    }
}
