package dev.tenon.optim;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.TenonException;
import dev.tenon.tensor.Tensor;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The settings of a group as entries of a saved state: {@code group.0.betas}. */
final class Settings {
    private Settings() {}

    private static String entry(int group, String name) {
        return "group." + group + "." + name;
    }

    static void save(OptimizerOptions<?> options, int group, Map<String, Tensor> into) {
        options.settings().forEach((name, value) -> into.put(entry(group, name), Setting.tensor(value)));
    }

    private static final String INITIAL_LR = "initial_lr";

    /** The learning rate from which schedules began, as PyTorch's groups hold it once there is one. */
    static void saveInitialLr(@Nullable Double rate, int group, Map<String, Tensor> into) {
        if (rate != null) {
            into.put(entry(group, INITIAL_LR), Setting.tensor(rate));
        }
    }

    static @Nullable Double loadInitialLr(int group, Map<String, Tensor> from) {
        var name = entry(group, INITIAL_LR);
        return from.containsKey(name) ? Double.valueOf(StateEntry.number(from, name)) : null;
    }

    /** Whether a state may have this entry where the optimizer has not. */
    static boolean mayBeMore(String entry, int groups) {
        return IntStream.range(0, groups).anyMatch(group -> entry.equals(entry(group, INITIAL_LR)));
    }

    /** Whether a state may lack this entry of another's: states once held of a group its learning rate alone. */
    static boolean mayLack(String entry) {
        return entry.startsWith("group.") && !entry.endsWith(".lr");
    }

    /** The settings that a state holds of a group; what it lacks stays. */
    static <O extends OptimizerOptions<O>> O load(O options, int group, Map<String, Tensor> from) {
        var loaded = options;
        for (var setting : options.settings().entrySet()) {
            var entry = entry(group, setting.getKey());
            var saved = from.get(entry);
            if (saved != null) {
                try {
                    loaded = loaded.with(setting.getKey(), Setting.value(saved, setting.getValue()));
                } catch (TenonException e) {
                    throw (ArgumentException) new ArgumentException("loadStateDict: '" + entry + "': " + e.getMessage()).initCause(e);
                }
            }
        }
        return loaded;
    }
}
