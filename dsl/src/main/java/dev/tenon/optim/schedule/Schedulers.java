package dev.tenon.optim.schedule;

import dev.tenon.core.ArgumentException;
import dev.tenon.optim.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Schedules by PyTorch's class names and arguments: for conformance tests and for readers of other programs' settings. */
public final class Schedulers {
    private static final Map<String, Schedule<?>> BY_NAME = known(StepLr.DEFAULT, MultiStepLr.DEFAULT, ExponentialLr.DEFAULT,
        ConstantLr.DEFAULT, LinearLr.DEFAULT, PolynomialLr.DEFAULT, CosineAnnealingLr.DEFAULT, CosineAnnealingWarmRestarts.DEFAULT,
        OneCycleLr.DEFAULT, CyclicLr.DEFAULT, LambdaLr.DEFAULT, MultiplicativeLr.DEFAULT, SwaLr.DEFAULT, ReduceLrOnPlateau.DEFAULT);
    private static final String SEQUENTIAL = "SequentialLR";
    private static final String CHAINED = "ChainedScheduler";

    private Schedulers() {}

    private static Map<String, Schedule<?>> known(Schedule<?>... schedules) {
        var known = new LinkedHashMap<String, Schedule<?>>();
        for (var schedule : schedules) {
            known.put(schedule.name(), schedule);
        }
        return known;
    }

    /** The names that {@link #schedule} knows. */
    public static Set<String> names() {
        var names = new LinkedHashSet<>(BY_NAME.keySet());
        names.addAll(List.of(SEQUENTIAL, CHAINED));
        return names;
    }

    /** A scheduler of an optimizer; see {@link #schedule}. */
    public static Scheduler create(String name, Map<String, ? extends @Nullable Object> arguments, Optimizer<?> optimizer) {
        return schedule(name, arguments).over(optimizer);
    }

    /**
     * A schedule.
     *
     * @param name PyTorch's class name, such as {@code StepLR}
     * @param arguments by PyTorch's parameter names; absent ones have PyTorch's defaults. The {@code schedulers} of {@code SequentialLR} and
     *        {@code ChainedScheduler} are {@link Schedule}s, or maps with the entries {@code scheduler} and {@code args}.
     * @throws ArgumentException if there is no such schedule or argument
     */
    public static Schedule<?> schedule(String name, Map<String, ? extends @Nullable Object> arguments) {
        var known = BY_NAME.get(name);
        if (known != null) {
            return with(known, arguments);
        }
        if (!names().contains(name)) {
            throw new ArgumentException("schedule: there is no '" + name + "'\n  try:   one of " + names());
        }
        var rest = new LinkedHashMap<String, @Nullable Object>(arguments);
        var parts = parts(name, rest.remove("schedulers"));
        return with(name.equals(CHAINED) ? new ChainedScheduler(parts) : new SequentialLr(parts), rest);
    }

    private static Schedule<?> with(Schedule<?> schedule, Map<String, ? extends @Nullable Object> arguments) {
        Schedule<?> changed = schedule;
        for (var argument : arguments.entrySet()) {
            boolean fromTheStart = argument.getKey().equals("last_epoch") && argument.getValue() instanceof Number last
                && last.longValue() == -1;
            if (argument.getValue() != null && !fromTheStart) {
                changed = changed.with(argument.getKey(), argument.getValue());
            }
        }
        return changed;
    }

    private static List<Schedule<?>> parts(String name, @Nullable Object given) {
        var parts = new ArrayList<Schedule<?>>();
        for (var part : given instanceof List<?> list ? list : List.of()) {
            if (part instanceof Schedule<?> schedule) {
                parts.add(schedule);
            } else if (part instanceof Map<?, ?> map && map.get("scheduler") instanceof String inner
                && map.get("args") instanceof Map<?, ?> args) {
                var named = new LinkedHashMap<String, @Nullable Object>();
                args.forEach((key, value) -> named.put(String.valueOf(key), value));
                parts.add(schedule(inner, named));
            } else {
                throw new ArgumentException(name + ": schedulers must be schedules, got " + part);
            }
        }
        return parts;
    }
}
