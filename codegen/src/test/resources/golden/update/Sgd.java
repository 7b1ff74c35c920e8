package sample.optim;

import dev.tenon.core.ArgumentException;
import dev.tenon.optim.ElementwiseOptions;
import dev.tenon.optim.Optimizer;
import dev.tenon.optim.Setting;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sample.ops.SgdStep;

/**
 * SGD: Stochastic gradient descent, with momentum if asked.
 *
 * @param lr step size, at least 0; {@code 0.001}
 * @param momentum how much of the last step stays, in [0, 1); {@code 0}
 * @param dampening how much of the gradient does not enter the momentum; {@code 0}
 * @param nesterov whether the gradient is taken as if the momentum step were made; {@code false}
 * @param maximize whether to climb instead; {@code false}
 * @see "Sutskever et al. (2013), On the importance of initialization and momentum in deep learning"
 */
public record Sgd(double lr, double momentum, double dampening, boolean nesterov,
        boolean maximize) implements ElementwiseOptions<Sgd> {
    /**
     * PyTorch's defaults.
     */
    public static final Sgd DEFAULT = new Sgd(0.001, 0, 0, false, false);

    /**
     * The defaults of PyTorch's {@code SGDM}.
     */
    public static final Sgd DEFAULT_M = new Sgd(0.001, 0.9, 0, false, false);

    public Sgd {
        Setting.require(lr >= 0, "SGD", "lr", "at least 0", lr);
        Setting.require(momentum >= 0 && momentum < 1, "SGD", "momentum", "in [0, 1)", momentum);
    }

    @Override
    public String name() {
        return "SGD";
    }

    @Override
    public Sgd lr(double lr) {
        return new Sgd(lr, momentum, dampening, nesterov, maximize);
    }

    /**
     * The same settings with other {@code momenta}: how much of the last step stays; how much of the gradient does not enter the momentum.
     */
    public Sgd momenta(double momentum, double dampening) {
        return new Sgd(lr, momentum, dampening, nesterov, maximize);
    }

    /**
     * The same settings with other {@code nesterov}: whether the gradient is taken as if the momentum step were made.
     */
    public Sgd nesterov(boolean nesterov) {
        return new Sgd(lr, momentum, dampening, nesterov, maximize);
    }

    /**
     * The same settings with other {@code maximize}: whether to climb instead.
     */
    public Sgd maximize(boolean maximize) {
        return new Sgd(lr, momentum, dampening, nesterov, maximize);
    }

    @Override
    public List<ElementwiseOptions.State> states() {
        var states = new ArrayList<ElementwiseOptions.State>();
        if (momentum != 0.0) {
            states.add(ElementwiseOptions.State.elements("momentum_buffer", 0));
        }
        return List.copyOf(states);
    }

    @Override
    public Map<String, Object> settings() {
        return Setting.of("lr", lr, "momenta", List.of(momentum, dampening), "nesterov", nesterov,
                "maximize", maximize);
    }

    @Override
    public Sgd with(String argument, Object value) {
        return switch (argument) {
            case "lr" -> lr(Setting.number(argument, value));
            case "momenta" -> {
                var numbers = Setting.numbers("SGD", argument, value, 2);
                yield momenta(Setting.number(argument, numbers.get(0)), Setting.number(argument, numbers.get(1)));
            }
            case "nesterov" -> nesterov(Setting.flag(argument, value));
            case "maximize" -> maximize(Setting.flag(argument, value));
            default -> throw Setting.unknown("SGD", argument, settings());
        };
    }

    @Override
    public SgdStep step(long count, long step, double[] numbers) {
        return new SgdStep(count, lr, momentum, dampening, nesterov, maximize, step);
    }

    @Override
    public void requireConsistent() {
        if (!(!nesterov || momentum != 0.0 && dampening == 0.0)) {
            throw new ArgumentException("SGD: nesterov needs momentum and no dampening, got momentum = " +
                    momentum + ", dampening = " + dampening);
        }
        if (!(lr * (1.0 - momentum) <= 1.0)) {
            throw new ArgumentException("SGD: lr * (1 - momentum) must be at most 1, got " +
                    (lr * (1.0 - momentum)) + "\n"
                            + "  try:   sgd.lr(" + (1.0 - momentum) + ")");
        }
    }

    @Override
    public Optimizer<Sgd> over(List<Tensor> parameters) {
        return Optimizer.of(this, parameters);
    }
}
