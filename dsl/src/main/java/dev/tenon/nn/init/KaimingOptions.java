package dev.tenon.nn.init;

/**
 * How Kaiming's first values are scaled.
 *
 * @param a the slope of the leaky rectifier that follows, where that is what follows; 0
 * @param mode whether the variance is kept forward or backward; FAN_IN
 * @param nonlinearity what follows; LEAKY_RELU
 */
public record KaimingOptions(double a, FanMode mode, Nonlinearity nonlinearity) {
    static final KaimingOptions DEFAULT = new KaimingOptions(0, FanMode.FAN_IN, Nonlinearity.LEAKY_RELU);

    public KaimingOptions a(double slope) {
        return new KaimingOptions(slope, mode, nonlinearity);
    }

    public KaimingOptions mode(FanMode kept) {
        return new KaimingOptions(a, kept, nonlinearity);
    }

    public KaimingOptions nonlinearity(Nonlinearity following) {
        return new KaimingOptions(a, mode, following);
    }
}
