package sample;

import dev.tenon.tensor.Dispatch;
import dev.tenon.tensor.GradCall;
import dev.tenon.tensor.GradRule;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import sample.ops.Gelu;
import sample.ops.GeluBackward;

/**
 * The gradient of {@code gelu}.
 */
final class GeluRule implements GradRule<Gelu> {
    static final GeluRule INSTANCE = new GeluRule();

    @Override
    public long savedInputs() {
        return 0b1;
    }

    @Override
    public long savedOutputs() {
        return 0b0;
    }

    @Override
    public @Nullable Tensor[] backward(Gelu op, GradCall call) {
        if (!call.createGraph()) {
            Tensor g = call.grad(0);
            Tensor input = call.input(0);
            return Dispatch.fused(new GeluBackward(op.approximate()), g, input);
        }
        return new @Nullable Tensor[] {call.needs(0) ? input(op, call) : null};
    }

    private static Tensor input(Gelu op, GradCall call) {
        Tensor input = call.input(0);
        Tensor g = call.grad(0);
        return switch (op.approximate()) {
            case NONE -> {
                Tensor t1 = Ops.mul(input, 0.7071067811865476);
                yield Ops.mul(g, Ops.add(Ops.mul(Ops.add(Ops.erf(t1), 1), 0.5),
                        Ops.mul(Ops.mul(input, Ops.mul(Ops.mul(Ops.exp(Ops.neg(Ops.mul(t1, t1))),
                        1.1283791670955126), 0.7071067811865476)), 0.5)));
            }
            case TANH -> {
                Tensor t1 = Ops.mul(Ops.mul(input, 0.044715), input);
                Tensor t2 = Ops.tanh(Ops.mul(Ops.add(input, Ops.mul(t1, input)),
                        0.7978845608028654));
                yield Ops.mul(g, Ops.add(Ops.mul(Ops.add(t2, 1), 0.5), Ops.mul(Ops.mul(input,
                        Ops.mul(Ops.rsub(Ops.mul(t2, t2), 1),
                        Ops.mul(Ops.add(Ops.add(Ops.mul(Ops.mul(input, input), 0.08943), t1), 1),
                        0.7978845608028654))), 0.5)));
            }
        };
    }
}
