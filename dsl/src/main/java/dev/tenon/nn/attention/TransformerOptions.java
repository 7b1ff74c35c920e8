package dev.tenon.nn.attention;

import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * How the layers of a transformer are made.
 *
 * @param dimFeedforward the size between the two linear maps of a layer; 2048
 * @param dropout how probably an element is dropped in training; 0.1
 * @param activation what stands between the two linear maps; the rectifier
 * @param layerNormEps added to the variance by the normalisations; 1e-5
 * @param isBatchFirst whether inputs and outputs are {@code [batch, length, size]} and not {@code [length, batch, size]}; false, and true in a
 *     declaration
 * @param isNormFirst whether normalisation comes before attention and linear maps and not behind the sums; false
 * @param bias whether linear maps, attention and normalisations have biases; true
 * @param isCausal whether, as a layer of one input, element i sees only those up to i; false
 */
public record TransformerOptions(long dimFeedforward, double dropout, UnaryOperator<Tensor> activation, double layerNormEps,
    boolean isBatchFirst, boolean isNormFirst, boolean bias, boolean isCausal) {
    public static final TransformerOptions DEFAULT = new TransformerOptions(2048, 0.1, Ops::relu, 1e-5, false, false, true, false);

    public TransformerOptions dimFeedforward(long size) {
        return new TransformerOptions(size, dropout, activation, layerNormEps, isBatchFirst, isNormFirst, bias, isCausal);
    }

    public TransformerOptions dropout(double probability) {
        return new TransformerOptions(dimFeedforward, probability, activation, layerNormEps, isBatchFirst, isNormFirst, bias, isCausal);
    }

    /** Any function of each element between the two linear maps. */
    public TransformerOptions activation(UnaryOperator<Tensor> function) {
        return new TransformerOptions(dimFeedforward, dropout, function, layerNormEps, isBatchFirst, isNormFirst, bias, isCausal);
    }

    public TransformerOptions relu() {
        return activation(Ops::relu);
    }

    /** The Gaussian error linear unit, by the error function. */
    public TransformerOptions gelu() {
        return activation(Ops::gelu);
    }

    public TransformerOptions layerNormEps(double added) {
        return new TransformerOptions(dimFeedforward, dropout, activation, added, isBatchFirst, isNormFirst, bias, isCausal);
    }

    /** Inputs and outputs are {@code [batch, length, size]}. */
    public TransformerOptions batchFirst() {
        return new TransformerOptions(dimFeedforward, dropout, activation, layerNormEps, true, isNormFirst, bias, isCausal);
    }

    /** Normalises before attention and linear maps, which lets deep stacks learn without a warm-up (Xiong et al., 2020, arXiv:2002.04745). */
    public TransformerOptions normFirst() {
        return new TransformerOptions(dimFeedforward, dropout, activation, layerNormEps, isBatchFirst, true, bias, isCausal);
    }

    public TransformerOptions noBias() {
        return new TransformerOptions(dimFeedforward, dropout, activation, layerNormEps, isBatchFirst, isNormFirst, false, isCausal);
    }

    /** As a layer of one input, element i sees only those up to i. */
    public TransformerOptions causal() {
        return new TransformerOptions(dimFeedforward, dropout, activation, layerNormEps, isBatchFirst, isNormFirst, bias, true);
    }
}
