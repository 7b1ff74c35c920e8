package dev.tenon.cpu.math;

/**
 * Philox4x32-10 (Salmon et al., 2011): random bits as a function of a seed and a place, so that every element's number is the same
 * on any number of threads and on any device. Each place has four words of 32 bits.
 */
public final class Philox {
    private static final long M0 = 0xD2511F53L;
    private static final long M1 = 0xCD9E8D57L;
    private static final int W0 = 0x9E3779B9;
    private static final int W1 = 0xBB67AE85;
    private static final int ROUNDS = 10;

    private final int key0;
    private final int key1;
    private int word0;
    private int word1;
    private int word2;
    private int word3;

    public Philox(long seed) {
        key0 = (int) seed;
        key1 = (int) (seed >>> 32);
    }

    /** Computes the four words of a place. */
    public Philox at(long place) {
        int c0 = (int) place;
        int c1 = (int) (place >>> 32);
        int c2 = 0;
        int c3 = 0;
        int k0 = key0;
        int k1 = key1;
        for (int round = 0; round < ROUNDS; round++) {
            long a = (c0 & 0xFFFFFFFFL) * M0;
            long b = (c2 & 0xFFFFFFFFL) * M1;
            c0 = (int) (b >>> 32) ^ c1 ^ k0;
            c2 = (int) (a >>> 32) ^ c3 ^ k1;
            c1 = (int) b;
            c3 = (int) a;
            k0 += W0;
            k1 += W1;
        }
        word0 = c0;
        word1 = c1;
        word2 = c2;
        word3 = c3;
        return this;
    }

    /** Uniform in [0, 1) with 24 bits. */
    public float uniformFloat() {
        return (word0 >>> 8) * 0x1p-24f;
    }

    /** Uniform in [0, 1) with 53 bits. */
    public double uniformDouble() {
        return (bits() >>> 11) * 0x1p-53;
    }

    /** 64 uniform bits. */
    long bits() {
        return ((long) word0 << 32) | (word1 & 0xFFFFFFFFL);
    }

    /** Standard normal, by Box and Muller from two uniform numbers. */
    public double normal() {
        double u = ((bits() >>> 11) + 1) * 0x1p-53; // (0, 1]: the logarithm must be finite
        double angle = (((long) word2 << 32 | word3 & 0xFFFFFFFFL) >>> 11) * 0x1p-53;
        return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * angle);
    }

    /** Uniform in [0, bound); the bias of the multiplication is below 2^-32 for bounds below 2^32. */
    public long below(long bound) {
        return Math.unsignedMultiplyHigh(bits(), bound);
    }
}
