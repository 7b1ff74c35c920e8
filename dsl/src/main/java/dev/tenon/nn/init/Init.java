package dev.tenon.nn.init;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.nn.Placement;
import dev.tenon.nn.declare.Network;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * First values of parameters. They are made where the layer is being built: on the device and from the seed of {@link Network#build},
 * without
 * memory in a declaration. A layer of your own should take its first values from here.
 */
public final class Init {
    private Init() {}

    /** Zeros of the default dtype. */
    public static Tensor zeros(long... shape) {
        var place = Placement.current();
        return Creation.zeros(place.dtype(), place.device(), shape);
    }

    /** Ones of the default dtype. */
    public static Tensor ones(long... shape) {
        var place = Placement.current();
        return Creation.ones(place.dtype(), place.device(), shape);
    }

    /** Every element {@code value}, of a dtype of its own. */
    public static Tensor constant(Number value, DType dtype, long... shape) {
        return Creation.full(shape, value, dtype, Placement.current().device());
    }

    /** Uniform in [low, high). */
    public static Tensor uniform(double low, double high, long... shape) {
        var place = Placement.current();
        return place.device().isMeta() ? Tensor.meta(place.dtype(), shape) : place.generator()
            .uniform(low, high, place.dtype(), place.device(), shape);
    }

    /** Normal with this mean and standard deviation. */
    public static Tensor normal(double mean, double std, long... shape) {
        var place = Placement.current();
        return place.device().isMeta() ? Tensor.meta(place.dtype(), shape) : place.generator()
            .normal(mean, std, place.dtype(), place.device(), shape);
    }

    /**
     * PyTorch's default for weights and biases of linear and convolution layers: uniform within {@code 1 / sqrt(fanIn)} of 0. That is
     * Kaiming
     * initialisation with {@code a = sqrt(5)}.
     *
     * @param fanIn how many inputs one output sees
     * @see <a href="https://arxiv.org/abs/1502.01852">He et al. (2015)</a>
     */
    public static Tensor fanIn(long fanIn, long... shape) {
        double bound = fanIn > 0 ? 1 / Math.sqrt((double) fanIn) : 0;
        return uniform(-bound, bound, shape);
    }

    // ---- in place, as torch.nn.init has them ------------------------------------------------------------------------

    /** What the standard deviation behind a nonlinearity must be multiplied by to stay as it is; the slope of LEAKY_RELU is 0.01. */
    public static double calculateGain(Nonlinearity nonlinearity) {
        return calculateGain(nonlinearity, 0.01);
    }

    /**
     * What the standard deviation behind a nonlinearity must be multiplied by to stay as it is: 1, 5/3 for tanh, √2 for ReLU, √(2 / (1 + slope²))
     * for leaky ReLU, 3/4 for SELU.
     *
     * @param slope of LEAKY_RELU
     */
    public static double calculateGain(Nonlinearity nonlinearity, double slope) {
        return switch (nonlinearity) {
            case LINEAR, SIGMOID -> 1;
            case TANH -> 5.0 / 3;
            case RELU -> Math.sqrt(2);
            case LEAKY_RELU -> Math.sqrt(2 / (1 + slope * slope));
            case SELU -> 0.75;
        };
    }

    /** Zeros. */
    public static Tensor zeros_(Tensor tensor) {
        return constant_(tensor, 0);
    }

    /** Ones. */
    public static Tensor ones_(Tensor tensor) {
        return constant_(tensor, 1);
    }

    /** Every element {@code value}. */
    public static Tensor constant_(Tensor tensor, Number value) {
        return filled(tensor, () -> tensor.fill_(value));
    }

    /** Uniform in [0, 1). */
    public static Tensor uniform_(Tensor tensor) {
        return uniform_(tensor, 0, 1);
    }

    /** Uniform in [low, high). */
    public static Tensor uniform_(Tensor tensor, double low, double high) {
        return filled(tensor, () -> tensor.uniform_(low, high));
    }

    /** Normal with mean 0 and standard deviation 1. */
    public static Tensor normal_(Tensor tensor) {
        return normal_(tensor, 0, 1);
    }

    /** Normal with this mean and standard deviation. */
    public static Tensor normal_(Tensor tensor, double mean, double std) {
        return filled(tensor, () -> tensor.normal_(mean, std));
    }

    /** {@link #truncNormal_(Tensor, double, double, double, double)} of mean 0 and standard deviation 1 within 2 of 0. */
    public static Tensor truncNormal_(Tensor tensor) {
        return truncNormal_(tensor, 0, 1, -2, 2);
    }

    /** Normal with this mean and standard deviation, within [low, high]: uniform probabilities through the inverse of the distribution. */
    public static Tensor truncNormal_(Tensor tensor, double mean, double std, double low, double high) {
        double from = distribution((low - mean) / std);
        double to = distribution((high - mean) / std);
        return filled(tensor,
            () -> tensor.uniform_(2 * from - 1, 2 * to - 1).erfinv_().mul_(std * Math.sqrt(2)).add_(mean).clamp_(low, high));
    }

    /** The standard normal distribution up to {@code x}. */
    private static double distribution(double x) {
        return Ops.erf(Creation.tensor(x / Math.sqrt(2), DType.FLOAT64, Device.CPU)).item() / 2 + 0.5;
    }

    /** {@link #xavierUniform_(Tensor, double)} with gain 1. */
    public static Tensor xavierUniform_(Tensor tensor) {
        return xavierUniform_(tensor, 1);
    }

    /**
     * Uniform within {@code gain * sqrt(6 / (fanIn + fanOut))} of 0.
     *
     * @see <a href="https://proceedings.mlr.press/v9/glorot10a.html">Glorot and Bengio (2010)</a>
     */
    public static Tensor xavierUniform_(Tensor tensor, double gain) {
        var fans = Fans.of("xavierUniform_", tensor);
        double bound = gain * Math.sqrt(6 / (fans.in() + fans.out()));
        return uniform_(tensor, -bound, bound);
    }

    /** {@link #xavierNormal_(Tensor, double)} with gain 1. */
    public static Tensor xavierNormal_(Tensor tensor) {
        return xavierNormal_(tensor, 1);
    }

    /**
     * Normal with standard deviation {@code gain * sqrt(2 / (fanIn + fanOut))}.
     *
     * @see <a href="https://proceedings.mlr.press/v9/glorot10a.html">Glorot and Bengio (2010)</a>
     */
    public static Tensor xavierNormal_(Tensor tensor, double gain) {
        var fans = Fans.of("xavierNormal_", tensor);
        return normal_(tensor, 0, gain * Math.sqrt(2 / (fans.in() + fans.out())));
    }

    /** {@link #kaimingUniform_(Tensor, UnaryOperator)} as for ReLU. */
    public static Tensor kaimingUniform_(Tensor tensor) {
        return kaimingUniform_(tensor, o -> o);
    }

    /**
     * Uniform within {@code gain * sqrt(3 / fan)} of 0.
     *
     * @see <a href="https://arxiv.org/abs/1502.01852">He et al. (2015)</a>
     */
    public static Tensor kaimingUniform_(Tensor tensor, UnaryOperator<KaimingOptions> options) {
        double bound = Math.sqrt(3) * kaiming("kaimingUniform_", tensor, options);
        return uniform_(tensor, -bound, bound);
    }

    /** {@link #kaimingNormal_(Tensor, UnaryOperator)} as for ReLU. */
    public static Tensor kaimingNormal_(Tensor tensor) {
        return kaimingNormal_(tensor, o -> o);
    }

    /**
     * Normal with standard deviation {@code gain / sqrt(fan)}: {@code kaimingNormal_(weight, o -> o.mode(FAN_OUT).nonlinearity(RELU))}.
     *
     * @see <a href="https://arxiv.org/abs/1502.01852">He et al. (2015)</a>
     */
    public static Tensor kaimingNormal_(Tensor tensor, UnaryOperator<KaimingOptions> options) {
        return normal_(tensor, 0, kaiming("kaimingNormal_", tensor, options));
    }

    private static double kaiming(String caller, Tensor tensor, UnaryOperator<KaimingOptions> options) {
        var chosen = options.apply(KaimingOptions.DEFAULT);
        double fan = Fans.of(caller, tensor).of(chosen.mode());
        return fan == 0 ? 0 : calculateGain(chosen.nonlinearity(), chosen.a()) / Math.sqrt(fan);
    }

    /** {@link #orthogonal_(Tensor, double)} with gain 1. */
    public static Tensor orthogonal_(Tensor tensor) {
        return orthogonal_(tensor, 1);
    }

    /**
     * Orthogonal rows or columns of length {@code gain}, of the tensor as a matrix {@code [first, others]}.
     *
     * @see <a href="https://arxiv.org/abs/1312.6120">Saxe, McClelland and Ganguli (2013)</a>
     */
    public static Tensor orthogonal_(Tensor tensor, double gain) {
        Fans.requireRank("orthogonal_", tensor.shape(), 2, Integer.MAX_VALUE);
        return filled(tensor, () -> StructuredFill.orthogonal(tensor, gain));
    }

    /**
     * Normal with standard deviation {@code std}, and in each column {@code ceil(sparsity * rows)} zeros.
     *
     * @see <a href="https://www.cs.toronto.edu/~jmartens/docs/Deep_HessianFree.pdf">Martens (2010)</a>
     */
    public static Tensor sparse_(Tensor tensor, double sparsity, double std) {
        Fans.requireRank("sparse_", tensor.shape(), 2, 2);
        return filled(tensor, () -> StructuredFill.sparse(tensor, sparsity, std));
    }

    /** {@link #dirac_(Tensor, long)} of one group. */
    public static Tensor dirac_(Tensor tensor) {
        return dirac_(tensor, 1);
    }

    /** A convolution's weight that passes on as many input channels as it can, in each group of output channels. */
    public static Tensor dirac_(Tensor tensor, long groups) {
        Fans.requireRank("dirac_", tensor.shape(), 3, 5);
        return filled(tensor, () -> StructuredFill.dirac(tensor, groups));
    }

    /** A matrix with ones on its diagonal. */
    public static Tensor eye_(Tensor tensor) {
        Fans.requireRank("eye_", tensor.shape(), 2, 2);
        return filled(tensor, () -> tensor.copy_(Ops.eye(tensor.size(0), tensor.size(1), tensor.dtype(), tensor.device())));
    }

    /** With the random numbers of the network that is being built; a tensor without memory stays as it is. */
    private static Tensor filled(Tensor tensor, Supplier<Tensor> change) {
        if (!tensor.device().isMeta()) {
            GradMode.noGrad(() -> {
                Placement.current().generator().drawing(change);
            });
        }
        return tensor;
    }
}
