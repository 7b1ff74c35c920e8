package sample.nn;

import dev.tenon.nn.LayerText;
import dev.tenon.nn.UnaryLayer;
import dev.tenon.tensor.Tensor;
import sample.SampleOps;

/**
 * Rectified linear unit that lets negative inputs through with a small slope.
 * <p>The layer of the operator {@code leaky_relu}.
 *
 * @see "Maas, Hannun &amp; Ng (2013), Rectifier nonlinearities improve neural network acoustic models"
 */
public final class LeakyRectifier extends UnaryLayer {
    private final double negativeSlope;

    public LeakyRectifier() {
        this(0.01);
    }

    /**
     * With these arguments.
     *
     * @param negativeSlope a number; {@code 0.01} if left out
     */
    public LeakyRectifier(double negativeSlope) {
        this.negativeSlope = negativeSlope;
    }

    @Override
    protected Tensor output(Tensor input) {
        return SampleOps.leakyRelu(input, negativeSlope);
    }

    @Override
    protected String extraRepr() {
        return new LayerText()
                .add("negative_slope", negativeSlope).arguments();
    }
}
