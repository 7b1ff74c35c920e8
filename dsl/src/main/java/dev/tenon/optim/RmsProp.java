package dev.tenon.optim;

import dev.tenon.ops.RmspropStep;
import dev.tenon.spi.Primitive;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * RMSprop: steps by the gradient over the root of the running mean of its square.
 *
 * @param lr step size; 1e-2
 * @param alpha how much of the mean square stays; 0.99
 * @param eps added to the root; 1e-8
 * @param weightDecay pull towards 0, added to the gradient; 0
 * @param momentum how much of the last step stays; 0
 * @param centered whether the mean square is taken around the mean; false
 * @param maximize whether to climb instead; false
 * @see <a href="https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf">Tieleman and Hinton (2012)</a>
 */
public record RmsProp(double lr, double alpha, double eps, double weightDecay, double momentum, boolean centered, boolean maximize)
    implements
        OptimizerOptions<RmsProp> {
    public static final RmsProp DEFAULT = new RmsProp(1e-2, 0.99, 1e-8, 0, 0, false, false);

    public RmsProp {
        Range.requireAtLeastZero("RMSprop", "lr", lr);
        Range.requireAtLeastZero("RMSprop", "alpha", alpha);
        Range.requireAtLeastZero("RMSprop", "eps", eps);
        Range.requireAtLeastZero("RMSprop", "weightDecay", weightDecay);
        Range.requireAtLeastZero("RMSprop", "momentum", momentum);
    }

    @Override
    public RmsProp lr(double rate) {
        return new RmsProp(rate, alpha, eps, weightDecay, momentum, centered, maximize);
    }

    public RmsProp alpha(double kept) {
        return new RmsProp(lr, kept, eps, weightDecay, momentum, centered, maximize);
    }

    public RmsProp eps(double added) {
        return new RmsProp(lr, alpha, added, weightDecay, momentum, centered, maximize);
    }

    public RmsProp weightDecay(double pull) {
        return new RmsProp(lr, alpha, eps, pull, momentum, centered, maximize);
    }

    public RmsProp momentum(double kept) {
        return new RmsProp(lr, alpha, eps, weightDecay, kept, centered, maximize);
    }

    public RmsProp centered(boolean aroundMean) {
        return new RmsProp(lr, alpha, eps, weightDecay, momentum, aroundMean, maximize);
    }

    public RmsProp maximize(boolean climb) {
        return new RmsProp(lr, alpha, eps, weightDecay, momentum, centered, climb);
    }

    @Override
    public Optimizer<RmsProp> over(List<Tensor> parameters) {
        return new Optimizer<>(new RmsPropRule(), this, parameters);
    }

    private record RmsPropRule() implements Rule<RmsProp> {
        @Override
        public String name() {
            return "RMSprop";
        }

        @Override
        public List<String> buffers(RmsProp o) {
            var names = new ArrayList<>(List.of("square_avg"));
            if (o.momentum != 0) {
                names.add("momentum_buffer");
            }
            if (o.centered) {
                names.add("grad_avg");
            }
            return List.copyOf(names);
        }

        @Override
        public Map<String, Object> settings(RmsProp o) {
            return Settings.of("lr", o.lr, "alpha", o.alpha, "eps", o.eps, "weight_decay", o.weightDecay, "momentum", o.momentum,
                "centered", o.centered, "maximize", o.maximize);
        }

        @Override
        public RmsProp with(RmsProp o, String name, Object value) {
            return name.equals("lr") ? o.lr(Optimizers.number(name, value)) : Optimizers.with(o, name, value);
        }

        @Override
        public Primitive step(RmsProp o, long count, long step) {
            return new RmspropStep(count, o.lr, o.alpha, o.eps, o.weightDecay, o.momentum, o.centered, o.maximize);
        }
    }
}
