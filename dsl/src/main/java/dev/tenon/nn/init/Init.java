package dev.tenon.nn.init;

import dev.tenon.core.DType;
import dev.tenon.nn.Placement;
import dev.tenon.nn.declare.Network;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;

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
}
