package sample;

import sample.nn.LeakyRectifier;

/**
 * The layers without state, made by static methods of their operators' names.
 */
public final class SampleLayers {
    private SampleLayers() {
    }

    /**
     * {@link LeakyRectifier}: Rectified linear unit that lets negative inputs through with a small slope.
     */
    public static LeakyRectifier leakyRelu() {
        return new LeakyRectifier();
    }

    /**
     * {@link LeakyRectifier}: Rectified linear unit that lets negative inputs through with a small slope.
     */
    public static LeakyRectifier leakyRelu(double negativeSlope) {
        return new LeakyRectifier(negativeSlope);
    }
}
