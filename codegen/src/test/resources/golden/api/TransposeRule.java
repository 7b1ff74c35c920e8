package sample;

import dev.tenon.tensor.GradCall;
import dev.tenon.tensor.GradRule;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import sample.ops.Transpose;

/**
 * The gradient of {@code transpose}.
 */
final class TransposeRule implements GradRule<Transpose> {
    static final TransposeRule INSTANCE = new TransposeRule();

    @Override
    public long savedInputs() {
        return 0b0;
    }

    @Override
    public long savedOutputs() {
        return 0b0;
    }

    @Override
    public @Nullable Tensor[] backward(Transpose op, GradCall call) {
        return new @Nullable Tensor[] {call.needs(0) ? input(op, call) : null};
    }

    private static Tensor input(Transpose op, GradCall call) {
        Tensor g = call.grad(0);
        return SampleOps.transpose(g, op.dim0(), op.dim1());
    }
}
