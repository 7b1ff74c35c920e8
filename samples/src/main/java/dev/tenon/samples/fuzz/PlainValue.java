package dev.tenon.samples.fuzz;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A number, a truth value, a text, a constant, a dtype, a device, or null. */
record PlainValue(@Nullable Object value) implements Value {
    static final PlainValue NULL = new PlainValue(null);

    @Override
    public @Nullable Object make(World world) {
        return value;
    }

    @Override
    public String java() {
        return switch (value) {
            case null -> "null";
            case Long number -> number == Long.MIN_VALUE ? "Long.MIN_VALUE" : number == Long.MAX_VALUE ? "Long.MAX_VALUE" : number + "L";
            case Double number -> Double.isNaN(number) ? "Double.NaN"
                : Double.isInfinite(number) ? "Double." + (number > 0 ? "POSITIVE" : "NEGATIVE") + "_INFINITY" : number.toString();
            case Float number -> Float.isNaN(number) ? "Float.NaN"
                : Float.isInfinite(number) ? "Float." + (number > 0 ? "POSITIVE" : "NEGATIVE") + "_INFINITY" : number + "f";
            case String text -> '"' + text + '"';
            case DType dtype -> "DType." + dtype.name();
            case Device device -> "Device.named(\"" + device + "\")";
            case Enum<?> constant -> constant.getDeclaringClass().getSimpleName() + "." + constant.name();
            default -> value.toString();
        };
    }

    @Override
    public List<PlainValue> simpler() {
        return switch (value) {
            case Long number -> smaller(number).map(PlainValue::new).toList();
            case Integer number -> smaller(number).map(Long::intValue).distinct().map(PlainValue::new).toList();
            case Double number -> reals(number).map(PlainValue::new).toList();
            case Float number -> reals(number).map(Double::floatValue).map(PlainValue::new).toList();
            case Boolean flag -> flag ? List.of(new PlainValue(false)) : List.of();
            case null, default -> List.of();
        };
    }

    /** Integers that say the same with less: 0, 1, -1, powers of two, the extremes. */
    private static Stream<Long> smaller(long number) {
        var simple = new ArrayList<>(List.of(0L, 1L, -1L, 2L, 1L << 31, 1L << 40, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE));
        int at = simple.indexOf(number);
        return (at < 0 ? simple : simple.subList(0, at)).stream();
    }

    private static Stream<Double> reals(double number) {
        var simple = List.of(0.0, 1.0, -1.0, 2.0, 1e9, 1e19, Double.POSITIVE_INFINITY, Double.NaN);
        int at = simple.indexOf(number);
        return (at < 0 ? simple : simple.subList(0, at)).stream();
    }
}
