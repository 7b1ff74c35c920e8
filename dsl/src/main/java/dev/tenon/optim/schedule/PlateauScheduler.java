package dev.tenon.optim.schedule;

import dev.tenon.core.ArgumentException;
import dev.tenon.optim.Optimizer;
import dev.tenon.optim.Setting;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Follows a measure. */
final class PlateauScheduler extends Scheduler {
    private ReduceLrOnPlateau schedule;
    private List<Double> last;
    private double best;
    private long bad;
    private long cooldown;
    private long step;

    PlateauScheduler(Optimizer<?> optimizer, ReduceLrOnPlateau schedule) {
        super(optimizer);
        this.schedule = schedule;
        this.best = schedule.arguments.word("mode").equals("min") ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        this.last = rates();
    }

    @Override
    public boolean needsMeasure() {
        return true;
    }

    @Override
    public void step() {
        throw new ArgumentException("ReduceLROnPlateau: a step needs the measure that it follows\n  try:   step(loss)");
    }

    @Override
    public void step(double measure) {
        step++;
        if (schedule.isBetter(measure, best)) {
            best = measure;
            bad = 0;
        } else {
            bad++;
        }
        if (cooldown > 0) {
            cooldown--;
            bad = 0;
        }
        if (bad > schedule.arguments.whole("patience")) {
            reduce();
            cooldown = schedule.arguments.whole("cooldown");
            bad = 0;
        }
        last = rates();
    }

    private void reduce() {
        for (int g = 0; g < optimizer.groups().size(); g++) {
            double before = optimizer.groups().get(g).lr();
            double after = Math.max(before * schedule.arguments.number("factor"), schedule.arguments.number("min_lr", g));
            if (before - after > schedule.arguments.number("eps")) {
                optimizer.set(g, "lr", after);
            }
        }
    }

    @Override
    public List<Double> lastLr() {
        return last;
    }

    @Override
    public Map<String, Tensor> stateDict() {
        var state = saved(schedule);
        state.put("best", Setting.tensor(best));
        state.put("num_bad_epochs", whole(bad));
        state.put("cooldown_counter", whole(cooldown));
        state.put("last_epoch", whole(step));
        state.put("_last_lr", Setting.tensor(last));
        return state;
    }

    @Override
    public void loadStateDict(Map<String, Tensor> state) {
        schedule = loaded(schedule, state);
        best = entry(state, "best").item();
        bad = (long) entry(state, "num_bad_epochs").item();
        cooldown = (long) entry(state, "cooldown_counter").item();
        step = (long) entry(state, "last_epoch").item();
        last = rates(state, "_last_lr");
    }

    @Override
    void begin() {}

    @Override
    void undo() {}

    @Override
    void restart() {}

    @Override
    public String toString() {
        return schedule + " at step " + step;
    }
}
