package dev.tenon.metric;

import dev.tenon.core.DType;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Among how many tokens a model is in doubt: {@code exp} of the mean cross-entropy in nats over all tokens. Outputs are logits {@code [b, v]} or
 * {@code [b, v, t]}, targets tokens {@code [b]} or {@code [b, t]}.
 */
public final class Perplexity implements Metric {
    private final @Nullable Long ignored;

    /**
     * A perplexity.
     *
     * @param ignored the token that does not count, such as padding, or null
     */
    public Perplexity(@Nullable Long ignored) {
        this.ignored = ignored;
    }

    @Override
    public String name() {
        return "perplexity";
    }

    @Override
    public boolean higherIsBetter() {
        return false;
    }

    @Override
    public Count start() {
        return new Nats(ignored);
    }

    private static final class Nats implements Count {
        private final @Nullable Long ignored;
        private double nats;
        private double tokens;

        Nats(@Nullable Long ignored) {
            this.ignored = ignored;
        }

        @Override
        public void add(Tensor output, Tensor target) {
            var logs = Ops.logSoftmax(output.to(DType.FLOAT64), 1);
            if (ignored == null) {
                nats -= logs.gather(1, target.unsqueeze(1)).sum().item();
                tokens += target.numel();
            } else {
                var counted = target.ne(ignored);
                var known = target.mul(counted.to(target.dtype()));
                nats -= logs.gather(1, known.unsqueeze(1)).squeeze(1).mul(counted.to(DType.FLOAT64)).sum().item();
                tokens += counted.sum().item();
            }
        }

        @Override
        public double value() {
            return Math.exp(nats / tokens);
        }

        @Override
        public double[] state() {
            return new double[] {nats, tokens};
        }

        @Override
        public void restore(double[] state) {
            nats = state[0];
            tokens = state[1];
        }
    }
}
