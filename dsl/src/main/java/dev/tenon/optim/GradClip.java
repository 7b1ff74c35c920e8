package dev.tenon.optim;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Objects;

/** Bounds gradients before a step, as {@code torch.nn.utils} does. */
public final class GradClip {
    /** Keeps the factor finite where all gradients are 0. */
    private static final double LEAST = 1e-6;

    private GradClip() {}

    private static List<Tensor> grads(List<Tensor> parameters) {
        return parameters.stream().map(Tensor::gradForUpdate).filter(Objects::nonNull).toList();
    }

    /**
     * Multiplies all gradients by one factor so that their norm, as that of one vector, is at most {@code maxNorm}:
     * {@code g <- g min(1, maxNorm / (norm + 1e-6))}.
     *
     * @param normType the power of the norm; infinity for the largest element
     * @param errorIfNonfinite whether a norm that is infinite or NaN is an error
     * @return the norm before; 0 where there are no gradients
     * @throws ArgumentException if the norm is not finite and that is an error; the gradients are then as they were
     */
    public static Tensor norm(List<Tensor> parameters, double maxNorm, double normType, boolean errorIfNonfinite) {
        var grads = grads(parameters);
        try (var _ = GradMode.noGrad()) {
            if (grads.isEmpty()) {
                return Creation.scalar(0.0);
            }
            var home = grads.getFirst().device();
            var total = Ops.stack(grads.stream().map(grad -> grad.norm(normType).to(home)).toList()).norm(normType);
            if (errorIfNonfinite && !Double.isFinite(total.item())) {
                throw new ArgumentException("clipGradNorm_: the norm of order " + normType + " of the gradients is " + total.item()
                    + "\n  try:   errorIfNonfinite false, or a smaller learning rate or loss scale");
            }
            var factor = total.add(LEAST).reciprocal().mul(maxNorm).clampMax(1.0);
            // Where asking costs no wait, a pass that multiplies by 1 is spared.
            if (!home.equals(Device.CPU) || factor.item() != 1) {
                grads.forEach(grad -> grad.mul_(factor.to(grad.device())));
            }
            return total;
        }
    }

    /** Whether no element is infinite or NaN; asks a device once, and not for every gradient. */
    static boolean areFinite(List<Tensor> grads) {
        if (grads.isEmpty()) {
            return true;
        }
        var home = grads.getFirst().device();
        var largest = Ops.stack(grads.stream().map(grad -> grad.norm(Double.POSITIVE_INFINITY).to(DType.FLOAT64).to(home)).toList());
        return Double.isFinite(largest.amax().item());
    }

    /** Brings every element of the gradients into {@code [-clipValue, clipValue]}. */
    public static void value(List<Tensor> parameters, double clipValue) {
        try (var _ = GradMode.noGrad()) {
            grads(parameters).forEach(grad -> grad.clamp_(-clipValue, clipValue));
        }
    }
}
