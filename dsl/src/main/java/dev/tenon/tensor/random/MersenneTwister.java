package dev.tenon.tensor.random;

/**
 * The stream of random numbers that PyTorch draws from on a CPU: MT19937.
 *
 * @see <a href="https://doi.org/10.1145/272991.272995">Matsumoto and Nishimura (1998)</a>
 */
public final class MersenneTwister {
    private static final int WORDS = 624;
    private static final int DISTANCE = 397;

    private final int[] state = new int[WORDS];
    private int next = WORDS;

    public MersenneTwister(long seed) {
        state[0] = (int) seed;
        for (int i = 1; i < WORDS; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ state[i - 1] >>> 30) + i;
        }
    }

    /** Uniform in [0, 1), of 53 bits. */
    public double nextDouble() {
        long high = nextInt();
        long low = nextInt() & 0xFFFFFFFFL;
        return ((high << 32 | low) & (1L << 53) - 1) * 0x1p-53;
    }

    private int nextInt() {
        if (next == WORDS) {
            twist();
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= y << 7 & 0x9D2C5680;
        y ^= y << 15 & 0xEFC60000;
        return y ^ y >>> 18;
    }

    private void twist() {
        for (int i = 0; i < WORDS; i++) {
            int joined = state[i] & 0x80000000 | state[(i + 1) % WORDS] & 0x7FFFFFFF;
            state[i] = state[(i + DISTANCE) % WORDS] ^ joined >>> 1 ^ ((joined & 1) == 0 ? 0 : 0x9908B0DF);
        }
        next = 0;
    }
}
