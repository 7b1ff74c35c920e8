package dev.tenon.tensor;

import dev.tenon.memory.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What only leaves with gradients have. */
final class LeafState {
    @Nullable Tensor grad;
    /** Whether user code may hold the gradient; if not, its memory goes back at once when it is cleared. */
    private boolean seen;
    final List<UnaryOperator<Tensor>> hooks = new ArrayList<>(0);

    @Nullable Tensor exposed() {
        seen = true;
        return grad;
    }

    void set(@Nullable Tensor gradient) {
        grad = gradient;
        seen = true;
    }

    void clear() {
        if (grad != null && !seen && grad.memory() != null) {
            grad.memory().release("zeroGrad");
        }
        grad = null;
        seen = false;
    }

    Tensor runHooks(Tensor gradient) {
        var result = gradient;
        for (var hook : hooks) {
            var replaced = hook.apply(result);
            result = replaced == null ? result : replaced;
        }
        return result;
    }

    void accumulate(Tensor gradient, @Nullable Scope pass, boolean createGraph) {
        if (grad != null) {
            grad = createGraph ? Ops.add(grad, gradient) : InPlace.add(grad, gradient);
            return;
        }
        var storage = gradient.memory();
        if (createGraph) {
            // What two leaves are given must not change for one of them when the other adds to it.
            grad = storage != null && storage.pins > 1 ? gradient.cloneWithHistory() : gradient;
            seen = true;
        } else {
            boolean own = storage != null && storage.scope() == pass && storage.pins == 1 && gradient.isContiguous()
                && storage.bytes() == gradient.numel() * gradient.dtype().bytes() && hooks.isEmpty();
            grad = own ? gradient : gradient.cloneWithHistory();
            seen = !hooks.isEmpty();
            grad.escape();
        }
    }
}
