package dev.tenon.tensor;

import dev.tenon.memory.Scope;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether operators on this thread are recorded for backward. */
public final class GradMode implements AutoCloseable {
    private final boolean before;

    private GradMode(boolean enabled) {
        var context = Context.current();
        before = context.gradEnabled;
        context.gradEnabled = enabled;
    }

    /** Stops recording until closed: {@code try (var off = GradMode.noGrad()) {...}}. */
    public static GradMode noGrad() {
        return new GradMode(false);
    }

    /** Records again, within a block that does not, until closed. */
    public static GradMode enableGrad() {
        return new GradMode(true);
    }

    /** Runs {@code body} without recording; tensors it creates are freed when it ends. */
    public static void noGrad(Runnable body) {
        try (var off = noGrad(); var scope = Scope.open("noGrad")) {
            body.run();
        }
    }

    /**
     * Computes {@code body} without recording; tensors it creates are freed when it ends, except its result: a tensor, or those in a list, a
     * map, an array or a record.
     *
     * @throws dev.tenon.core.ArgumentException if the result is a record whose components its module hides
     */
    public static <R extends @Nullable Object> R noGrad(Supplier<R> body) {
        try (var off = noGrad(); var scope = Scope.open("noGrad")) {
            var result = body.get();
            TensorsIn.forEach("noGrad", result, tensor -> tensor.keepFrom(scope));
            return result;
        }
    }

    /** Whether operators on this thread are recorded now. */
    public static boolean isEnabled() {
        return Context.current().gradEnabled;
    }

    @Override
    public void close() {
        Context.current().gradEnabled = before;
    }
}
