package dev.tenon.optim;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.TenonException;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The settings of a group as entries of a saved state: {@code group.0.betas}. */
final class Settings {
    private Settings() {}

    private static String entry(int group, String name) {
        return "group." + group + "." + name;
    }

    static void save(OptimizerOptions<?> options, int group, Map<String, Tensor> into) {
        options.settings().forEach((name, value) -> into.put(entry(group, name), tensor(value)));
    }

    private static Tensor tensor(Object value) {
        return switch (value) {
            case Boolean flag -> Creation.full(new long[0], flag ? 1 : 0, DType.BOOL, Device.CPU);
            case List<?> numbers -> Creation.of(numbers.stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray(), DType.FLOAT64,
                Device.CPU, numbers.size());
            default -> Creation.full(new long[0], (Number) value, DType.FLOAT64, Device.CPU);
        };
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
                    loaded = loaded.with(setting.getKey(), value(saved, setting.getValue()));
                } catch (TenonException e) {
                    throw (ArgumentException) new ArgumentException("loadStateDict: '" + entry + "': " + e.getMessage()).initCause(e);
                }
            }
        }
        return loaded;
    }

    private static Object value(Tensor saved, Object like) {
        return switch (like) {
            case Boolean _ -> saved.item() != 0;
            case List<?> _ -> Arrays.stream(saved.toDoubleArray()).boxed().toList();
            default -> saved.item();
        };
    }
}
