package dev.tenon.samples.fuzz;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A call of a public method; of one that is not static, the first argument is its object. */
record TypedCall(Method method, List<? extends Value> arguments) implements Call {
    @Override
    public String operator() {
        return method.getName();
    }

    @Override
    public Prepared prepare(World world) {
        var made = new @Nullable Object[arguments.size()];
        for (int i = 0; i < made.length; i++) {
            made[i] = arguments.get(i).make(world);
        }
        boolean free = Modifier.isStatic(method.getModifiers());
        var rest = free ? made : Arrays.copyOfRange(made, 1, made.length);
        return () -> invoke(free ? null : made[0], rest);
    }

    private Object invoke(@Nullable Object self, @Nullable Object[] rest) throws Throwable {
        try {
            var result = method.invoke(self, rest);
            return result == null ? "nothing" : result;
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    @Override
    public String java() {
        boolean free = Modifier.isStatic(method.getModifiers());
        var first = free ? method.getDeclaringClass().getSimpleName() : arguments.getFirst().java();
        return arguments.stream().skip(free ? 0 : 1).map(Value::java)
            .collect(Collectors.joining(", ", first + "." + method.getName() + "(", ")"));
    }

    @Override
    public List<TypedCall> simpler() {
        var result = new ArrayList<TypedCall>();
        for (int i = 0; i < arguments.size(); i++) {
            for (var simpler : arguments.get(i).simpler()) {
                var changed = new ArrayList<Value>(arguments);
                changed.set(i, simpler);
                result.add(new TypedCall(method, changed));
            }
        }
        return result;
    }
}
