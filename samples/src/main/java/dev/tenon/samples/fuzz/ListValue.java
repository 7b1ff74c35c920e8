package dev.tenon.samples.fuzz;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A list, or an array.
 *
 * @param component of an array; null for a list
 */
record ListValue(@Nullable Class<?> component, List<? extends Value> items) implements Value {
    @Override
    public Object make(World world) {
        var made = items.stream().map(item -> item.make(world)).toArray();
        if (component == null) {
            return Arrays.asList(made);
        }
        var array = Array.newInstance(component, made.length);
        for (int i = 0; i < made.length; i++) {
            Array.set(array, i, component.isPrimitive() ? narrowed(made[i], component) : made[i]);
        }
        return array;
    }

    /** A number as an element of an array of primitives, which takes no wider one. */
    private static @Nullable Object narrowed(@Nullable Object item, Class<?> to) {
        return item instanceof Number number ? ParameterValues.narrowed(number, to) : item;
    }

    @Override
    public String java() {
        var inner = items.stream().map(Value::java).collect(Collectors.joining(", "));
        return component == null ? "Arrays.asList(" + inner + ")" : "new " + component.getSimpleName() + "[] {" + inner + "}";
    }

    /** Without one of the items, or with a simpler one. */
    @Override
    public List<ListValue> simpler() {
        var result = new ArrayList<ListValue>();
        if (items.size() > 1) {
            result.add(new ListValue(component, List.of()));
        }
        for (int i = 0; i < items.size(); i++) {
            var without = new ArrayList<Value>(items);
            without.remove(i);
            result.add(new ListValue(component, without));
        }
        for (int i = 0; i < items.size(); i++) {
            for (var simpler : items.get(i).simpler()) {
                var changed = new ArrayList<Value>(items);
                changed.set(i, simpler);
                result.add(new ListValue(component, changed));
            }
        }
        return result;
    }
}
