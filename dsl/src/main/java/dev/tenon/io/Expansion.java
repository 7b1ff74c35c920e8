package dev.tenon.io;

/**
 * How much a compressed file may expand to where its reader sets no limit. Deflate makes a thousand bytes of one, so a file that somebody
 * sends
 * can fill any memory; arrays of numbers rarely come near a hundredth.
 */
final class Expansion {
    /** Any file may expand to so many bytes. */
    private static final long ALWAYS = 1L << 26;
    private static final long TIMES = 100;
    /** Deflate cannot do better, so content that claims more is lying. */
    private static final long BEST = 1032;

    private Expansion() {}

    /** The most bytes that a file of this size may expand to. */
    static long limit(long fileBytes) {
        return Math.max(ALWAYS, fileBytes > Long.MAX_VALUE / TIMES ? Long.MAX_VALUE : TIMES * fileBytes);
    }

    /** Whether deflate can make so many bytes of so few. */
    static boolean isPossible(long compressed, long expanded) {
        return expanded / BEST <= compressed;
    }
}
