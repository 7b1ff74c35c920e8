package dev.tenon.train.callback;

import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.train.Callback;
import dev.tenon.train.TrainingContext;
import java.util.ArrayList;

/**
 * Notes the Euclidean norm of all gradients of every step, before they are clipped, as {@code grad_norm}; and of each parameter as
 * {@code grad_norm/PATH} if asked for.
 */
public final class GradientNorm implements Callback {
    private final boolean each;

    /**
     * Notes norms.
     *
     * @param each whether of each parameter, too
     */
    public GradientNorm(boolean each) {
        this.each = each;
    }

    @Override
    public void beforeUpdate(TrainingContext training) {
        var norms = new ArrayList<Tensor>();
        try (var _ = GradMode.noGrad()) {
            training.model().namedParameters().forEach((path, parameter) -> {
                var grad = parameter.grad();
                if (grad != null) {
                    var norm = grad.norm();
                    norms.add(norm);
                    if (each) {
                        training.log("grad_norm/" + path, norm.item());
                    }
                }
            });
            if (!norms.isEmpty()) {
                training.log("grad_norm", Ops.stack(norms).norm().item());
            }
        }
    }
}
