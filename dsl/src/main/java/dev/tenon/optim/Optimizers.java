package dev.tenon.optim;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Numbers;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Optimizers by PyTorch's class names and arguments: for conformance tests and for readers of other programs' settings. */
public final class Optimizers {
    private static final Set<String> NAMES = Set.of("SGD", "Adam", "AdamW", "RMSprop");

    private Optimizers() {}

    /** The names that {@link #options} knows. */
    public static Set<String> names() {
        return NAMES;
    }

    /** An optimizer of these parameters; see {@link #options}. */
    public static Optimizer<?> create(String name, Map<String, ? extends @Nullable Object> arguments, List<Tensor> parameters) {
        return options(name, arguments).over(parameters);
    }

    /**
     * The settings of an optimizer.
     *
     * @param name PyTorch's class name, such as {@code AdamW}
     * @param arguments by PyTorch's parameter names; absent ones have PyTorch's defaults
     * @throws ArgumentException if there is no such optimizer or argument
     */
    public static OptimizerOptions<?> options(String name, Map<String, ? extends @Nullable Object> arguments) {
        OptimizerOptions<?> options = switch (name) {
            case "SGD" -> Sgd.DEFAULT;
            case "Adam" -> Adam.DEFAULT;
            case "AdamW" -> Adam.DEFAULT_W;
            case "RMSprop" -> RmsProp.DEFAULT;
            default -> throw new ArgumentException("optimizer: there is no '" + name + "'\n  try:   one of " + NAMES);
        };
        for (var argument : arguments.entrySet()) {
            var value = argument.getValue();
            if (value != null) {
                options = with(options, argument.getKey(), value);
            }
        }
        return options;
    }

    private static OptimizerOptions<?> with(OptimizerOptions<?> options, String name, Object value) {
        if (name.equals("lr")) {
            return options.lr(number(name, value));
        }
        return switch (options) {
            case Sgd sgd -> with(sgd, name, value);
            case Adam adam -> with(adam, name, value);
            case RmsProp rms -> with(rms, name, value);
        };
    }

    static Sgd with(Sgd o, String name, Object value) {
        return switch (name) {
            case "momentum" -> o.momentum(number(name, value));
            case "dampening" -> o.dampening(number(name, value));
            case "weight_decay" -> o.weightDecay(number(name, value));
            case "nesterov" -> o.nesterov(flag(name, value));
            case "maximize" -> o.maximize(flag(name, value));
            default -> throw unknown("SGD", name);
        };
    }

    static Adam with(Adam o, String name, Object value) {
        return switch (name) {
            case "betas" -> betas(o, value);
            case "eps" -> o.eps(number(name, value));
            case "weight_decay" -> o.weightDecay(number(name, value));
            case "amsgrad" -> o.amsgrad(flag(name, value));
            case "decoupled_weight_decay" -> o.decoupled(flag(name, value));
            case "maximize" -> o.maximize(flag(name, value));
            default -> throw unknown("Adam", name);
        };
    }

    private static Adam betas(Adam o, Object value) {
        if (value instanceof List<?> betas && betas.size() == 2) {
            return o.betas(number("betas", betas.get(0)), number("betas", betas.get(1)));
        }
        throw new ArgumentException("Adam: betas must be two numbers, got " + value);
    }

    static RmsProp with(RmsProp o, String name, Object value) {
        return switch (name) {
            case "alpha" -> o.alpha(number(name, value));
            case "eps" -> o.eps(number(name, value));
            case "weight_decay" -> o.weightDecay(number(name, value));
            case "momentum" -> o.momentum(number(name, value));
            case "centered" -> o.centered(flag(name, value));
            case "maximize" -> o.maximize(flag(name, value));
            default -> throw unknown("RMSprop", name);
        };
    }

    static double number(String name, @Nullable Object value) {
        if (value instanceof Number number) {
            return Numbers.real(number, "optimizer", name);
        }
        throw new ArgumentException("optimizer: " + name + " must be a number, got " + value);
    }

    private static boolean flag(String name, Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new ArgumentException("optimizer: " + name + " must be true or false, got " + value);
    }

    private static ArgumentException unknown(String optimizer, String name) {
        return new ArgumentException(optimizer + ": does not take '" + name + "'");
    }
}
