package sample;

import dev.tenon.tensor.GradCall;
import dev.tenon.tensor.GradRule;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import sample.ops.Blend;

/**
 * The gradient of {@code blend}.
 */
final class BlendRule implements GradRule<Blend> {
    static final BlendRule INSTANCE = new BlendRule();

    @Override
    public long savedInputs() {
        return 0b0;
    }

    @Override
    public long savedOutputs() {
        return 0b0;
    }

    @Override
    public @Nullable Tensor[] backward(Blend op, GradCall call) {
        return new @Nullable Tensor[] {
            call.needs(0) ? input(call) : null,
            call.needs(1) ? other(call) : null
        };
    }

    private static Tensor input(GradCall call) {
        Tensor g = call.grad(0);
        return Ops.mul(g, 0.5);
    }

    private static Tensor other(GradCall call) {
        Tensor g = call.grad(0);
        return Ops.mul(g, 0.5);
    }
}
