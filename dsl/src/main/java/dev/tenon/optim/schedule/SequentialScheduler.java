package dev.tenon.optim.schedule;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.optim.Optimizer;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Goes through several schedules one after the other. */
final class SequentialScheduler extends Chain {
    private final List<Long> milestones;
    private long step;

    SequentialScheduler(Optimizer<?> optimizer, List<Scheduler> schedulers, List<Long> milestones) {
        super(optimizer, schedulers);
        this.milestones = milestones;
        for (int g = 0; g < optimizer.groups().size(); g++) {
            optimizer.set(g, "lr", optimizer.initialLr(g));
        }
        undo();
        begin();
    }

    private int current() {
        return (int) milestones.stream().filter(milestone -> milestone <= step).count();
    }

    @Override
    void begin() {
        schedulers.get(current()).begin();
        last = schedulers.get(current()).lastLr();
    }

    @Override
    public void step() {
        step++;
        var scheduler = schedulers.get(current());
        if (current() > 0 && milestones.get(current() - 1) == step) {
            scheduler.restart();
        } else {
            scheduler.step();
        }
        last = scheduler.lastLr();
    }

    @Override
    void restart() {
        step = 0;
        schedulers.get(current()).restart();
        last = schedulers.get(current()).lastLr();
    }

    @Override
    public Map<String, Tensor> stateDict() {
        var state = super.stateDict();
        state.put("last_epoch", Creation.full(new long[0], step, DType.INT64, Device.CPU));
        return state;
    }

    @Override
    public void loadStateDict(Map<String, Tensor> state) {
        super.loadStateDict(state);
        step = (long) entry(state, "last_epoch").item();
    }
}
