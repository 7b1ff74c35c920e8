package dev.tenon.optim;

import dev.tenon.core.ArgumentException;
import dev.tenon.ops.SgdStep;
import dev.tenon.spi.Primitive;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Stochastic gradient descent, with momentum if asked: {@code b = momentum * b + (1 - dampening) * g}, {@code x = x - lr * b}.
 *
 * @param lr step size; 1e-3
 * @param momentum how much of the last step stays; 0
 * @param dampening how much of the gradient does not enter the momentum; 0
 * @param weightDecay pull towards 0, added to the gradient; 0
 * @param nesterov whether the gradient is taken as if the momentum step were made; false
 * @param maximize whether to climb instead; false
 * @see <a href="https://proceedings.mlr.press/v28/sutskever13.html">Sutskever et al. (2013)</a>
 */
public record Sgd(double lr, double momentum, double dampening, double weightDecay, boolean nesterov,
    boolean maximize) implements OptimizerOptions<Sgd> {
    public static final Sgd DEFAULT = new Sgd(1e-3, 0, 0, 0, false, false);

    public Sgd {
        Range.requireAtLeastZero("SGD", "lr", lr);
        Range.requireAtLeastZero("SGD", "momentum", momentum);
        Range.requireAtLeastZero("SGD", "weightDecay", weightDecay);
    }

    @Override
    public Sgd lr(double rate) {
        return new Sgd(rate, momentum, dampening, weightDecay, nesterov, maximize);
    }

    public Sgd momentum(double kept) {
        return new Sgd(lr, kept, dampening, weightDecay, nesterov, maximize);
    }

    public Sgd dampening(double share) {
        return new Sgd(lr, momentum, share, weightDecay, nesterov, maximize);
    }

    public Sgd weightDecay(double pull) {
        return new Sgd(lr, momentum, dampening, pull, nesterov, maximize);
    }

    public Sgd nesterov(boolean ahead) {
        return new Sgd(lr, momentum, dampening, weightDecay, ahead, maximize);
    }

    public Sgd maximize(boolean climb) {
        return new Sgd(lr, momentum, dampening, weightDecay, nesterov, climb);
    }

    @Override
    public Optimizer<Sgd> over(List<Tensor> parameters) {
        requireConsistent();
        return new Optimizer<>(new SgdRule(), this, parameters);
    }

    private void requireConsistent() {
        if (nesterov && (momentum == 0 || dampening != 0)) {
            throw new ArgumentException("SGD: nesterov needs momentum and no dampening, got momentum " + momentum + ", dampening "
                + dampening);
        }
    }

    private record SgdRule() implements Rule<Sgd> {
        @Override
        public String name() {
            return "SGD";
        }

        @Override
        public List<String> buffers(Sgd o) {
            return o.momentum == 0 ? List.of() : List.of("momentum_buffer");
        }

        @Override
        public Map<String, Object> settings(Sgd o) {
            return Settings.of("lr", o.lr, "momentum", o.momentum, "dampening", o.dampening, "weight_decay", o.weightDecay, "nesterov",
                o.nesterov, "maximize", o.maximize);
        }

        @Override
        public Sgd with(Sgd o, String name, Object value) {
            return name.equals("lr") ? o.lr(Optimizers.number(name, value)) : Optimizers.with(o, name, value);
        }

        @Override
        public void requireSameStates(Sgd before, Sgd after) {
            after.requireConsistent();
            Rule.super.requireSameStates(before, after);
        }

        @Override
        public Primitive step(Sgd o, long count, long step) {
            return new SgdStep(count, o.lr, o.momentum, o.dampening, o.weightDecay, o.nesterov, o.maximize, step == 1);
        }
    }
}
