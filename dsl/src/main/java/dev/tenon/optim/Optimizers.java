package dev.tenon.optim;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Optimizers by PyTorch's class names and arguments: for conformance tests and for readers of other programs' settings. Those of all
 * libraries on the class path are known.
 */
public final class Optimizers {
    private Optimizers() {}

    /** Loaded when a name is first asked for: a program that names its optimizers in Java needs no search. */
    private static final class Loaded {
        static final Map<String, List<OptimizerOptions<?>>> BY_NAME = load();

        private static Map<String, List<OptimizerOptions<?>>> load() {
            var found = new LinkedHashMap<String, List<OptimizerOptions<?>>>();
            for (var options : List.<OptimizerOptions<?>>of(Adafactor.DEFAULT, Muon.DEFAULT, Lbfgs.DEFAULT)) {
                found.computeIfAbsent(options.name(), _ -> new ArrayList<>()).add(options);
            }
            for (var provider : ServiceLoader.load(OptimizerProvider.class, Optimizers.class.getClassLoader())) {
                provider.optimizers()
                    .forEach((name, options) -> found.computeIfAbsent(name, _ -> new ArrayList<>()).add(options));
            }
            return Collections.unmodifiableMap(found);
        }
    }

    /** The names that {@link #options} knows. */
    public static Set<String> names() {
        return Loaded.BY_NAME.keySet();
    }

    /** An optimizer of these parameters; see {@link #options}. */
    public static Optimizer<?> create(String name, Map<String, ? extends @Nullable Object> arguments, List<Tensor> parameters) {
        return options(name, arguments).over(parameters);
    }

    /**
     * The settings of an optimizer.
     *
     * @param name PyTorch's class name, such as {@code AdamW}
     * @param arguments by PyTorch's parameter names; absent ones have PyTorch's defaults
     * @throws ArgumentException if there is no such optimizer or argument, or two libraries have the optimizer
     */
    public static OptimizerOptions<?> options(String name, Map<String, ? extends @Nullable Object> arguments) {
        var named = Loaded.BY_NAME.getOrDefault(name, List.of());
        if (named.isEmpty()) {
            throw new ArgumentException("optimizer: there is no '" + name + "'\n  try:   one of " + names());
        }
        if (named.size() > 1) {
            throw new ArgumentException("optimizer: '" + name + "' is there several times: "
                + named.stream().map(options -> options.getClass().getName()).toList() + "\n  try:   the record that you mean, in Java");
        }
        OptimizerOptions<?> options = named.getFirst();
        for (var argument : arguments.entrySet()) {
            var value = argument.getValue();
            if (value != null) {
                options = options.with(argument.getKey(), value);
            }
        }
        return options;
    }
}
