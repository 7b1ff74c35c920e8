package dev.tenon.metric;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Tensor;
import java.util.Locale;

/**
 * How far numbers are from those wanted, over all elements: the mean absolute error, the mean squared error, its root, or the share of the variance
 * that is explained, {@code R2 = 1 - sum (y - o)^2 / sum (y - mean y)^2}, which of several columns {@code [b, d]} is their mean.
 */
public final class Regression implements Metric {
    private final Kind kind;

    /** Which measure. */
    public enum Kind {
        MAE, MSE, RMSE, R2
    }

    public Regression(Kind kind) {
        this.kind = kind;
    }

    @Override
    public String name() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean higherIsBetter() {
        return kind == Kind.R2;
    }

    @Override
    public Count start() {
        return new Sums(kind);
    }

    /** Of each column the number of elements, the sum of errors, and mean and squares of the targets about it (Chan et al., 1979). */
    private static final class Sums implements Count {
        private static final int PARTS = 4;

        private final Kind kind;
        private double[] sums = new double[0];

        Sums(Kind kind) {
            this.kind = kind;
        }

        @Override
        public void add(Tensor output, Tensor target) {
            Labels.requireAsMany(output, target);
            if (target.numel() == 0) {
                return;
            }
            long rows = target.size(0);
            var wanted = target.to(DType.FLOAT64).reshape(rows, -1);
            var error = output.to(DType.FLOAT64).reshape(rows, -1).sub(wanted);
            var errors = (kind == Kind.MAE ? error.abs() : error.square()).sum(0L).toDoubleArray();
            var means = wanted.mean(0L);
            var squares = wanted.sub(means).square().sum(0L).toDoubleArray();
            add(rows, errors, means.toDoubleArray(), squares);
        }

        private void add(double rows, double[] errors, double[] means, double[] squares) {
            if (sums.length == 0) {
                sums = new double[PARTS * errors.length];
            } else if (sums.length != PARTS * errors.length) {
                throw new ShapeException("metric: a batch has " + errors.length + " columns, those before had " + sums.length / PARTS);
            }
            for (int c = 0; c < errors.length; c++) {
                int at = PARTS * c;
                double before = sums[at];
                double apart = means[c] - sums[at + 2];
                sums[at] += rows;
                sums[at + 1] += errors[c];
                sums[at + 2] += apart * rows / sums[at];
                sums[at + 3] += squares[c] + apart * apart * before * rows / sums[at];
            }
        }

        @Override
        public double value() {
            double errors = 0;
            double elements = 0;
            double explained = 0;
            for (int at = 0; at < sums.length; at += PARTS) {
                elements += sums[at];
                errors += sums[at + 1];
                explained += 1 - sums[at + 1] / sums[at + 3];
            }
            return switch (kind) {
                case MAE, MSE -> errors / elements;
                case RMSE -> Math.sqrt(errors / elements);
                case R2 -> explained * PARTS / sums.length;
            };
        }

        @Override
        public double[] state() {
            return sums.clone();
        }

        @Override
        public void restore(double[] state) {
            if (state.length % PARTS != 0) {
                throw new ArgumentException("metric: a regression has " + PARTS + " sums for each column, got " + state.length);
            }
            sums = state.clone();
        }
    }
}
