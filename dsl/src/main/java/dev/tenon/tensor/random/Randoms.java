package dev.tenon.tensor.random;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.InPlace;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.UncheckedOps;
import dev.tenon.tensor.creation.Constants;
import dev.tenon.tensor.shape.Shapes;
import org.jspecify.annotations.Nullable;

/** Random operators of the catalogue, which draw from the global generator, or from that of {@link Generator#drawing}. */
public final class Randoms {
    private Randoms() {}

    // ---- new tensors ------------------------------------------------------------------------------------------------

    public static Tensor rand(long[] size, @Nullable DType dtype, @Nullable Device device) {
        return Generator.current().uniform(0, 1, Constants.orDefault(dtype), Constants.orCpu(device), size);
    }

    public static Tensor normal(double mean, double std, long[] size, @Nullable DType dtype, @Nullable Device device) {
        return Generator.current().normal(mean, std, Constants.orDefault(dtype), Constants.orCpu(device), size);
    }

    public static Tensor randint(long low, long high, long[] size, @Nullable DType dtype, @Nullable Device device) {
        return Generator.current().randint(low, high, dtype == null ? DType.INT64 : dtype, Constants.orCpu(device), size);
    }

    public static Tensor randperm(long n, @Nullable DType dtype, @Nullable Device device) {
        return Generator.current().randperm(n, dtype == null ? DType.INT64 : dtype, Constants.orCpu(device));
    }

    public static Tensor normal(Tensor mean, double std) {
        if (!(std >= 0)) {
            throw new ArgumentException("normal: std must be at least 0, got " + std);
        }
        return Ops.add(Ops.mul(standard(mean, mean.shape().toArray()), std), mean.detach());
    }

    public static Tensor normal(double mean, Tensor std) {
        return Ops.add(Ops.mul(standard(std, std.shape().toArray()), spread(std)), mean);
    }

    public static Tensor normal(Tensor mean, Tensor std) {
        return Ops.add(Ops.mul(standard(mean, Shapes.broadcast("normal", mean, std)), spread(std)), mean.detach());
    }

    private static Tensor standard(Tensor like, long[] size) {
        return Generator.current().normal(0, 1, like.dtype(), like.device(), size);
    }

    private static Tensor spread(Tensor std) {
        if (std.numel() > 0 && !std.device().isMeta() && Ops.any(Ops.lt(std, 0)).itemLong() != 0) {
            throw new ArgumentException(
                "normal: std must be at least 0, got " + Ops.amin(std).item() + "\n  std: " + Operand.describe(std));
        }
        return std.detach();
    }

    // ---- from probabilities -----------------------------------------------------------------------------------------

    public static Tensor bernoulli(Tensor input) {
        requireProbabilities(input);
        var taken = Generator.current().take(input.numel());
        return UncheckedOps.bernoulliMask(input.detach(), taken.seed(), taken.position());
    }

    public static Tensor bernoulli(Tensor input, double p) {
        return bernoulli(Creation.full(input.shape().toArray(), p, input.dtype(), input.device()));
    }

    private static void requireProbabilities(Tensor p) {
        if (p.numel() == 0 || p.device().isMeta()) {
            return;
        }
        double least = Ops.amin(p).item();
        double most = Ops.amax(p).item();
        if (!(least >= 0 && most <= 1)) {
            throw new ArgumentException("bernoulli: a probability must be in [0, 1], got " + (least >= 0 ? most : least)
                + "\n  probabilities: " + Operand.describe(p) + "\n  try:   sigmoid(...) of scores");
        }
    }

    public static Tensor multinomial(Tensor input, long numSamples, boolean replacement) {
        if (input.rank() != 1 && input.rank() != 2) {
            throw new ShapeException("multinomial: the weights must be [n] or [rows, n]\n  input: " + Operand.describe(input));
        }
        if (numSamples <= 0) {
            throw new ArgumentException("multinomial: num_samples must be positive, got " + numSamples);
        }
        var given = input.detach().to(DType.FLOAT64);
        requireWeights(input, given, replacement ? 1 : numSamples);
        var weights = moderate(given);
        return replacement ? withReplacement(weights, numSamples) : withoutReplacement(weights, numSamples);
    }

    private static void requireWeights(Tensor input, Tensor weights, long count) {
        double least = weights.numel() == 0 ? 0 : Ops.amin(weights).item();
        double most = weights.numel() == 0 ? 0 : Ops.amax(weights).item();
        if (!(least >= 0) || Double.isNaN(most) || Double.isInfinite(most)) {
            throw new ArgumentException("multinomial: a weight must be finite and not negative, got " + (least >= 0 ? most : least)
                + "\n  input: " + Operand.describe(input) + "\n  try:   softmax(...) of scores");
        }
        long fewest = input.size(-1) == 0 ? 0 : input.numel() == 0 ? count : Ops.amin(Ops.sum(Ops.gt(weights, 0), -1)).itemLong();
        if (fewest < count) {
            throw new ArgumentException("multinomial: " + count + " places are to be drawn, a row has " + fewest
                + " of a weight above 0\n  input: " + Operand.describe(input) + "\n  try:   replacement = true, or a smaller num_samples");
        }
    }

    /** The weights, in rows whose sums or keys would overflow 2^64 times as small: a power of two changes no share. */
    private static Tensor moderate(Tensor weights) {
        if (weights.numel() == 0 || Ops.amax(weights).item() < 0x1p900) {
            return weights;
        }
        var large = Ops.ge(Ops.amax(weights, new long[] {-1}, true), 0x1p900);
        return Ops.mul(weights, Ops.where(large, 0x1p-64, Ops.onesLike(Ops.narrow(weights, -1, 0, 1))));
    }

    /** Where a uniform number falls among the sums of the weights up to each place. */
    private static Tensor withReplacement(Tensor weights, long count) {
        var sums = Ops.cumsum(weights, -1);
        var shares = Ops.div(sums, Ops.narrow(sums, -1, sums.size(-1) - 1, 1));
        var size = weights.shape().toArray();
        size[size.length - 1] = count;
        var draws = Generator.current().uniform(0, 1, DType.FLOAT64, weights.device(), size);
        return Ops.searchsorted(shares, draws, false, true);
    }

    /** The places of the greatest keys, of which a place with weight w has that of an exponential race of rate w. */
    private static Tensor withoutReplacement(Tensor weights, long count) {
        var times = exponential(weights, 1);
        // The key of a tiny weight may be 0: that of none is below it.
        var keys = Ops.where(Ops.gt(weights, 0), Ops.div(weights, times), -1);
        return Ops.topk(keys, count, -1).indices();
    }

    /** Exponential numbers above 0 in the shape of {@code like}. */
    private static Tensor exponential(Tensor like, double rate) {
        var uniform = Generator.current().uniform(0, 1, DType.FLOAT64, like.device(), like.shape().toArray());
        // 1 - u is in (0, 1]; the logarithm of 1 would be a time of 0, by which nothing can be divided.
        return Ops.div(Ops.clampMin(Ops.neg(Ops.log1p(Ops.neg(uniform))), least(like.dtype())), rate);
    }

    /** The least number above 0 that is one of this dtype, too. */
    private static double least(DType dtype) {
        return switch (dtype) {
            case FLOAT16 -> 0x1p-24;
            case BFLOAT16 -> 0x1p-133;
            case FLOAT32 -> Float.MIN_VALUE;
            default -> Double.MIN_NORMAL;
        };
    }

    // ---- in place ---------------------------------------------------------------------------------------------------

    public static Tensor uniformInto(Tensor x, double from, double to) {
        Generator.requireRange("uniform_", from, to, x.dtype());
        return InPlace.constant("uniform_", x, () -> Generator.current().uniform(from, to, x.dtype(), x.device(), x.shape().toArray()));
    }

    public static Tensor normalInto(Tensor x, double mean, double std) {
        return InPlace.constant("normal_", x, () -> Generator.current().normal(mean, std, x.dtype(), x.device(), x.shape().toArray()));
    }

    public static Tensor exponentialInto(Tensor x, double rate) {
        if (!(rate > 0)) {
            throw new ArgumentException("exponential_: lambd must be above 0, got " + rate);
        }
        return InPlace.constant("exponential_", x, () -> exponential(x, rate));
    }

    public static Tensor bernoulliInto(Tensor x, double p) {
        return InPlace.constant("bernoulli_", x, () -> bernoulli(Creation.full(x.shape().toArray(), p, DType.FLOAT64, x.device())));
    }

    public static Tensor bernoulliInto(Tensor x, Tensor p) {
        return InPlace.constant("bernoulli_", x, () -> bernoulli(Ops.expand(p, x.shape().toArray())));
    }

    public static Tensor randomInto(Tensor x, long from, long to) {
        Generator.requireIntegers("random_", from, to, x.dtype());
        return InPlace.constant("random_", x, () -> Generator.current().randint(from, to, x.dtype(), x.device(), x.shape().toArray()));
    }

    public static Tensor randomInto(Tensor x, long to) {
        return randomInto(x, 0, to);
    }

    public static Tensor randomInto(Tensor x) {
        return randomInto(x, 0, x.dtype() == DType.INT64 ? Long.MAX_VALUE : Generator.countable(x.dtype()) + 1);
    }
}
