package dev.tenon.codegen.emit.library;

import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One Java method for an operator: the parameters it has, in order, each in one of its forms, and those it leaves at their defaults.
 */
public record Overload(OpEntry op, List<Argument> given, List<Param> omitted) {
    /** How a method takes a parameter. */
    public enum Form {
        PLAIN,
        /** A Java number where a tensor could stand. */
        NUMBER,
        /** {@code long[]}. */
        ARRAY,
        /** {@code long...}, or {@code Index...}. */
        VARARGS,
        /** One {@code long} where a list could stand. */
        SINGLE,
        /** {@code long}, {@code double} or {@code boolean} where null could stand. */
        PRIMITIVE,
        /** {@code long} where any Java number could stand. */
        INTEGRAL,
        /** {@code double} where any Java number could stand. */
        REAL
    }

    /** A parameter as a method takes it. */
    public record Argument(Param param, Form form) {
        /** Whether a Java number stands for a tensor. */
        public boolean isNumber() {
            return param.isTensor() && form != Form.PLAIN;
        }

        /** Whether the method takes a value of a primitive type for what can be more in the general one. */
        boolean isNarrowed() {
            return switch (form) {
                case SINGLE, PRIMITIVE, INTEGRAL, REAL -> true;
                case PLAIN, NUMBER, ARRAY, VARARGS -> false;
            };
        }
    }

    /** All methods of an operator: one per trailing parameter that has a default, in each form of its arguments; longest first. */
    public static List<Overload> of(OpEntry op) {
        var params = op.sig().params();
        var overloads = new ArrayList<Overload>();
        for (int n = params.size(); n >= 0; n--) {
            var omitted = params.subList(n, params.size());
            if (!omitted.stream().allMatch(Types::hasDefault)) {
                break;
            }
            if (n > 0 || params.isEmpty()) {
                forms(params.subList(0, n)).forEach(given -> overloads.add(new Overload(op, given, omitted)));
            }
        }
        return overloads;
    }

    private static List<List<Argument>> forms(List<Param> params) {
        var result = new ArrayList<List<Argument>>();
        boolean innerList = params.subList(0, Math.max(0, params.size() - 1)).stream().anyMatch(Types::isList);
        for (var special : choices(params)) {
            if (isNumbersAlone(special, params)) {
                continue;
            }
            result.add(arguments(params, special, false));
            if (innerList) {
                result.add(arguments(params, special, true));
            }
        }
        return result;
    }

    /** Every choice of a form for each parameter that has several: operands change the slowest, and the first of a sort the fastest. */
    private static List<Map<Param, Form>> choices(List<Param> params) {
        boolean unboxed = params.stream().anyMatch(Types::isNullableScalar);
        var slowestFirst = Stream.concat(params.reversed().stream().filter(Param::isTensor),
            params.reversed().stream().filter(p -> !p.isTensor())).toList();
        var choices = List.of(Map.<Param, Form>of());
        for (var param : slowestFirst) {
            var longer = new ArrayList<Map<Param, Form>>();
            for (var choice : choices) {
                longer.add(choice);
                for (var form : otherForms(param, unboxed)) {
                    var special = new HashMap<>(choice);
                    special.put(param, form);
                    longer.add(special);
                }
            }
            choices = longer;
        }
        return choices;
    }

    /**
     * The forms of a parameter beside its general one. Java boxes no argument where a method fits without, and all arguments where none
     * does: of {@code (Number, Long)} and {@code (Number, long)} both then fit two primitive numbers, and neither is the better. So beside
     * an integer or real number that can be null ({@code unboxed}), each boxed parameter has primitive forms as well.
     */
    private static List<Form> otherForms(Param param, boolean unboxed) {
        if (param.isTensor()) {
            return !param.tensor().orNumber() ? List.of() : unboxed ? List.of(Form.NUMBER, Form.INTEGRAL, Form.REAL) : List.of(Form.NUMBER);
        }
        if (Types.isNullableScalar(param) || unboxed && Types.isNullableBool(param)) {
            return List.of(Form.PRIMITIVE);
        }
        return unboxed && param.attribute().kind() == ParamType.Attribute.Kind.NUM ? List.of(Form.INTEGRAL, Form.REAL) : List.of();
    }

    /** Whether all operands would be numbers: no tensor says then where to compute. */
    private static boolean isNumbersAlone(Map<Param, Form> special, List<Param> params) {
        long numbers = special.keySet().stream().filter(Param::isTensor).count();
        return numbers > 0 && numbers == params.stream().filter(Param::isTensor).count();
    }

    private static List<Argument> arguments(List<Param> params, Map<Param, Form> special, boolean single) {
        var given = new ArrayList<Argument>();
        for (int i = 0; i < params.size(); i++) {
            var param = params.get(i);
            boolean last = i == params.size() - 1;
            var form = special.containsKey(param) ? special.get(param)
                : Types.isIndex(param) ? Form.VARARGS
                    : !Types.isList(param) ? Form.PLAIN : single ? Form.SINGLE : last ? Form.VARARGS : Form.ARRAY;
            given.add(new Argument(param, form));
        }
        return given;
    }

    /** Whether every parameter is there in its general form. */
    public boolean isComplete() {
        return omitted.isEmpty() && given.stream().noneMatch(a -> a.isNumber() || a.isNarrowed());
    }

    /** Whether a Java number stands for this parameter. */
    public boolean isNumber(Param param) {
        return given.stream().anyMatch(a -> a.param().equals(param) && a.isNumber());
    }
}
