package dev.tenon.nn.init;

import dev.tenon.nn.Layer;
import dev.tenon.tensor.Tensor;
import java.util.function.UnaryOperator;

/** First values for a tensor that is there: what {@code Init.xavierUniform_(tensor)} does, as a value that a declaration takes. */
@FunctionalInterface
public interface Fill {
    /** Fills a tensor, and gives it back. */
    Tensor fill(Tensor tensor);

    /**
     * Fills the weights of a layer and of all within it, the parameters of two dimensions or more:
     * {@code var words = Fill.normal(0, 0.02).weights(new Embedding(1000, 64))}.
     *
     * @return the layer
     */
    default <L extends Layer> L weights(L layer) {
        layer.namedParameters().values().stream().filter(parameter -> parameter.rank() >= 2).forEach(this::fill);
        return layer;
    }

    /**
     * Fills the parameters of a layer and of all within it that are called bias.
     *
     * @return the layer
     */
    default <L extends Layer> L biases(L layer) {
        layer.namedParameters().forEach((name, parameter) -> {
            if (name.substring(name.lastIndexOf('.') + 1).startsWith("bias")) {
                fill(parameter);
            }
        });
        return layer;
    }

    /** {@link Init#zeros_}. */
    static Fill zeros() {
        return Init::zeros_;
    }

    /** {@link Init#ones_}. */
    static Fill ones() {
        return Init::ones_;
    }

    /** {@link Init#constant_}. */
    static Fill constant(double value) {
        return tensor -> Init.constant_(tensor, value);
    }

    /** {@link Init#uniform_}. */
    static Fill uniform(double low, double high) {
        return tensor -> Init.uniform_(tensor, low, high);
    }

    /** {@link Init#normal_}. */
    static Fill normal(double mean, double std) {
        return tensor -> Init.normal_(tensor, mean, std);
    }

    /** {@link Init#truncNormal_}. */
    static Fill truncNormal(double mean, double std, double low, double high) {
        return tensor -> Init.truncNormal_(tensor, mean, std, low, high);
    }

    /** {@link Init#xavierUniform_}. */
    static Fill xavierUniform() {
        return Init::xavierUniform_;
    }

    /** {@link Init#xavierUniform_}. */
    static Fill xavierUniform(double gain) {
        return tensor -> Init.xavierUniform_(tensor, gain);
    }

    /** {@link Init#xavierNormal_}. */
    static Fill xavierNormal() {
        return Init::xavierNormal_;
    }

    /** {@link Init#xavierNormal_}. */
    static Fill xavierNormal(double gain) {
        return tensor -> Init.xavierNormal_(tensor, gain);
    }

    /** {@link Init#kaimingUniform_}. */
    static Fill kaimingUniform() {
        return Init::kaimingUniform_;
    }

    /** {@link Init#kaimingUniform_}. */
    static Fill kaimingUniform(UnaryOperator<KaimingOptions> options) {
        return tensor -> Init.kaimingUniform_(tensor, options);
    }

    /** {@link Init#kaimingNormal_}. */
    static Fill kaimingNormal() {
        return Init::kaimingNormal_;
    }

    /** {@link Init#kaimingNormal_}. */
    static Fill kaimingNormal(UnaryOperator<KaimingOptions> options) {
        return tensor -> Init.kaimingNormal_(tensor, options);
    }

    /** {@link Init#orthogonal_}. */
    static Fill orthogonal() {
        return Init::orthogonal_;
    }

    /** {@link Init#sparse_}. */
    static Fill sparse(double sparsity, double std) {
        return tensor -> Init.sparse_(tensor, sparsity, std);
    }

    /** {@link Init#dirac_}. */
    static Fill dirac() {
        return Init::dirac_;
    }

    /** {@link Init#eye_}. */
    static Fill eye() {
        return Init::eye_;
    }

}
