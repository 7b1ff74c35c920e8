package dev.tenon.optim;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Muon: steps matrices by the momentum with its singular values brought near 1, by a Newton-Schulz iteration in bfloat16. For the weights of
 * hidden layers; give biases and embeddings to another optimizer.
 *
 * @param lr step size, at least 0; {@code 1e-3}
 * @param weightDecay pull on the parameter itself towards 0, at least 0; {@code 0.1}
 * @param momentum how much of the running mean stays, at least 0; {@code 0.95}
 * @param nesterov whether the gradient is taken as if the momentum step were made; {@code true}
 * @param a the polynomial's coefficient of x, {@code b} of its third and {@code c} of its fifth power; {@code 3.4445, -4.7750, 2.0315}
 * @param eps least norm by which the momentum is divided; {@code 1e-7}
 * @param nsSteps iterations, below 100; {@code 5}
 * @param adjustLrFn how the step size follows the shape: {@code original} for tall matrices by the root of rows over columns,
 *        {@code match_rms_adamw} so that settings of AdamW fit
 * @see <a href="https://kellerjordan.github.io/posts/muon/">Jordan (2024)</a>
 */
public record Muon(double lr, double weightDecay, double momentum, boolean nesterov, double a, double b, double c, double eps,
    long nsSteps, String adjustLrFn) implements OptimizerOptions<Muon> {
    /** PyTorch's defaults. */
    public static final Muon DEFAULT = new Muon(1e-3, 0.1, 0.95, true, 3.4445, -4.7750, 2.0315, 1e-7, 5, "original");

    public Muon {
        Setting.require(lr >= 0, "Muon", "lr", "at least 0", lr);
        Setting.require(weightDecay >= 0, "Muon", "weightDecay", "at least 0", weightDecay);
        Setting.require(momentum >= 0, "Muon", "momentum", "at least 0", momentum);
        Setting.require(nsSteps >= 0 && nsSteps < 100, "Muon", "nsSteps", "in [0, 100)", nsSteps);
        if (!List.of("original", "match_rms_adamw").contains(adjustLrFn)) {
            throw new ArgumentException("Muon: adjustLrFn must be original or match_rms_adamw, got " + adjustLrFn);
        }
    }

    @Override
    public String name() {
        return "Muon";
    }

    @Override
    public Muon lr(double rate) {
        return new Muon(rate, weightDecay, momentum, nesterov, a, b, c, eps, nsSteps, adjustLrFn);
    }

    /** The same settings with another pull towards 0. */
    public Muon weightDecay(double decay) {
        return new Muon(lr, decay, momentum, nesterov, a, b, c, eps, nsSteps, adjustLrFn);
    }

    /** The same settings with another momentum. */
    public Muon momentum(double share) {
        return new Muon(lr, weightDecay, share, nesterov, a, b, c, eps, nsSteps, adjustLrFn);
    }

    /** The same settings with Nesterov's momentum or without. */
    public Muon nesterov(boolean on) {
        return new Muon(lr, weightDecay, momentum, on, a, b, c, eps, nsSteps, adjustLrFn);
    }

    /** The same settings with another polynomial. */
    public Muon nsCoefficients(double first, double third, double fifth) {
        return new Muon(lr, weightDecay, momentum, nesterov, first, third, fifth, eps, nsSteps, adjustLrFn);
    }

    /** The same settings with another least norm. */
    public Muon eps(double least) {
        return new Muon(lr, weightDecay, momentum, nesterov, a, b, c, least, nsSteps, adjustLrFn);
    }

    /** The same settings with another number of iterations. */
    public Muon nsSteps(long steps) {
        return new Muon(lr, weightDecay, momentum, nesterov, a, b, c, eps, steps, adjustLrFn);
    }

    /** The same settings with another rule for the step size. */
    public Muon adjustLrFn(String rule) {
        return new Muon(lr, weightDecay, momentum, nesterov, a, b, c, eps, nsSteps, rule);
    }

    @Override
    public Map<String, Object> settings() {
        return Setting.of("lr", lr, "weight_decay", weightDecay, "momentum", momentum, "nesterov", nesterov, "ns_coefficients",
            List.of(a, b, c), "eps", eps, "ns_steps", nsSteps, "adjust_lr_fn", adjustLrFn);
    }

    @Override
    public Muon with(String argument, Object value) {
        return switch (argument) {
            case "lr" -> lr(Setting.number(argument, value));
            case "weight_decay" -> weightDecay(Setting.number(argument, value));
            case "momentum" -> momentum(Setting.number(argument, value));
            case "nesterov" -> nesterov(Setting.flag(argument, value));
            case "ns_coefficients" -> {
                var numbers = Setting.numbers("Muon", argument, value, 3);
                yield nsCoefficients(Setting.number(argument, numbers.get(0)), Setting.number(argument, numbers.get(1)),
                    Setting.number(argument, numbers.get(2)));
            }
            case "eps" -> eps(Setting.number(argument, value));
            case "ns_steps" -> nsSteps(Setting.integer(argument, value));
            case "adjust_lr_fn" -> adjustLrFn(value.toString());
            default -> throw Setting.unknown("Muon", argument, settings());
        };
    }

    @Override
    public Optimizer<Muon> over(List<Tensor> parameters) {
        return Optimizer.of(this, parameters);
    }

    @Override
    public Stepper<Muon> stepper(List<Tensor> parameters) {
        return new ParameterStepper<>(parameters, Muon::keep) {
            @Override
            void step(Muon options, List<ParameterState> states, List<Tensor> grads) {
                for (int i = 0; i < grads.size(); i++) {
                    options.step(states.get(i).parameter, grads.get(i), states.get(i).buffer("momentum_buffer"));
                }
            }
        };
    }

    private static void keep(ParameterState state) {
        if (state.parameter.rank() != 2) {
            throw new ArgumentException("Muon: parameters must be matrices, got one of shape " + state.parameter.shape()
                + "\n  try:   another optimizer, such as AdamW, for biases, norms and embeddings");
        }
        state.add("momentum_buffer", state.parameter.shape().toArray(), 0);
    }

    private void step(Tensor parameter, Tensor grad, Tensor mean) {
        mean.lerp_(grad, 1 - momentum);
        var update = orthogonal(nesterov ? grad.lerp(mean, momentum) : mean);
        double rows = parameter.size(0);
        double columns = parameter.size(1);
        double factor = adjustLrFn.equals("original") ? Math.sqrt(Math.max(1, rows / columns)) : 0.2 * Math.sqrt(Math.max(rows, columns));
        parameter.mul_(1 - lr * weightDecay);
        parameter.add_(update.to(parameter.dtype()), -lr * factor);
    }

    /** The matrix with singular values near 1: {@code x <- a x + b (x x') x + c (x x')² x}, of a matrix that is not taller than wide. */
    private Tensor orthogonal(Tensor matrix) {
        boolean tall = matrix.size(0) > matrix.size(1);
        var x = rounded(tall ? matrix.t() : matrix);
        x = rounded(x.div(rounded(x.norm()).clampMin(eps)));
        for (int i = 0; i < nsSteps; i++) {
            var gram = rounded(x.matmul(x.t()));
            x = rounded(x.addmm(rounded(gram.addmm(gram, gram, b, c)), x, a));
        }
        return tall ? x.t() : x;
    }

    /** Numbers of bfloat16, as floats: a product and the sum with it are rounded once, and not twice. */
    private static Tensor rounded(Tensor tensor) {
        return tensor.to(DType.BFLOAT16).to(DType.FLOAT32);
    }
}
