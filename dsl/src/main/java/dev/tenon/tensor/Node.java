package dev.tenon.tensor;

import dev.tenon.core.AutogradException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.Operand;
import dev.tenon.spi.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One recorded call: where its inputs came from and the values its backward function reads. */
final class Node implements GradFn {
    final Op op;
    final GradRule<Op> rule;
    /** When it was made, by the clock of its thread, which is never behind what it depends on. */
    final long made;
    /** Per input: the {@link Node} that made it, the leaf {@link Tensor} itself, or null if it needs no gradient. */
    @Nullable Object[] targets;
    /** Which output of the target node each input is. */
    private final byte @Nullable [] manySlots;
    private final int outputs;
    private final long[][] inputSizes;
    private final DType[] inputDtypes;
    private final long[][] outputSizes;
    private final DType[] outputDtypes;
    private final Device device;
    private @Nullable Tensor @Nullable [] saved;
    private int @Nullable [] versions;
    private int @Nullable [] wideSlots;
    private final int inputs;
    private @Nullable List<SlotHook> hooks;
    private @Nullable Tensor @Nullable [] retained;
    final @Nullable Throwable origin;
    /** The operator that was called, of which this is the last part; null if that is this one. */
    private @Nullable Op shown;

    private record SlotHook(int slot, UnaryOperator<Tensor> hook) {}

    @SuppressWarnings("unchecked") // a rule is generated for the record it is applied with
    Node(Op op, GradRule<?> rule, @Nullable Tensor[] in, Tensor[] out, Context context) {
        this.op = op;
        this.rule = (GradRule<Op>) rule;
        this.inputs = in.length;
        this.outputs = out.length;
        this.device = out[0].device();
        this.targets = new Object[inputs];
        this.inputSizes = new long[inputs][];
        this.inputDtypes = new DType[inputs];
        byte[] slots = null;
        int[] wide = null;
        long latest = context.nodes;
        for (int i = 0; i < inputs; i++) {
            var input = in[i];
            if (input == null) {
                continue;
            }
            inputSizes[i] = input.sizes();
            inputDtypes[i] = input.dtype();
            if (input.requiresGrad()) {
                var source = input.node();
                targets[i] = source == null ? input : source;
                if (source != null) {
                    latest = Math.max(latest, source.made);
                    int slot = input.slot();
                    if (slot > Byte.MAX_VALUE) {
                        wide = wide == null ? new int[inputs] : wide;
                        wide[i] = slot;
                    } else if (slot != 0) {
                        slots = slots == null ? new byte[inputs] : slots;
                        slots[i] = (byte) slot;
                    }
                }
            }
        }
        this.manySlots = slots;
        this.wideSlots = wide;
        this.made = latest + 1;
        context.nodes = made;
        this.outputSizes = new long[outputs][];
        this.outputDtypes = new DType[outputs];
        for (int i = 0; i < outputs; i++) {
            outputSizes[i] = out[i].sizes();
            outputDtypes[i] = out[i].dtype();
        }
        this.origin = context.detectAnomaly ? new Throwable("forward of " + op.descriptor().name()) : null;
        save(in, out);
    }

    private void save(@Nullable Tensor[] in, Tensor[] out) {
        long inputMask = rule.savedInputs();
        long outputMask = rule.savedOutputs();
        if (inputMask == 0 && outputMask == 0) {
            return;
        }
        var kept = new Tensor[inputs + outputs];
        int[] seen = null;
        for (int i = 0; i < inputs + outputs; i++) {
            boolean wanted = i < inputs ? (inputMask >>> Math.min(i, 63) & 1) != 0 : (outputMask >>> Math.min(i - inputs, 63) & 1) != 0;
            var value = !wanted ? null : i < inputs ? in[i] : out[i - inputs];
            if (value != null) {
                kept[i] = value;
                int version = value.version();
                if (version != 0) {
                    seen = seen == null ? new int[inputs + outputs] : seen;
                    seen[i] = version;
                }
            }
        }
        saved = kept;
        versions = seen;
    }

    int inputs() {
        return inputs;
    }

    int outputs() {
        return outputs;
    }

    int slot(int input) {
        if (wideSlots != null && wideSlots[input] != 0) {
            return wideSlots[input];
        }
        return manySlots == null ? 0 : manySlots[input];
    }

    boolean hadInput(int i) {
        return inputSizes[i] != null;
    }

    long[] inputSizes(int i) {
        return inputSizes[i];
    }

    DType inputDtype(int i) {
        return inputDtypes[i];
    }

    long[] outputSizes(int i) {
        return outputSizes[i];
    }

    DType outputDtype(int i) {
        return outputDtypes[i];
    }

    Device device() {
        return device;
    }

    String name() {
        return op.descriptor().name();
    }

    /** Has this shown as a part of an operator, if PyTorch has a backward function for that. */
    void show(Op whole) {
        if (whole.gradFn() != null) {
            shown = whole;
        }
    }

    /** The name of the backward function, for printing. */
    @Nullable String gradFn() {
        return (shown == null ? op : shown).gradFn();
    }

    @Override
    public String function() {
        var name = gradFn();
        return name == null ? op.descriptor().gradFn() : name;
    }

    @Override
    public Op operator() {
        return shown == null ? op : shown;
    }

    @Override
    public List<Next> next() {
        var next = new ArrayList<Next>();
        var live = liveTargets();
        for (int i = 0; i < live.length; i++) {
            switch (live[i]) {
                case Node source -> next.add(new Next(source, null, slot(i)));
                case Tensor leaf -> next.add(new Next(null, leaf, 0));
                case null, default -> {
                }
            }
        }
        return next;
    }

    @Override
    public Map<String, Tensor> saved() {
        var named = new LinkedHashMap<String, Tensor>();
        var kept = saved;
        for (int i = 0; kept != null && i < kept.length; i++) {
            if (kept[i] != null) {
                var name = i >= inputs ? "result" : op.descriptor().inputName(i);
                named.put(named.containsKey(name) ? name + " " + i : name, kept[i]);
            }
        }
        return named;
    }

    @Nullable Tensor savedInput(int i) {
        return hadInput(i) ? saved(i, "input " + i) : null;
    }

    Tensor savedOutput(int i) {
        return saved(inputs + i, "output");
    }

    private Tensor saved(int i, String what) {
        // Read once: a pass of another thread may let go of them meanwhile.
        var kept = saved;
        if (kept == null) {
            throw GradCall.freed(name());
        }
        var value = kept[i];
        if (value == null) {
            throw new AutogradException(name() + ": the backward function reads " + what + ", which was not given or not saved");
        }
        int version = versions == null ? 0 : versions[i];
        if (value.version() != version) {
            throw new AutogradException(
                name() + ": " + what + ", saved for backward, was changed in place afterwards (version " + value.version()
                    + ", saved at " + version + ")\n  " + what + ": " + Operand.describe(value)
                    + "\n  try:   the operator without the underscore, or clone() before the change");
        }
        return value;
    }

    /** The targets, which a pass asks for once: one of another thread may release the node meanwhile. */
    @Nullable Object[] liveTargets() {
        var live = targets;
        if (live.length == 0 && inputs > 0) {
            throw GradCall.freed(name());
        }
        return live;
    }

    /**
     * Lets go of saved values and of the graph behind; a second backward is then an error. What only this node had goes back to the pool at once: the
     * collector would find it much later.
     *
     * @param isLast whether nothing that the pass made refers to saved values
     */
    void release(boolean isLast) {
        var kept = saved;
        saved = null;
        targets = new Object[0];
        if (kept == null || !isLast) {
            return;
        }
        for (long own = rule.ownOutputs(); own != 0; own &= own - 1) {
            var value = kept[inputs + Long.numberOfTrailingZeros(own)];
            if (value != null && value.memory() != null) {
                value.memory().release("backward");
            }
        }
    }

    void addHook(int slot, UnaryOperator<Tensor> hook) {
        hooks = hooks == null ? new ArrayList<>(1) : hooks;
        hooks.add(new SlotHook(slot, hook));
    }

    void retain(int slot, Tensor tensor) {
        retained = retained == null ? new Tensor[outputs] : retained;
        retained[slot] = tensor;
    }

    /** Whether user code may see the gradients that reach this node. */
    boolean isObserved() {
        return hooks != null || retained != null;
    }

    /** Runs hooks and keeps retained gradients, in the order they were asked for. */
    void observe(@Nullable Tensor[] grads) {
        if (hooks != null) {
            for (var hook : hooks) {
                var grad = grads[hook.slot];
                if (grad != null) {
                    var replaced = hook.hook.apply(grad);
                    grads[hook.slot] = replaced == null ? grad : replaced;
                }
            }
        }
        if (retained != null) {
            for (int i = 0; i < outputs; i++) {
                var grad = grads[i];
                if (retained[i] != null && grad != null) {
                    retained[i].accumulateRetained(grad);
                }
            }
        }
    }
}
