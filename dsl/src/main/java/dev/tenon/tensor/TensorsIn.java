package dev.tenon.tensor;

import dev.tenon.core.ArgumentException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tensors in what a function hands out: itself one, or in lists, maps, arrays and records. */
final class TensorsIn {
    private TensorsIn() {}

    static void forEach(String caller, @Nullable Object value, Consumer<Tensor> each) {
        switch (value) {
            case Tensor tensor -> each.accept(tensor);
            case Collection<?> several -> several.forEach(one -> forEach(caller, one, each));
            case Map<?, ?> named -> named.values().forEach(one -> forEach(caller, one, each));
            case Object[] several -> Arrays.stream(several).forEach(one -> forEach(caller, one, each));
            case Record named -> components(caller, named, each);
            case null, default -> {
            }
        }
    }

    private static void components(String caller, Record named, Consumer<Tensor> each) {
        for (var component : named.getClass().getRecordComponents()) {
            var accessor = component.getAccessor();
            if (component.getType().isPrimitive()) {
                continue;
            }
            if (!accessor.trySetAccessible()) {
                throw new ArgumentException(caller + ": what " + named.getClass().getName() + " holds is hidden by its module, so that its "
                    + "tensors would be freed\n  try:   a list in its place, or a public record in a package that is exported");
            }
            try {
                forEach(caller, accessor.invoke(named), each);
            } catch (IllegalAccessException | InvocationTargetException failed) {
                throw new IllegalStateException(
                    caller + ": " + component.getName() + " of " + named.getClass().getName() + " cannot be read",
                    failed);
            }
        }
    }
}
