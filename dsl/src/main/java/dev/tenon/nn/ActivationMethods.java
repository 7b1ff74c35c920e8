package dev.tenon.nn;

import dev.tenon.ops.Gelu;
import dev.tenon.tensor.Tensor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The activations of a declaration.
 *
 * @param <S> what the next layer is declared on
 */
public abstract sealed class ActivationMethods<S> permits LayerMethods {
    ActivationMethods() {}

    /** Declares a layer that any input suits. */
    abstract S plain(String type, Supplier<? extends Layer> factory);

    /** {@code max(x, 0)}. */
    public final S relu() {
        return plain("relu", Activations::relu);
    }

    /** {@code min(max(x, 0), 6)}. */
    public final S relu6() {
        return plain("relu6", Activations::relu6);
    }

    /** {@link #relu} with slope 0.01 below 0. */
    public final S leakyRelu() {
        return leakyRelu(0.01);
    }

    /** {@link #relu} with this slope below 0. */
    public final S leakyRelu(double negativeSlope) {
        return plain("leakyRelu", () -> Activations.leakyRelu(negativeSlope));
    }

    /** {@code x} above 0, {@code exp(x) - 1} below. */
    public final S elu() {
        return elu(1);
    }

    /** {@code x} above 0, {@code alpha * (exp(x) - 1)} below. */
    public final S elu(double alpha) {
        return plain("elu", () -> Activations.elu(alpha));
    }

    /** {@link #elu} with the constants that keep mean 0 and variance 1. */
    public final S selu() {
        return plain("selu", Activations::selu);
    }

    /** {@code max(x, 0) + min(0, alpha * (exp(x / alpha) - 1))}. */
    public final S celu(double alpha) {
        return plain("celu", () -> Activations.celu(alpha));
    }

    /** {@code x} times the probability that a standard normal number lies below it. */
    public final S gelu() {
        return plain("gelu", () -> Activations.gelu(Gelu.Approximate.NONE));
    }

    /** {@code x * sigmoid(x)}. */
    public final S silu() {
        return plain("silu", Activations::silu);
    }

    /** {@code x * tanh(softplus(x))}. */
    public final S mish() {
        return plain("mish", Activations::mish);
    }

    /** {@code log(1 + exp(x))}. */
    public final S softplus() {
        return plain("softplus", () -> Activations.softplus(1, 20));
    }

    /** {@code x / (1 + |x|)}. */
    public final S softsign() {
        return plain("softsign", Activations::softsign);
    }

    /** {@code x} limited to [-1, 1]. */
    public final S hardtanh() {
        return hardtanh(-1, 1);
    }

    /** {@code x} limited to [min, max]. */
    public final S hardtanh(double min, double max) {
        return plain("hardtanh", () -> Activations.hardtanh(min, max));
    }

    /** A piecewise approximation of {@link #silu}. */
    public final S hardswish() {
        return plain("hardswish", Activations::hardswish);
    }

    /** A piecewise approximation of {@link #sigmoid}. */
    public final S hardsigmoid() {
        return plain("hardsigmoid", Activations::hardsigmoid);
    }

    /** {@code log(sigmoid(x))}. */
    public final S logSigmoid() {
        return plain("logSigmoid", Activations::logSigmoid);
    }

    public final S tanh() {
        return plain("tanh", Activations::tanh);
    }

    /** {@code 1 / (1 + exp(-x))}. */
    public final S sigmoid() {
        return plain("sigmoid", Activations::sigmoid);
    }

    /** Probabilities along {@code dim}. */
    public final S softmax(long dim) {
        return plain("softmax", () -> Activations.softmax(dim));
    }

    /** Logarithms of probabilities along {@code dim}. */
    public final S logSoftmax(long dim) {
        return plain("logSoftmax", () -> Activations.logSoftmax(dim));
    }

    /** Any function of a tensor that has no state: {@code function("half", x -> x.mul(0.5))}. */
    public final S function(String name, UnaryOperator<Tensor> function) {
        return plain(name, () -> new Activation(name, function));
    }
}
