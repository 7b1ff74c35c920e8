package sample;

import dev.tenon.tensor.GradCall;
import dev.tenon.tensor.GradRule;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.reduction.Gradients;
import org.jspecify.annotations.Nullable;
import sample.ops.Sum;

/**
 * The gradient of {@code sum}.
 */
final class SumRule implements GradRule<Sum> {
    static final SumRule INSTANCE = new SumRule();

    @Override
    public long savedInputs() {
        return 0b0;
    }

    @Override
    public long savedOutputs() {
        return 0b0;
    }

    @Override
    public @Nullable Tensor[] backward(Sum op, GradCall call) {
        return new @Nullable Tensor[] {call.needs(0) ? Gradients.spread(input(op, call), call.shape(0)) : null};
    }

    private static Tensor input(Sum op, GradCall call) {
        Tensor g = Gradients.unreduce(call.grad(0), call.shape(0), op.dim());
        return g;
    }
}
