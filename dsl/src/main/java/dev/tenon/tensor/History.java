package dev.tenon.tensor;

import dev.tenon.spi.Op;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one place where a call becomes part of the history of what it made. */
final class History {
    private History() {}

    /** Whether any of these is to get a gradient. */
    static boolean isWanted(@Nullable Tensor[] inputs) {
        for (var input : inputs) {
            if (input != null && input.requiresGrad()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether any of the outputs can carry a gradient.
     *
     * @throws dev.tenon.core.AutogradException if one that can depends on an input whose history is outdated
     */
    static boolean isKept(Op op, @Nullable Tensor[] inputs, Tensor[] outputs) {
        boolean any = false;
        for (var output : outputs) {
            any |= output.dtype().isFloating();
        }
        if (any) {
            for (var input : inputs) {
                if (input != null && input.requiresGrad()) {
                    input.requireCurrentHistory(op.descriptor().name());
                }
            }
        }
        return any;
    }

    /** The inputs as they are before the first of them is overwritten, if backward reads that. */
    static @Nullable Tensor[] before(GradRule<?> rule, @Nullable Tensor[] inputs, Tensor self) {
        if ((rule.savedInputs() & 1) == 0) {
            return inputs;
        }
        var saved = inputs.clone();
        saved[0] = self.cloneWithHistory();
        return saved;
    }

    /**
     * Has the history of what an operator's parts made shown as the operator's. An output that is an input, or shares its history, was not made.
     *
     * @param replaced what an operator in place found as the history of its first input
     */
    static void show(Op op, List<Tensor> outputs, @Nullable Tensor[] inputs, @Nullable Node replaced) {
        for (var output : outputs) {
            var node = output.node();
            if (node != null && node != replaced && (op.descriptor().isInPlace() || !isOf(node, inputs))) {
                node.show(op);
            }
        }
    }

    private static boolean isOf(Node node, @Nullable Tensor[] inputs) {
        for (var input : inputs) {
            if (input != null && input.node() == node) {
                return true;
            }
        }
        return false;
    }

    /** Gives an output a history to have that it shares with no input and no other output: one that was handed on is seen anew. */
    static void separate(@Nullable Tensor[] inputs, Tensor[] outputs) {
        var seen = Collections.<Tensor>newSetFromMap(new IdentityHashMap<>());
        for (var input : inputs) {
            if (input != null) {
                seen.add(input);
            }
        }
        for (int i = 0; i < outputs.length; i++) {
            if (outputs[i].requiresGrad() || !seen.add(outputs[i])) {
                outputs[i] = outputs[i].detach();
            }
        }
    }

    /** @param self what the output was written over, whose own history ends behind this call; null if outputs are new */
    static void record(Op op, GradRule<?> rule, @Nullable Tensor[] inputs, Tensor[] outputs, @Nullable Tensor self, Context context) {
        var node = new Node(op, rule, inputs, outputs, context);
        if (self != null) {
            self.rebaseHistory(node, 0);
            return;
        }
        for (int i = 0; i < outputs.length; i++) {
            if (outputs[i].dtype().isFloating()) {
                outputs[i].setHistory(node, i);
            }
        }
    }
}
