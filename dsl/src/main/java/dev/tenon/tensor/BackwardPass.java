package dev.tenon.tensor;

import dev.tenon.core.AutogradException;
import dev.tenon.core.Operand;
import dev.tenon.memory.Scope;
import dev.tenon.memory.UncheckedStorage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One walk from outputs to leaves, iterative so that depth costs no stack. Nodes run in PyTorch's order, the last one made first: every
 * consumer of a value was made after its producer, and gradients that meet are added up in the order in which PyTorch adds them.
 */
final class BackwardPass {
    private record Pending(Node node, @Nullable Tensor[] grads) {}

    private final boolean retainGraph;
    private final boolean createGraph;
    private final @Nullable List<Tensor> inputs;
    private final Map<Node, Pending> pending = new IdentityHashMap<>();
    private final PriorityQueue<Pending> queue = new PriorityQueue<>((a, b) -> Long.compare(b.node.made, a.node.made));
    private final Map<Tensor, Tensor> leafGrads = new IdentityHashMap<>();
    private final List<Tensor> leafOrder = new ArrayList<>();
    private final @Nullable Tensor[] captured;
    private @Nullable Map<Node, List<Integer>> captures;
    private @Nullable Map<Node, Boolean> useful;
    /** Open only while the pass runs. */
    private @Nullable Scope scope;
    private boolean keepsAll;

    BackwardPass(boolean retainGraph, boolean createGraph, @Nullable List<Tensor> inputs) {
        this.retainGraph = retainGraph;
        this.createGraph = createGraph;
        this.inputs = inputs;
        this.captured = new Tensor[inputs == null ? 0 : inputs.size()];
    }

    Tensor implicitOnes(Tensor output) {
        return Creation.full(output.sizes(), 1, output.dtype(), output.device());
    }

    void seed(Tensor output, Tensor gradient) {
        if (output.node() == null) {
            addLeaf(output, gradient);
        } else {
            add(output.node(), output.slot(), gradient);
        }
    }

    @Nullable Tensor captured(int i) {
        return captured[i];
    }

    void run() {
        var before = createGraph ? GradMode.enableGrad() : GradMode.noGrad();
        scope = createGraph ? null : Scope.open("backward");
        try (var _ = Autocast.off()) {
            if (inputs != null) {
                findWhatLeadsToInputs(inputs);
            }
            while (!queue.isEmpty()) {
                step(queue.poll());
            }
            deliver();
        } finally {
            before.close();
            end();
        }
    }

    /** A hook may have kept any tensor of this pass, so nothing is freed behind its back. */
    private void end() {
        if (scope != null && keepsAll) {
            scope.dissolve();
        } else if (scope != null) {
            scope.close();
        }
    }

    private void step(Pending task) {
        var node = task.node;
        pending.remove(node);
        var targets = node.liveTargets();
        if (node.isObserved()) {
            keepsAll = true;
            node.observe(task.grads);
        }
        capture(node, task.grads);
        long needed = needed(targets);
        if (needed == 0) {
            return;
        }
        var incoming = storages(task.grads);
        var context = Context.current();
        if (context.listening == null) {
            differentiate(task, targets, needed);
        } else {
            context.listening.tell(context, node, () -> differentiate(task, targets, needed));
        }
        if (!retainGraph) {
            node.release(!createGraph);
        }
        release(incoming);
    }

    private void differentiate(Pending task, @Nullable Object[] targets, long needed) {
        var node = task.node;
        var result = node.rule.backward(node.op, new GradCall(node, task.grads, createGraph, needed));
        var made = storages(result);
        for (var storage : made) {
            // Until all are on their way, none of them may be added to: a rule may give one tensor to several inputs.
            pin(storage);
        }
        for (int i = 0; i < result.length; i++) {
            var grad = result[i];
            if (grad != null && i < node.inputs() && (needed >>> Math.min(i, 63) & 1) != 0) {
                route(node, targets[i], i, grad);
            }
        }
        release(made);
    }

    private void route(Node node, @Nullable Object target, int i, Tensor grad) {
        if (target == null) {
            return;
        }
        var fitted = Broadcast.undo(grad, node.inputSizes(i), node.inputDtype(i));
        if (node.origin != null) {
            requireNoNan(node, fitted);
        }
        if (target instanceof Node source) {
            if (useful == null || useful.getOrDefault(source, false)) {
                add(source, node.slot(i), fitted);
            }
        } else {
            addLeaf((Tensor) target, fitted);
        }
    }

    private void add(Node node, int slot, Tensor gradient) {
        var task = pending.get(node);
        if (task == null) {
            task = new Pending(node, new Tensor[node.outputs()]);
            pending.put(node, task);
            queue.add(task);
        }
        var present = task.grads[slot];
        task.grads[slot] = present == null ? pinned(gradient) : sum(present, gradient);
    }

    private void addLeaf(Tensor leaf, Tensor gradient) {
        var present = leafGrads.get(leaf);
        if (present == null) {
            leafOrder.add(leaf);
        }
        leafGrads.put(leaf, present == null ? pinned(gradient) : sum(present, gradient));
    }

    /** The sum, pinned in place of {@code present}, whose memory it takes where nobody else has that. */
    private Tensor sum(Tensor present, Tensor more) {
        if (isAlone(present)) {
            return InPlace.add(present, more);
        }
        var total = pinned(Ops.add(present, more));
        unpin(present.memory());
        return total;
    }

    private boolean isAlone(Tensor gradient) {
        var storage = gradient.memory();
        return storage != null && storage.pins() == 1 && scope != null && !keepsAll && storage.scope() == scope
            && storage.bytes() == gradient.numel() * gradient.dtype().bytes() && !WriteTarget.isShared(gradient);
    }

    /** Counts how many gradients under way use a storage, so that it goes back to the pool with the last of them. */
    private static Tensor pinned(Tensor gradient) {
        pin(gradient.memory());
        return gradient;
    }

    private static void pin(@Nullable UncheckedStorage storage) {
        if (storage != null) {
            storage.pin();
        }
    }

    private void unpin(@Nullable UncheckedStorage storage) {
        if (storage != null && storage.unpin() == 0 && scope != null && !keepsAll && storage.scope() == scope) {
            storage.release("backward");
        }
    }

    private static @Nullable UncheckedStorage[] storages(@Nullable Tensor[] grads) {
        var result = new UncheckedStorage[grads.length];
        for (int i = 0; i < grads.length; i++) {
            var grad = grads[i];
            result[i] = grad == null ? null : grad.memory();
        }
        return result;
    }

    private void release(@Nullable UncheckedStorage[] storages) {
        for (var storage : storages) {
            unpin(storage);
        }
    }

    private long needed(@Nullable Object[] targets) {
        long mask = 0;
        for (int i = 0; i < targets.length; i++) {
            var target = targets[i];
            boolean wanted = target instanceof Node source ? useful == null || useful.getOrDefault(source, false)
                : target != null && (inputs == null || isInput((Tensor) target));
            if (wanted) {
                mask |= 1L << Math.min(i, 63);
            }
        }
        return mask;
    }

    private boolean isInput(Tensor leaf) {
        return inputs != null && inputs.stream().anyMatch(input -> input == leaf);
    }

    private void capture(Node node, @Nullable Tensor[] grads) {
        var wanted = captures == null ? null : captures.get(node);
        if (wanted != null && inputs != null) {
            for (int i : wanted) {
                var grad = grads[inputs.get(i).slot()];
                if (grad != null) {
                    captured[i] = kept(grad);
                }
            }
        }
    }

    private Tensor kept(Tensor gradient) {
        if (scope != null) {
            pin(gradient.memory());
            gradient.keepFrom(scope);
        }
        return gradient;
    }

    /** Marks the nodes on a path to an asked-for input; the others are not run. */
    private void findWhatLeadsToInputs(List<Tensor> asked) {
        var wanted = new IdentityHashMap<Node, List<Integer>>();
        for (int i = 0; i < asked.size(); i++) {
            if (asked.get(i).node() != null) {
                wanted.computeIfAbsent(asked.get(i).node(), n -> new ArrayList<>()).add(i);
            }
        }
        var marks = new IdentityHashMap<Node, Boolean>();
        var stack = new ArrayDeque<Node>();
        for (var start : pending.keySet()) {
            stack.push(start);
        }
        while (!stack.isEmpty()) {
            visit(stack, marks, wanted.keySet());
        }
        captures = wanted;
        useful = marks;
    }

    private void visit(ArrayDeque<Node> stack, Map<Node, Boolean> marks, Set<Node> wanted) {
        var node = stack.peek();
        if (marks.containsKey(node)) {
            stack.pop();
            return;
        }
        boolean leads = wanted.contains(node);
        boolean ready = true;
        for (var target : node.targets) {
            if (target instanceof Node source) {
                var mark = marks.get(source);
                if (mark == null) {
                    stack.push(source);
                    ready = false;
                } else {
                    leads |= mark;
                }
            } else if (target != null) {
                leads |= isInput((Tensor) target);
            }
        }
        if (ready) {
            marks.put(node, leads);
            stack.pop();
        }
    }

    private void deliver() {
        if (inputs == null && !createGraph) {
            leafOrder.forEach(Tensor::requireAddable);
        }
        for (var leaf : leafOrder) {
            keepsAll |= leaf.hasHooks();
            var grad = leaf.runHooks(Objects.requireNonNull(leafGrads.get(leaf)));
            if (inputs == null) {
                leaf.accumulate(grad, scope, createGraph);
            } else {
                for (int i = 0; i < captured.length; i++) {
                    if (inputs.get(i) == leaf) {
                        captured[i] = kept(grad);
                    }
                }
            }
        }
    }

    private static void requireNoNan(Node node, Tensor grad) {
        if (grad.numel() > 0 && Ops.any(Ops.isnan(grad)).item() != 0) {
            throw (AutogradException) new AutogradException(
                node.name() + ": its backward function returned a NaN\n  gradient: " + Operand.describe(grad)
                    + "\n  try:   look at the forward call below (caused by), for instance a log or sqrt of 0")
                .initCause(node.origin);
        }
    }
}
