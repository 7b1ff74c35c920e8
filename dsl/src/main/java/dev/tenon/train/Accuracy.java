package dev.tenon.train;

import dev.tenon.tensor.Tensor;

/**
 * The share of samples whose largest output {@code [b, c]} is at the target: a class index {@code [b]}, or the largest of {@code [b, c]}.
 */
public final class Accuracy implements Metric {
    @Override
    public String name() {
        return "accuracy";
    }

    @Override
    public Count start() {
        return new Hits();
    }

    private static final class Hits implements Count {
        private double right;
        private double all;

        @Override
        public void add(Tensor output, Tensor target) {
            var wanted = target.rank() == output.rank() ? target.argmax(1L) : target;
            right += output.argmax(1L).eq(wanted).sum().item();
            all += wanted.numel();
        }

        @Override
        public double value() {
            return right / all;
        }

        @Override
        public double[] state() {
            return new double[] {right, all};
        }

        @Override
        public void restore(double[] state) {
            right = state[0];
            all = state[1];
        }
    }
}
