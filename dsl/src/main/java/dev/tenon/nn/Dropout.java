package dev.tenon.nn;

import dev.tenon.tensor.Generator;
import dev.tenon.tensor.Tensor;

/**
 * In training, zeroes each element with probability p and scales the others by {@code 1 / (1 - p)}; in evaluation, changes nothing.
 *
 * @see <a href="https://jmlr.org/papers/v15/srivastava14a.html">Srivastava et al. (2014)</a>
 */
public final class Dropout extends Layer {
    private final double p;
    private final Generator generator = random("generator");

    public Dropout(double p) {
        Sizes.requireProbability("Dropout", p);
        this.p = p;
    }

    @Override
    public Tensor forward(Tensor input) {
        return isTraining() && p > 0 ? generator.dropout(input, p) : input;
    }

    @Override
    public String toString() {
        return "Dropout(" + p + ")";
    }
}
