package dev.tenon.optim;

import dev.tenon.core.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Adafactor: steps by the gradient over the root of its running mean square, of which matrices keep the means of rows and columns alone;
 * steps are relative to the size of the parameter, and clipped.
 *
 * @param lr largest relative step, and factor of the weight decay, at least 0; {@code 1e-2}
 * @param beta2Decay power of the step by which the running mean square slows down, at most 0; {@code -0.8}
 * @param eps1 least root of the mean square, at least 0; NaN for the distance between 1 and the next number of the parameter's dtype
 * @param eps2 least size of a parameter, at least 0; {@code 1e-3}
 * @param d largest root of a step's mean square, at least 1; {@code 1}
 * @param weightDecay pull on the parameter itself towards 0, at least 0; {@code 0}
 * @param maximize whether to climb instead; {@code false}
 * @see <a href="https://arxiv.org/abs/1804.04235">Shazeer and Stern (2018)</a>
 */
public record Adafactor(double lr, double beta2Decay, double eps1, double eps2, double d, double weightDecay,
    boolean maximize) implements OptimizerOptions<Adafactor> {
    /** PyTorch's defaults. */
    public static final Adafactor DEFAULT = new Adafactor(1e-2, -0.8, Double.NaN, 1e-3, 1, 0, false);

    public Adafactor {
        Setting.require(lr >= 0, "Adafactor", "lr", "at least 0", lr);
        Setting.require(beta2Decay <= 0, "Adafactor", "beta2Decay", "at most 0", beta2Decay);
        Setting.require(Double.isNaN(eps1) || eps1 >= 0, "Adafactor", "eps1", "at least 0", eps1);
        Setting.require(eps2 >= 0, "Adafactor", "eps2", "at least 0", eps2);
        Setting.require(d >= 1, "Adafactor", "d", "at least 1", d);
        Setting.require(weightDecay >= 0, "Adafactor", "weightDecay", "at least 0", weightDecay);
    }

    @Override
    public String name() {
        return "Adafactor";
    }

    @Override
    public Adafactor lr(double rate) {
        return new Adafactor(rate, beta2Decay, eps1, eps2, d, weightDecay, maximize);
    }

    /** The same settings with another power. */
    public Adafactor beta2Decay(double power) {
        return new Adafactor(lr, power, eps1, eps2, d, weightDecay, maximize);
    }

    /** The same settings with other least sizes: of the root of the mean square, NaN for that of the dtype, and of a parameter. */
    public Adafactor eps(double root, double parameter) {
        return new Adafactor(lr, beta2Decay, root, parameter, d, weightDecay, maximize);
    }

    /** The same settings with another largest step. */
    public Adafactor d(double threshold) {
        return new Adafactor(lr, beta2Decay, eps1, eps2, threshold, weightDecay, maximize);
    }

    /** The same settings with another pull towards 0. */
    public Adafactor weightDecay(double decay) {
        return new Adafactor(lr, beta2Decay, eps1, eps2, d, decay, maximize);
    }

    /** The same settings, climbing or not. */
    public Adafactor maximize(boolean climbs) {
        return new Adafactor(lr, beta2Decay, eps1, eps2, d, weightDecay, climbs);
    }

    @Override
    public Map<String, Object> settings() {
        return Setting.of("lr", lr, "beta2_decay", beta2Decay, "eps", List.of(eps1, eps2), "d", d, "weight_decay", weightDecay, "maximize",
            maximize);
    }

    @Override
    public Adafactor with(String argument, Object value) {
        return switch (argument) {
            case "lr" -> lr(Setting.number(argument, value));
            case "beta2_decay" -> beta2Decay(Setting.number(argument, value));
            case "eps" -> {
                var numbers = Setting.numbers("Adafactor", argument, value, 2);
                yield eps(numbers.get(0) == null ? Double.NaN : Setting.number(argument, numbers.get(0)),
                    Setting.number(argument, numbers.get(1)));
            }
            case "d" -> d(Setting.number(argument, value));
            case "weight_decay" -> weightDecay(Setting.number(argument, value));
            case "maximize" -> maximize(Setting.flag(argument, value));
            default -> throw Setting.unknown("Adafactor", argument, settings());
        };
    }

    @Override
    public Optimizer<Adafactor> over(List<Tensor> parameters) {
        return Optimizer.of(this, parameters);
    }

    @Override
    public Stepper<Adafactor> stepper(List<Tensor> parameters) {
        return new ParameterStepper<>(parameters, Adafactor::keep) {
            @Override
            void step(Adafactor options, List<ParameterState> states, List<Tensor> grads) {
                for (int i = 0; i < grads.size(); i++) {
                    if (grads.get(i).numel() > 0) {
                        options.step(states.get(i), options.maximize ? grads.get(i).neg() : grads.get(i));
                    }
                }
            }
        };
    }

    private static void keep(ParameterState state) {
        var shape = state.parameter.shape().toArray();
        int rank = shape.length;
        if (rank < 2) {
            state.add("variance", shape, 0);
            return;
        }
        var rows = shape.clone();
        rows[rank - 1] = 1;
        state.add("row_var", rows, 0);
        var columns = shape.clone();
        columns[rank - 2] = 1;
        state.add("col_var", columns, 0);
    }

    private void step(ParameterState state, Tensor grad) {
        var parameter = state.parameter;
        double size = Math.max(eps2, root(parameter)) * Math.min(lr, 1 / Math.sqrt(state.steps));
        if (weightDecay != 0) {
            parameter.mul_(1 - lr * weightDecay);
        }
        double least = Double.isNaN(eps1) ? precision(parameter.dtype()) : eps1;
        var update = square(state, grad, Math.pow(state.steps, beta2Decay), least).clampMin(least * least).rsqrt_().mul_(grad);
        parameter.add_(update, -size / Math.max(1, root(update) / d));
    }

    /** The running mean square: of a matrix the product of its rows' and columns' means, over the mean of all. */
    private static Tensor square(ParameterState state, Tensor grad, double share, double least) {
        var square = grad.square();
        if (grad.rank() < 2) {
            return state.buffer("variance").lerp_(square, share);
        }
        var rows = state.buffer("row_var").lerp_(square.mean(-1, true), share);
        var columns = state.buffer("col_var").lerp_(square.mean(-2, true), share);
        return rows.matmul(columns).div(rows.mean(-2, true).clampMin(least));
    }

    private static double root(Tensor tensor) {
        return tensor.norm().item() / Math.sqrt(tensor.numel());
    }

    /** The distance between 1 and the next number. */
    private static double precision(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> 0x1p-52;
            case FLOAT32 -> 0x1p-23;
            case FLOAT16 -> 0x1p-10;
            default -> 0x1p-7;
        };
    }
}
