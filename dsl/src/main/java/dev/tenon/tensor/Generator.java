package dev.tenon.tensor;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import dev.tenon.core.Device;
import dev.tenon.core.Ints;
import dev.tenon.core.Shape;
import dev.tenon.ops.Normal;
import dev.tenon.ops.Randint;
import dev.tenon.ops.Randperm;
import dev.tenon.ops.Uniform;
import org.jspecify.annotations.Nullable;

/**
 * A stream of random numbers: a seed and a position. Numbers are a function of both (Philox4x32-10, Salmon et al., 2011), so they are the
 * same on any thread count and any device, and a saved position continues exactly where it stopped.
 */
public final class Generator {
    private static final Generator GLOBAL = new Generator(0);

    private long seed;
    private long position;
    /** By thread, because the numbers come one after another. */
    @SuppressWarnings("ThreadLocalUsage") // one generator in a program follows PyTorch, for tests
    private final ThreadLocal<@Nullable MersenneTwister> torch = new ThreadLocal<>();

    public Generator(long seed) {
        this.seed = seed;
    }

    /** The generator of calls that name none; seeded by {@code manualSeed}. */
    public static Generator global() {
        return GLOBAL;
    }

    /** Starts the stream of this seed from its beginning. */
    public synchronized void manualSeed(long newSeed) {
        seed = newSeed;
        position = 0;
        torch.remove();
    }

    /**
     * Dropout takes from here on, on this thread, the numbers that PyTorch draws on a CPU after {@code torch.manual_seed(newSeed)}, so that
     * the two can be compared; until {@link #manualSeed}.
     */
    public void followTorch(long newSeed) {
        torch.set(new MersenneTwister(newSeed));
    }

    /**
     * Where the stream is.
     *
     * @param seed the seed
     * @param position numbers already taken
     */
    public record State(long seed, long position) {}

    public synchronized State state() {
        return new State(seed, position);
    }

    /** Continues from a saved position. */
    public synchronized void restore(State state) {
        seed = state.seed();
        position = state.position();
    }

    /** Takes {@code count} numbers off the stream: they are those of the returned state's seed from its position on. */
    public synchronized State take(long count) {
        var taken = new State(seed, position);
        position += count;
        return taken;
    }

    /** The next 64 random bits, for seeds of other streams. */
    public long nextLong() {
        var taken = take(1);
        return mix(mix(taken.seed + 0x9E3779B97F4A7C15L) ^ taken.position * 0xD1B54A32D192ED03L);
    }

    /** Uniform in [low, high). */
    public Tensor uniform(double low, double high, DType dtype, Device device, long... shape) {
        requireFloating("rand", dtype);
        var taken = take(Shape.of(shape).numel());
        return Dispatch.create(new Uniform(Ints.of(shape), low, high, dtype, taken.seed, taken.position), device);
    }

    /** Normal with this mean and standard deviation. */
    public Tensor normal(double mean, double std, DType dtype, Device device, long... shape) {
        requireFloating("randn", dtype);
        if (!(std >= 0)) {
            throw new ArgumentException("normal: std must be at least 0, got " + std);
        }
        var taken = take(Shape.of(shape).numel());
        return Dispatch.create(new Normal(Ints.of(shape), mean, std, dtype, taken.seed, taken.position), device);
    }

    /** Integers, each of [low, high) equally likely. */
    public Tensor randint(long low, long high, DType dtype, Device device, long... shape) {
        if (low >= high) {
            throw new ArgumentException("randint: low must be less than high, got [" + low + ", " + high + ")");
        }
        var taken = take(Shape.of(shape).numel());
        return Dispatch.create(new Randint(Ints.of(shape), low, high, dtype, taken.seed, taken.position), device);
    }

    /** A random order of 0 to n - 1. */
    public Tensor randperm(long n, DType dtype, Device device) {
        if (n < 0) {
            throw new ArgumentException("randperm: n must be at least 0, got " + n);
        }
        var taken = take(Math.max(n, 1));
        return Dispatch.create(new Randperm(n, dtype, taken.seed, taken.position), device);
    }

    /** Zeroes each element with probability {@code p} and scales the others by {@code 1 / (1 - p)}; the gradient flows through. */
    public Tensor dropout(Tensor input, double p) {
        var stream = torch.get();
        if (stream != null) {
            return Ops.mul(input, torchMask(stream, input, p));
        }
        var taken = take(input.numel());
        return Ops.nativeDropout(input, p, taken.seed, taken.position);
    }

    private static Tensor torchMask(MersenneTwister stream, Tensor input, double p) {
        var kept = new double[Math.toIntExact(input.numel())];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = stream.nextDouble() < 1 - p ? 1 / (1 - p) : 0;
        }
        return Creation.of(kept, input.dtype(), input.device(), input.sizes());
    }

    private static void requireFloating(String caller, DType dtype) {
        if (!dtype.isFloating()) {
            throw new DTypeException(caller + ": the dtype must be floating, got " + dtype + "\n  try:   randint for integers");
        }
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ a >>> 27) * 0x94D049BB133111EBL;
        return b ^ b >>> 31;
    }
}
