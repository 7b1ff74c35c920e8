package dev.tenon.optim;

import dev.tenon.ops.AdamStep;
import dev.tenon.spi.Primitive;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Adam: steps by the running mean of the gradient over the root of the running mean of its square, both corrected for their start at 0.
 *
 * @param lr step size; 1e-3
 * @param beta1 how much of the mean stays; 0.9
 * @param beta2 how much of the mean square stays; 0.999
 * @param eps added to the root; 1e-8
 * @param weightDecay pull towards 0; 0, for AdamW 1e-2
 * @param decoupled whether the pull acts on the parameter itself (AdamW) or enters the gradient (Adam)
 * @param amsgrad whether the largest mean square so far is used; false
 * @param maximize whether to climb instead; false
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba (2014)</a>
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter (2017), for AdamW</a>
 */
public record Adam(double lr, double beta1, double beta2, double eps, double weightDecay, boolean decoupled, boolean amsgrad,
    boolean maximize)
    implements
        OptimizerOptions<Adam> {
    public static final Adam DEFAULT = new Adam(1e-3, 0.9, 0.999, 1e-8, 0, false, false, false);
    public static final Adam DEFAULT_W = new Adam(1e-3, 0.9, 0.999, 1e-8, 1e-2, true, false, false);

    public Adam {
        Range.requireAtLeastZero("Adam", "lr", lr);
        Range.requireBelowOne("Adam", "beta1", beta1);
        Range.requireBelowOne("Adam", "beta2", beta2);
        Range.requireAtLeastZero("Adam", "eps", eps);
        Range.requireAtLeastZero("Adam", "weightDecay", weightDecay);
    }

    @Override
    public Adam lr(double rate) {
        return new Adam(rate, beta1, beta2, eps, weightDecay, decoupled, amsgrad, maximize);
    }

    public Adam betas(double ofMean, double ofSquare) {
        return new Adam(lr, ofMean, ofSquare, eps, weightDecay, decoupled, amsgrad, maximize);
    }

    public Adam eps(double added) {
        return new Adam(lr, beta1, beta2, added, weightDecay, decoupled, amsgrad, maximize);
    }

    public Adam weightDecay(double pull) {
        return new Adam(lr, beta1, beta2, eps, pull, decoupled, amsgrad, maximize);
    }

    public Adam decoupled(boolean fromParameter) {
        return new Adam(lr, beta1, beta2, eps, weightDecay, fromParameter, amsgrad, maximize);
    }

    public Adam amsgrad(boolean largest) {
        return new Adam(lr, beta1, beta2, eps, weightDecay, decoupled, largest, maximize);
    }

    public Adam maximize(boolean climb) {
        return new Adam(lr, beta1, beta2, eps, weightDecay, decoupled, amsgrad, climb);
    }

    @Override
    public Optimizer<Adam> over(List<Tensor> parameters) {
        return new Optimizer<>(new AdamRule(), this, parameters);
    }

    private record AdamRule() implements Rule<Adam> {
        @Override
        public String name() {
            return "Adam";
        }

        @Override
        public List<String> buffers(Adam o) {
            return o.amsgrad ? List.of("exp_avg", "exp_avg_sq", "max_exp_avg_sq") : List.of("exp_avg", "exp_avg_sq");
        }

        @Override
        public Map<String, Object> settings(Adam o) {
            return Settings.of("lr", o.lr, "betas", List.of(o.beta1, o.beta2), "eps", o.eps, "weight_decay", o.weightDecay,
                "decoupled_weight_decay", o.decoupled, "amsgrad", o.amsgrad, "maximize", o.maximize);
        }

        @Override
        public Adam with(Adam o, String name, Object value) {
            return name.equals("lr") ? o.lr(Optimizers.number(name, value)) : Optimizers.with(o, name, value);
        }

        @Override
        public Primitive step(Adam o, long count, long step) {
            return new AdamStep(count, o.lr, o.beta1, o.beta2, o.eps, o.weightDecay, o.decoupled, o.amsgrad, o.maximize, step);
        }
    }
}
