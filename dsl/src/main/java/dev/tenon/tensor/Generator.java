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
import dev.tenon.tensor.random.MersenneTwister;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stream of random numbers: a seed and a position. Numbers are a function of both (Philox4x32-10, Salmon et al., 2011), so they are the
 * same on any thread count and any device, and a saved position continues exactly where it stopped.
 */
public final class Generator {
    private static final Generator GLOBAL = new Generator(0);
    private static final ScopedValue<Generator> CURRENT = ScopedValue.newInstance();

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

    /** The generator of an operator that names none: the global one, or that of {@link #drawing}. */
    public static Generator current() {
        return CURRENT.isBound() ? CURRENT.get() : GLOBAL;
    }

    /** Computes what draws random numbers without naming a generator, such as dropout, with the numbers of this one. */
    public <T> T drawing(Supplier<T> body) {
        return ScopedValue.where(CURRENT, this).call(body::get);
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

    /** The next number that is uniform in [0, 1), of 53 bits. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** The next whole number that is uniform in [0, bound): the high half of a 128-bit product, which prefers none by more than bound / 2^64. */
    public long nextLong(long bound) {
        return Math.unsignedMultiplyHigh(nextLong(), bound);
    }

    /**
     * Uniform in [low, high); where the dtype has no number in there, all are low.
     *
     * @throws ArgumentException if an end or the distance of the two is beyond the range of the dtype, or low is above high
     */
    public Tensor uniform(double low, double high, DType dtype, Device device, long... shape) {
        requireFloating("rand", dtype);
        requireRange("rand", low, high, dtype);
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

    /**
     * Integers, each of [low, high) equally likely; a floating dtype that has not all of them rounds, within the range.
     *
     * @throws ArgumentException if the range is empty, or the dtype cannot hold its ends
     */
    public Tensor randint(long low, long high, DType dtype, Device device, long... shape) {
        requireIntegers("randint", low, high, dtype);
        var taken = take(Shape.of(shape).numel());
        return Dispatch.create(new Randint(Ints.of(shape), low, high, dtype, taken.seed, taken.position), device);
    }

    /**
     * A random order of 0 to n - 1.
     *
     * @throws ArgumentException if n is negative, or the dtype has not all of these integers
     */
    public Tensor randperm(long n, DType dtype, Device device) {
        if (n < 0) {
            throw new ArgumentException("randperm: n must be at least 0, got " + n);
        }
        if (n > 0 && n - 1 > countable(dtype)) {
            throw new ArgumentException("randperm: " + dtype + " holds the integers up to " + countable(dtype) + ", n must be at most "
                + (countable(dtype) + 1) + ", got " + n + "\n  try:   INT64");
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
        return UncheckedOps.nativeDropout(input, p, taken.seed, taken.position);
    }

    private static Tensor torchMask(MersenneTwister stream, Tensor input, double p) {
        var kept = new double[Math.toIntExact(input.numel())];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = stream.nextDouble() < 1 - p ? 1 / (1 - p) : 0;
        }
        return Creation.of(kept, input.dtype(), input.device(), input.sizes());
    }

    /** The integer up to which a dtype has all of them. */
    public static long countable(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> 1L << 53;
            case FLOAT32 -> 1L << 24;
            case FLOAT16 -> 1L << 11;
            case BFLOAT16 -> 1L << 8;
            default -> dtype.most();
        };
    }

    /** Refuses ends that a floating dtype has not, or whose distance it has not. */
    public static void requireRange(String caller, double low, double high, DType dtype) {
        double most = dtype.greatest();
        if (!(Math.abs(low) <= most && Math.abs(high) <= most)) {
            throw new ArgumentException(caller + ": both ends must be finite numbers of " + dtype + ", got [" + low + ", " + high
                + ")\n  try:   numbers up to " + most);
        }
        if (low > high) {
            throw new ArgumentException(caller + ": from (" + low + ") must not be above to (" + high + ")");
        }
        if (high - low > most) {
            throw new ArgumentException(caller + ": the distance from " + low + " to " + high + " is beyond the range of " + dtype
                + "\n  try:   FLOAT64, or half the distance and mul(2)");
        }
    }

    /** Refuses an empty range of integers, and one whose ends the dtype cannot hold. */
    public static void requireIntegers(String caller, long low, long high, DType dtype) {
        if (low >= high) {
            throw new ArgumentException(caller + ": low must be less than high, got [" + low + ", " + high + ")");
        }
        boolean fits = dtype.isFloating() ? Math.abs((double) low) <= dtype.greatest() && Math.abs((double) (high - 1)) <= dtype.greatest()
            : low >= dtype.least() && high - 1 <= dtype.most();
        if (!fits) {
            throw new ArgumentException(caller + ": the integers of [" + low + ", " + high + ") must be in the range of " + dtype
                + (dtype.isFloating() ? ", whose greatest number is " + dtype.greatest()
                    : ", [" + dtype.least() + ", " + dtype.most() + "]")
                + "\n  try:   INT64");
        }
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
