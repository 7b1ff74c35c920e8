package dev.tenon.metric;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Tensor;

/**
 * The share of samples whose class is among the {@code k} largest outputs. Outputs are {@code [b, c, ...]}, or {@code [b]} and {@code [b, 1]} of two
 * classes, of which an output above 0 says the second; targets are class indices {@code [b, ...]}, or {@code [b, c]} whose largest element says
 * the class.
 */
public final class Accuracy implements Metric {
    private final int k;

    /**
     * An accuracy.
     *
     * @param k how many outputs are looked at; 1
     */
    public Accuracy(int k) {
        if (k < 1) {
            throw new ArgumentException("accuracy: k must be at least 1, got " + k);
        }
        this.k = k;
    }

    @Override
    public String name() {
        return k == 1 ? "accuracy" : "top" + k + "_accuracy";
    }

    @Override
    public Count start() {
        return new Hits(k);
    }

    private static final class Hits implements Count {
        private final int k;
        private double right;
        private double all;

        Hits(int k) {
            this.k = k;
        }

        @Override
        public void add(Tensor output, Tensor target) {
            var wanted = Labels.target(output, target);
            if (k == 1) {
                right += Labels.predicted(output, target).eq(wanted).sum().item();
            } else {
                Labels.requireClasses("top" + k + "_accuracy", output, k);
                right += output.topk(k, 1).indices().eq(wanted.unsqueeze(1)).sum().item();
            }
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
