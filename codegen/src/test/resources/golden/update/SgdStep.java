package sample.ops;

import dev.tenon.spi.Inference;
import dev.tenon.spi.OpDescriptor;
import dev.tenon.spi.StepOp;
import dev.tenon.spi.StepRules;

/**
 * One step of {@code SGD} for several parameters.
 *
 * @param count how many
 * @param lr step size
 * @param momentum how much of the last step stays
 * @param dampening how much of the gradient does not enter the momentum
 * @param nesterov whether the gradient is taken as if the momentum step were made
 * @param maximize whether to climb instead
 * @param step which step this is for them, from 1
 */
public record SgdStep(long count, double lr, double momentum, double dampening, boolean nesterov,
        boolean maximize, long step) implements StepOp {
    private static final OpDescriptor DESCRIPTOR = new OpDescriptor("sgd_step", OpDescriptor.Kind.NATIVE, SgdStep.class, "tensors").writing("tensors");

    /**
     * Whether the parameters have the state {@code momentum_buffer}.
     */
    public boolean hasMomentumBuffer() {
        return momentum != 0.0;
    }

    @Override
    public OpDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public void infer(Inference call) {
        StepRules.requireGroups(call, count, 2 + (hasMomentumBuffer() ? 1 : 0));
    }
}
