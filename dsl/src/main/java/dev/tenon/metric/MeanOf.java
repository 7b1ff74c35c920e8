package dev.tenon.metric;

import dev.tenon.core.DType;
import dev.tenon.tensor.Tensor;
import java.util.function.BinaryOperator;

/** The mean over all elements of what a function makes of output and target, such as a loss without reduction; lower is better. */
public final class MeanOf implements Metric {
    private final String name;
    private final BinaryOperator<Tensor> function;

    /**
     * A mean.
     *
     * @param function of output and target, an element for each sample or more
     */
    public MeanOf(String name, BinaryOperator<Tensor> function) {
        this.name = name;
        this.function = function;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean higherIsBetter() {
        return false;
    }

    @Override
    public Count start() {
        return new Sum(function);
    }

    private static final class Sum implements Count {
        private final BinaryOperator<Tensor> function;
        private double sum;
        private double elements;

        Sum(BinaryOperator<Tensor> function) {
            this.function = function;
        }

        @Override
        public void add(Tensor output, Tensor target) {
            var values = function.apply(output, target);
            sum += values.to(DType.FLOAT64).sum().item();
            elements += values.numel();
        }

        @Override
        public double value() {
            return sum / elements;
        }

        @Override
        public double[] state() {
            return new double[] {sum, elements};
        }

        @Override
        public void restore(double[] state) {
            sum = state[0];
            elements = state[1];
        }
    }
}
