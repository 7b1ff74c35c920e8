package dev.tenon.optim;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Dispatch;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Parameters with the same settings, and their buffers. */
final class Group<O extends OptimizerOptions<O>> {
    private final List<Slot> slots = new ArrayList<>();
    private final List<OptimizerOptions.State> states;
    private O options;

    /** One parameter, the steps it has taken, and its buffers. */
    private static final class Slot {
        final Tensor parameter;
        final List<Tensor> buffers;
        long steps;

        Slot(Tensor parameter, List<Tensor> buffers) {
            this.parameter = parameter;
            this.buffers = buffers;
        }
    }

    Group(O options, List<Tensor> parameters) {
        this.options = options;
        this.states = options.states();
        for (var parameter : parameters) {
            var buffers = new ArrayList<Tensor>(states.size());
            for (var state : states) {
                // State belongs to no scope, even when the optimizer is made within one.
                buffers.add(
                    Creation.full(parameter.shape().toArray(), state.initial(), parameter.dtype(), parameter.device()).escape());
            }
            slots.add(new Slot(parameter, buffers));
        }
    }

    O options() {
        return options;
    }

    void options(O changed) {
        options = changed;
    }

    int size() {
        return slots.size();
    }

    boolean contains(Tensor parameter) {
        return slots.stream().anyMatch(slot -> slot.parameter == parameter);
    }

    void zeroGrad() {
        for (var slot : slots) {
            slot.parameter.zeroGrad();
        }
    }

    /** Steps all parameters that have gradients; those of one dtype, device and step count in one operator. */
    void step() {
        var batch = new StepBatch(states.size());
        for (var slot : slots) {
            var grad = slot.parameter.gradForUpdate();
            if (grad == null) {
                continue;
            }
            if (!batch.takes(slot.parameter, slot.steps)) {
                apply(batch);
                batch = new StepBatch(states.size());
            }
            batch.add(slot.parameter, grad, slot.buffers, slot.steps);
            slot.steps++;
        }
        apply(batch);
    }

    private void apply(StepBatch batch) {
        if (batch.size() > 0) {
            Dispatch.mutate(options.step(batch.size(), batch.steps() + 1), batch.tensors());
            batch.writeBack();
        }
    }

    void save(int first, Map<String, Tensor> into) {
        for (int i = 0; i < slots.size(); i++) {
            var slot = slots.get(i);
            into.put(first + i + ".step", Creation.full(new long[0], slot.steps, DType.INT64, Device.CPU));
            for (int b = 0; b < states.size(); b++) {
                into.put(first + i + "." + states.get(b).name(), slot.buffers.get(b));
            }
        }
    }

    /** What a state holds of the group's parameters, in their order: checked, converted, and not yet taken over. */
    record Loaded(List<Long> steps, List<List<Tensor>> buffers) {}

    Loaded read(int first, Map<String, Tensor> from) {
        var loaded = new Loaded(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < slots.size(); i++) {
            loaded.steps.add(StateEntry.count(from, first + i + ".step"));
            var buffers = new ArrayList<Tensor>();
            for (int b = 0; b < states.size(); b++) {
                buffers.add(StateEntry.like(slots.get(i).buffers.get(b), from, first + i + "." + states.get(b).name()));
            }
            loaded.buffers.add(buffers);
        }
        return loaded;
    }

    void load(Loaded state) {
        for (int i = 0; i < slots.size(); i++) {
            var slot = slots.get(i);
            slot.steps = state.steps.get(i);
            for (int b = 0; b < states.size(); b++) {
                slot.buffers.get(b).copy_(state.buffers.get(i).get(b));
            }
        }
    }
}
