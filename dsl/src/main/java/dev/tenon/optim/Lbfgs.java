package dev.tenon.optim;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * LBFGS: steps by an approximation of Newton's method from the last gradients, and computes the loss several times a step; see
 * {@link Optimizer#step(java.util.function.Supplier)}. For small problems whose loss is the same each time. All parameters are one group.
 *
 * @param lr step size, at least 0; {@code 1}
 * @param maxIter iterations of a step; {@code 20}
 * @param maxEval evaluations of a step; -1 for five quarters of the iterations
 * @param toleranceGrad largest element of the gradient at which it ends; {@code 1e-7}
 * @param toleranceChange change of parameters or loss at which it ends; {@code 1e-9}
 * @param historySize how many gradients are kept; {@code 100}
 * @param lineSearchFn {@code none}, or {@code strong_wolfe} for steps of a length that is searched
 * @see <a href="https://doi.org/10.1007/BF01589116">Liu and Nocedal (1989)</a>
 */
public record Lbfgs(double lr, long maxIter, long maxEval, double toleranceGrad, double toleranceChange, long historySize,
    String lineSearchFn) implements OptimizerOptions<Lbfgs> {
    /** PyTorch's defaults. */
    public static final Lbfgs DEFAULT = new Lbfgs(1, 20, -1, 1e-7, 1e-9, 100, "none");

    public Lbfgs {
        Setting.require(lr >= 0, "LBFGS", "lr", "at least 0", lr);
        Setting.require(maxIter >= 1, "LBFGS", "maxIter", "at least 1", maxIter);
        Setting.require(historySize >= 1, "LBFGS", "historySize", "at least 1", historySize);
        if (!List.of("none", "strong_wolfe").contains(lineSearchFn)) {
            throw new ArgumentException("LBFGS: lineSearchFn must be none or strong_wolfe, got " + lineSearchFn);
        }
    }

    @Override
    public String name() {
        return "LBFGS";
    }

    @Override
    public Lbfgs lr(double rate) {
        return new Lbfgs(rate, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, lineSearchFn);
    }

    /** The same settings with other iterations of a step. */
    public Lbfgs maxIter(long iterations) {
        return new Lbfgs(lr, iterations, maxEval, toleranceGrad, toleranceChange, historySize, lineSearchFn);
    }

    /** The same settings with other evaluations of a step; -1 for five quarters of the iterations. */
    public Lbfgs maxEval(long evaluations) {
        return new Lbfgs(lr, maxIter, evaluations, toleranceGrad, toleranceChange, historySize, lineSearchFn);
    }

    /** The same settings with another gradient that is small enough. */
    public Lbfgs toleranceGrad(double largest) {
        return new Lbfgs(lr, maxIter, maxEval, largest, toleranceChange, historySize, lineSearchFn);
    }

    /** The same settings with another change that is small enough. */
    public Lbfgs toleranceChange(double largest) {
        return new Lbfgs(lr, maxIter, maxEval, toleranceGrad, largest, historySize, lineSearchFn);
    }

    /** The same settings with more or fewer gradients that are kept. */
    public Lbfgs historySize(long gradients) {
        return new Lbfgs(lr, maxIter, maxEval, toleranceGrad, toleranceChange, gradients, lineSearchFn);
    }

    /** The same settings with steps of a length that is searched, {@code strong_wolfe}, or not, {@code none}. */
    public Lbfgs lineSearchFn(String search) {
        return new Lbfgs(lr, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, search);
    }

    /** How often a step may compute the loss. */
    long evaluations() {
        return maxEval < 0 ? maxIter * 5 / 4 : maxEval;
    }

    @Override
    public Map<String, Object> settings() {
        return Setting.of("lr", lr, "max_iter", maxIter, "max_eval", maxEval, "tolerance_grad", toleranceGrad, "tolerance_change",
            toleranceChange, "history_size", historySize, "line_search_fn", lineSearchFn);
    }

    @Override
    public Lbfgs with(String argument, Object value) {
        return switch (argument) {
            case "lr" -> lr(Setting.number(argument, value));
            case "max_iter" -> maxIter(Setting.integer(argument, value));
            case "max_eval" -> maxEval(Setting.integer(argument, value));
            case "tolerance_grad" -> toleranceGrad(Setting.number(argument, value));
            case "tolerance_change" -> toleranceChange(Setting.number(argument, value));
            case "history_size" -> historySize(Setting.integer(argument, value));
            case "line_search_fn" -> lineSearchFn(value.toString());
            default -> throw Setting.unknown("LBFGS", argument, settings());
        };
    }

    @Override
    public Optimizer<Lbfgs> over(List<Tensor> parameters) {
        return Optimizer.of(this, parameters);
    }

    @Override
    public Stepper<Lbfgs> stepper(List<Tensor> parameters) {
        return new LbfgsStepper(parameters);
    }
}
