package sample;

import dev.tenon.tensor.GradCall;
import dev.tenon.tensor.GradRule;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sample.ops.Cat;

/**
 * The gradient of {@code cat}.
 */
final class CatRule implements GradRule<Cat> {
    static final CatRule INSTANCE = new CatRule();

    @Override
    public long savedInputs() {
        return -1;
    }

    @Override
    public long savedOutputs() {
        return 0b0;
    }

    @Override
    public @Nullable Tensor[] backward(Cat op, GradCall call) {
        return call.gradients(tensors(op, call)).toArray(Tensor[]::new);
    }

    private static List<Tensor> tensors(Cat op, GradCall call) {
        Tensor g = call.grad(0);
        List<Tensor> tensors = call.inputs(0, call.inputs());
        return Gradients.cat(g, tensors, op.dim());
    }
}
