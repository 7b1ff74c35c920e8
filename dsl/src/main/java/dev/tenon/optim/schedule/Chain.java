package dev.tenon.optim.schedule;

import dev.tenon.core.ArgumentException;
import dev.tenon.optim.Optimizer;
import dev.tenon.optim.Setting;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Schedulers of one optimizer that go together. */
class Chain extends Scheduler {
    final List<Scheduler> schedulers;
    List<Double> last;

    Chain(Optimizer<?> optimizer, List<Scheduler> schedulers) {
        super(optimizer);
        this.schedulers = schedulers;
        this.last = rates();
    }

    static List<Scheduler> over(List<Schedule<?>> schedules, Optimizer<?> optimizer) {
        return schedules.stream().<Scheduler>map(schedule -> schedule.over(optimizer)).toList();
    }

    /** Refuses a list without schedules, and schedules that follow a measure. */
    static void requireSome(String name, List<Schedule<?>> schedules) {
        if (schedules.isEmpty()) {
            throw new ArgumentException(name + ": there are no schedules\n  try:   at least one, such as LinearLr.DEFAULT");
        }
        for (int i = 0; i < schedules.size(); i++) {
            if (schedules.get(i) instanceof ReduceLrOnPlateau) {
                throw new ArgumentException(name + ": schedule " + i + " follows a measure, and cannot be part of another"
                    + "\n  try:   ReduceLrOnPlateau by itself");
            }
        }
    }

    @Override
    public void step() {
        schedulers.forEach(Scheduler::step);
        last = rates();
    }

    @Override
    void begin() {
        schedulers.forEach(Scheduler::begin);
        last = rates();
    }

    @Override
    void undo() {
        schedulers.forEach(Scheduler::undo);
    }

    @Override
    void restart() {
        schedulers.forEach(Scheduler::restart);
        last = rates();
    }

    @Override
    public final List<Double> lastLr() {
        return last;
    }

    private static String prefix(int i) {
        return "_schedulers." + i + ".";
    }

    @Override
    public Map<String, Tensor> stateDict() {
        var state = new LinkedHashMap<String, Tensor>();
        for (int i = 0; i < schedulers.size(); i++) {
            var prefix = prefix(i);
            schedulers.get(i).stateDict().forEach((name, tensor) -> state.put(prefix + name, tensor));
        }
        state.put("_last_lr", Setting.tensor(last));
        return state;
    }

    @Override
    public void loadStateDict(Map<String, Tensor> state) {
        var own = stateDict();
        require(own.keySet().equals(state.keySet()), own, state);
        for (int i = 0; i < schedulers.size(); i++) {
            var prefix = prefix(i);
            var part = new LinkedHashMap<String, Tensor>();
            state.forEach((name, tensor) -> {
                if (name.startsWith(prefix)) {
                    part.put(name.substring(prefix.length()), tensor);
                }
            });
            schedulers.get(i).loadStateDict(part);
        }
        last = rates(state, "_last_lr");
    }

    @Override
    public String toString() {
        return schedulers.toString();
    }
}
