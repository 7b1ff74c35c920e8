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
    private final Rule<O> rule;
    private final List<Slot> slots = new ArrayList<>();
    private final List<String> bufferNames;
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

    Group(Rule<O> rule, O options, List<Tensor> parameters) {
        this.rule = rule;
        this.options = options;
        this.bufferNames = rule.buffers(options);
        for (var parameter : parameters) {
            var buffers = new ArrayList<Tensor>(bufferNames.size());
            for (int b = 0; b < bufferNames.size(); b++) {
                // State belongs to no scope, even when the optimizer is made within one.
                buffers.add(Creation.zeros(parameter.dtype(), parameter.device(), parameter.shape().toArray()).escape());
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
        var batch = new StepBatch(bufferNames.size());
        for (var slot : slots) {
            var grad = slot.parameter.gradForUpdate();
            if (grad == null) {
                continue;
            }
            if (!batch.takes(slot.parameter, slot.steps)) {
                apply(batch);
                batch = new StepBatch(bufferNames.size());
            }
            batch.add(slot.parameter, grad, slot.buffers, slot.steps);
            slot.steps++;
        }
        apply(batch);
    }

    private void apply(StepBatch batch) {
        if (batch.size() > 0) {
            Dispatch.mutate(rule.step(options, batch.size(), batch.steps() + 1), batch.tensors());
            batch.writeBack();
        }
    }

    void save(int first, Map<String, Tensor> into) {
        for (int i = 0; i < slots.size(); i++) {
            var slot = slots.get(i);
            into.put(first + i + ".step", Creation.full(new long[0], slot.steps, DType.INT64, Device.CPU));
            for (int b = 0; b < bufferNames.size(); b++) {
                into.put(first + i + "." + bufferNames.get(b), slot.buffers.get(b));
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
            for (int b = 0; b < bufferNames.size(); b++) {
                buffers.add(StateEntry.like(slots.get(i).buffers.get(b), from, first + i + "." + bufferNames.get(b)));
            }
            loaded.buffers.add(buffers);
        }
        return loaded;
    }

    void load(Loaded state) {
        for (int i = 0; i < slots.size(); i++) {
            var slot = slots.get(i);
            slot.steps = state.steps.get(i);
            for (int b = 0; b < bufferNames.size(); b++) {
                slot.buffers.get(b).copy_(state.buffers.get(i).get(b));
            }
        }
    }
}
