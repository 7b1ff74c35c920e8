package dev.tenon.samples.generative;

import dev.tenon.nn.Layer;
import dev.tenon.nn.linear.Linear;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Images in [0, 1] to a short code and back to logits of their pixels; variational if codes are drawn from a distribution. */
final class Autoencoder extends Layer {
    private static final long HIDDEN = 256;

    private final Linear encoder;
    private final Linear mean;
    private final @Nullable Linear logVariance;
    private final Linear decoder;
    private final Linear output;

    Autoencoder(long pixels, long code, boolean variational) {
        encoder = new Linear(pixels, HIDDEN);
        mean = new Linear(HIDDEN, code);
        logVariance = variational ? new Linear(HIDDEN, code) : null;
        decoder = new Linear(code, HIDDEN);
        output = new Linear(HIDDEN, pixels);
    }

    /**
     * What an image is coded as.
     *
     * @param mean the code {@code [n, code]}, or the mean of its distribution
     * @param logVariance the logarithm of its variances; null if the code is certain
     */
    record Code(Tensor mean, @Nullable Tensor logVariance) {
        /** A code drawn from the distribution, by a path that can be differentiated: mean + deviation * noise. */
        Tensor draw() {
            return logVariance == null ? mean : mean.add(logVariance.mul(0.5).exp().mul(mean.randnLike()));
        }

        /** How far the distributions are from the standard normal one, in nats an image: the mean over images of KL(q || N(0, 1)). */
        Tensor divergence() {
            return logVariance == null ? mean.mul(0).sum()
                : logVariance.add(1).sub(mean.square()).sub(logVariance.exp()).sum(1).mean().mul(-0.5);
        }
    }

    Code encode(Tensor images) {
        var hidden = encoder.call(images.flatten(1)).relu();
        return new Code(mean.call(hidden), logVariance == null ? null : logVariance.call(hidden));
    }

    /** Logits {@code [n, pixels]} of the images that these codes stand for. */
    Tensor decode(Tensor codes) {
        return output.call(decoder.call(codes).relu());
    }

    /** Images again as logits, through the most probable code. */
    @Override
    public Tensor forward(Tensor images) {
        return decode(encode(images).mean());
    }
}
