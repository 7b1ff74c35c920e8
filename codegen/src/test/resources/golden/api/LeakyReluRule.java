package sample;

import dev.tenon.tensor.Dispatch;
import dev.tenon.tensor.GradCall;
import dev.tenon.tensor.GradRule;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import sample.ops.LeakyRelu;
import sample.ops.LeakyReluBackward;

/**
 * The gradient of {@code leaky_relu}.
 */
final class LeakyReluRule implements GradRule<LeakyRelu> {
    static final LeakyReluRule INSTANCE = new LeakyReluRule();

    @Override
    public long savedInputs() {
        return 0b1;
    }

    @Override
    public long savedOutputs() {
        return 0b0;
    }

    @Override
    public @Nullable Tensor[] backward(LeakyRelu op, GradCall call) {
        if (!call.createGraph()) {
            Tensor g = call.grad(0);
            Tensor input = call.input(0);
            return Dispatch.fused(new LeakyReluBackward(op.negativeSlope()), g, input);
        }
        return new @Nullable Tensor[] {call.needs(0) ? input(op, call) : null};
    }

    private static Tensor input(LeakyRelu op, GradCall call) {
        Tensor g = call.grad(0);
        Tensor input = call.input(0);
        return Ops.mul(g, Ops.where(Ops.gt(input, 0), 1,
                call.number(op.negativeSlope().doubleValue())));
    }
}
