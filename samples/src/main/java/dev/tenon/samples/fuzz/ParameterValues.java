package dev.tenon.samples.fuzz;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Index;
import dev.tenon.tensor.Tensor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Random arguments by the Java types of a method's parameters; objects may be null. */
final class ParameterValues {
    private static final Set<Class<?>> NUMBERS = Set.of(long.class, int.class, short.class, byte.class, double.class, float.class,
        Long.class,
        Integer.class, Double.class, Float.class);
    private static final Map<Class<?>, Function<Values, Value>> OBJECTS = Map.of(
        Tensor.class, Values::tensor,
        Number.class, values -> new PlainValue(values.number()),
        DType.class, values -> new PlainValue(values.dtype()),
        Device.class, values -> new PlainValue(values.device()),
        Index.class, IndexValue::random,
        String.class, values -> new PlainValue(values.oneOf(List.of("", "ij,jk->ik", "none", "i->", "...i,...i", "ii", "\u00e9"))),
        Object.class, values -> values.oneOf(List.<Function<Values, Value>>of(Values::tensor, IndexValue::random,
            v -> new PlainValue(v.number()), v -> new PlainValue("text"), v -> new ListValue(null, v.integers()))).apply(values));

    private ParameterValues() {}

    /** Whether there are arguments for parameters of this type. */
    static boolean has(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == List.class && has(generic.getActualTypeArguments()[0]);
        }
        return type instanceof Class<?> plain && (NUMBERS.contains(plain) || OBJECTS.containsKey(plain) || plain.isEnum()
            || plain == boolean.class || plain == Boolean.class || plain == List.class || plain.isArray() && has(plain.getComponentType()));
    }

    /** A random argument for a parameter of this type. */
    static Value of(Type type, Values values) {
        boolean primitive = type instanceof Class<?> plain && plain.isPrimitive();
        if (!primitive && (values.wild() ? values.chance(0.3) : values.chance(0.005))) {
            return PlainValue.NULL;
        }
        if (!(type instanceof Class<?> plain)) {
            return type instanceof ParameterizedType generic ? list(generic.getActualTypeArguments()[0], values)
                : list(Object.class, values);
        }
        if (NUMBERS.contains(plain)) {
            return new PlainValue(random(plain, values));
        }
        if (plain.isEnum() && !OBJECTS.containsKey(plain)) {
            return new PlainValue(values.oneOf(List.of(plain.getEnumConstants())));
        }
        if (plain.isArray()) {
            return array(plain.getComponentType(), values);
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return new PlainValue(values.chance(0.4));
        }
        var object = OBJECTS.get(plain);
        return object == null ? list(Object.class, values) : object.apply(values);
    }

    private static ListValue list(Type item, Values values) {
        if (item == Tensor.class && !values.wild()) {
            return new ListValue(null, values.tensors());
        }
        return new ListValue(null, items(item, values));
    }

    private static ListValue array(Class<?> component, Values values) {
        return new ListValue(component, component == long.class ? values.integers() : items(component, values));
    }

    private static List<Value> items(Type type, Values values) {
        int count = values.wild() ? values.below(6) : 1 + values.below(3);
        return new ArrayList<>(IntStream.range(0, count).mapToObj(_ -> of(type, values)).toList());
    }

    private static Number random(Class<?> type, Values values) {
        boolean real = type == double.class || type == Double.class || type == float.class || type == Float.class;
        return narrowed(real ? (Number) values.real() : (Number) values.integer(), type);
    }

    /** A number in this Java type. */
    static Number narrowed(Number number, Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return (int) Math.clamp(number.longValue(), Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type == short.class) {
            return number.shortValue();
        }
        if (type == byte.class) {
            return number.byteValue();
        }
        if (type == float.class || type == Float.class) {
            return number.floatValue();
        }
        return type == double.class || type == Double.class ? (Number) number.doubleValue() : (Number) number.longValue();
    }
}
