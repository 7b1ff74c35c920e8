package sample;

import dev.tenon.tensor.GradCall;
import dev.tenon.tensor.GradRule;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import sample.ops.ScaledMm;

/**
 * The gradient of {@code scaled_mm}.
 */
final class ScaledMmRule implements GradRule<ScaledMm> {
    static final ScaledMmRule INSTANCE = new ScaledMmRule();

    @Override
    public long savedInputs() {
        return 0b11;
    }

    @Override
    public long savedOutputs() {
        return 0b10;
    }

    @Override
    public @Nullable Tensor[] backward(ScaledMm op, GradCall call) {
        return new @Nullable Tensor[] {
            call.needs(0) ? input(op, call) : null,
            call.needs(1) ? weight(op, call) : null,
            call.needs(2) ? bias(call) : null
        };
    }

    private static Tensor input(ScaledMm op, GradCall call) {
        Tensor weight = call.input(1);
        Tensor norms = call.output(1);
        return Gradients.scaledInput(call.grad(0), weight, norms, op.scale());
    }

    private static Tensor weight(ScaledMm op, GradCall call) {
        Tensor input = call.input(0);
        return Gradients.scaledWeight(call.grad(0), input, op.scale());
    }

    private static Tensor bias(GradCall call) {
        return SampleOps.sum(call.grad(0), new long[] {0});
    }
}
