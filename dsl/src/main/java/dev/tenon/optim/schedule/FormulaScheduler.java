package dev.tenon.optim.schedule;

import dev.tenon.optim.Optimizer;
import dev.tenon.optim.Setting;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Goes through a {@link FormulaSchedule}. */
final class FormulaScheduler extends Scheduler {
    private FormulaSchedule<?> schedule;
    private List<Double> bases;
    private List<Double> last;
    private long step = -1;
    private long steps;

    FormulaScheduler(Optimizer<?> optimizer, FormulaSchedule<?> schedule) {
        super(optimizer);
        this.schedule = schedule;
        schedule.prepare(optimizer);
        bases = new ArrayList<>();
        for (int g = 0; g < optimizer.groups().size(); g++) {
            bases.add(schedule.base(g, optimizer.initialLr(g)));
        }
        last = rates();
        begin();
    }

    @Override
    void begin() {
        steps = 1;
        advance(step + 1, true, false);
    }

    @Override
    void undo() {
        step--;
    }

    @Override
    void restart() {
        advance(0, false, true);
    }

    @Override
    public void step() {
        steps++;
        advance(step + 1, false, false);
    }

    private void advance(long to, boolean isFirst, boolean restarts) {
        step = to;
        var rates = new ArrayList<Double>();
        for (int g = 0; g < bases.size(); g++) {
            var at = new FormulaSchedule.Point(step, g, bases.get(g), optimizer.groups().get(g).lr(), isFirst);
            rates.add(restarts ? schedule.restarted(at) : schedule.lr(at));
            if (schedule.cyclesMomentum()) {
                FormulaSchedule.setMomentum(optimizer, g, schedule.momentum(at));
            }
        }
        for (int g = 0; g < rates.size(); g++) {
            optimizer.set(g, "lr", rates.get(g));
        }
        last = List.copyOf(rates);
    }

    @Override
    public List<Double> lastLr() {
        return last;
    }

    @Override
    public Map<String, Tensor> stateDict() {
        var state = saved(schedule);
        state.put("base_lrs", Setting.tensor(bases));
        state.put("last_epoch", whole(step));
        state.put("_step_count", whole(steps));
        state.put("_last_lr", Setting.tensor(last));
        return state;
    }

    @Override
    public void loadStateDict(Map<String, Tensor> state) {
        var changed = loaded(schedule, state);
        schedule = changed;
        bases = rates(state, "base_lrs");
        last = rates(state, "_last_lr");
        step = (long) entry(state, "last_epoch").item();
        steps = (long) entry(state, "_step_count").item();
    }

    @Override
    public String toString() {
        return schedule + " at step " + step;
    }
}
