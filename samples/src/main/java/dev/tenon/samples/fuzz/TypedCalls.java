package dev.tenon.samples.fuzz;

import dev.tenon.Tenon;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Calls of the public methods of {@link Tensor}, {@link Ops} and {@link Tenon} in turn, with random arguments by the parameters' types. */
final class TypedCalls implements Family {
    /** What prints, changes the whole process, or is a plain object's. */
    private static final Set<String> LEFT = Set.of("println", "setDefaultDtype", "gpu", "best", "equals", "wait", "toString", "notify",
        "notifyAll", "hashCode", "getClass");

    private final List<Method> methods = methods();

    private static List<Method> methods() {
        return Stream.of(Tensor.class, Ops.class, Tenon.class).flatMap(type -> Arrays.stream(type.getMethods())).distinct()
            .filter(method -> method.getDeclaringClass().getName().startsWith("dev.tenon") && !method.isBridge())
            .filter(method -> !LEFT.contains(method.getName()))
            .filter(method -> Arrays.stream(method.getGenericParameterTypes()).allMatch(ParameterValues::has))
            .sorted(Comparator.comparing(Method::toString)).toList();
    }

    @Override
    public Call call(long index, Values values) {
        // A step that shares no factor with the number of methods visits all of them, and neighbours in the alphabet apart.
        var method = methods.get((int) (index * 7919 % methods.size()));
        var arguments = new ArrayList<Value>();
        if (!Modifier.isStatic(method.getModifiers())) {
            arguments.add(self(method, values));
        }
        for (var type : method.getGenericParameterTypes()) {
            arguments.add(ParameterValues.of(type, values));
        }
        return new TypedCall(method, arguments);
    }

    /** A tensor to change in place is often one whose elements share memory. */
    private static TensorValue self(Method method, Values values) {
        var self = values.tensor();
        boolean change = method.getName().endsWith("_") || method.getName().equals("set");
        if (!change || self.sizes().isEmpty() || self.sizes().contains(0L) || !values.chance(0.4)) {
            return self;
        }
        return new TensorValue(self.dtype(), self.device(), self.sizes(), TensorValue.Layout.EXPANDED, self.fill(), false, self.released());
    }
}
