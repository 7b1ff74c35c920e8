package dev.tenon.tensor;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Operand;
import dev.tenon.memory.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What only leaves with gradients have. Passes of several threads may end at one leaf: what they bring is added one after another. */
final class LeafState {
    /** Changed only with the lock; who only looks need not wait for it. */
    private volatile @Nullable Tensor grad;
    /** Whether user code may hold the gradient; if not, its memory goes back at once when it is cleared. */
    private boolean seen;
    final List<UnaryOperator<Tensor>> hooks = new CopyOnWriteArrayList<>();

    @Nullable Tensor grad() {
        return grad;
    }

    synchronized @Nullable Tensor exposed() {
        seen = true;
        return grad;
    }

    synchronized void set(@Nullable Tensor gradient) {
        grad = gradient;
        seen = true;
    }

    synchronized void clear() {
        var old = grad;
        if (old != null && !seen && old.memory() != null) {
            old.memory().release("zeroGrad");
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

    /** Checks that what is there can be added to, before any leaf of a pass is changed. */
    void requireAddable() {
        var present = grad;
        if (present != null && WriteTarget.isShared(present)) {
            throw new ArgumentException(
                "backward: the gradient of a leaf was set to a tensor of which several elements lie at one place in "
                    + "memory, and cannot be added to\n  gradient: " + Operand.describe(present) + "   strides: "
                    + Arrays.toString(present.strides()) + "\n  try:   setGrad(gradient.clone()), or zeroGrad() before backward");
        }
    }

    synchronized void accumulate(Tensor gradient, @Nullable Scope pass, boolean createGraph) {
        var present = grad;
        if (present != null) {
            grad = createGraph ? Ops.add(present, gradient) : InPlace.add(present, gradient);
            return;
        }
        var storage = gradient.memory();
        if (createGraph) {
            // What two leaves are given must not change for one of them when the other adds to it.
            grad = storage != null && storage.pins() > 1 ? gradient.cloneWithHistory() : gradient;
            seen = true;
        } else {
            boolean own = storage != null && storage.scope() == pass && storage.pins() == 1 && gradient.isContiguous()
                && storage.bytes() == gradient.numel() * gradient.dtype().bytes() && hooks.isEmpty();
            var first = own ? gradient : gradient.cloneWithHistory();
            seen = !hooks.isEmpty();
            grad = first.escape();
        }
    }
}
