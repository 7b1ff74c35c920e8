package dev.tenon.codegen.emit;

import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One Java method for an operator: the parameters it has, in order, each in one of its forms, and those it leaves at their defaults.
 */
record Overload(OpEntry op, List<Argument> given, List<Param> omitted) {
    /** How a method takes a parameter. */
    enum Form {
        PLAIN,
        /** A Java number where a tensor could stand. */
        NUMBER,
        /** {@code long[]}. */
        ARRAY,
        /** {@code long...}, or {@code Index...}. */
        VARARGS,
        /** One {@code long} where a list could stand. */
        SINGLE,
        /** {@code long} or {@code double} where null could stand. */
        PRIMITIVE
    }

    /** A parameter as a method takes it. */
    record Argument(Param param, Form form) {}

    /** All methods of an operator: one per trailing parameter that has a default, in each form of its arguments; longest first. */
    static List<Overload> of(OpEntry op) {
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
        var numbers = params.stream().filter(p -> p.isTensor() && p.tensor().orNumber()).toList();
        var primitives = params.stream().filter(Types::isNullableScalar).toList();
        long tensors = params.stream().filter(Param::isTensor).count();
        boolean innerList = params.subList(0, Math.max(0, params.size() - 1)).stream().anyMatch(Types::isList);
        for (int mask = 0; mask < 1 << numbers.size(); mask++) {
            if (mask > 0 && Integer.bitCount(mask) == tensors) {
                continue;
            }
            for (int primitive = 0; primitive < 1 << primitives.size(); primitive++) {
                var special = new HashMap<Param, Form>();
                choose(special, numbers, mask, Form.NUMBER);
                choose(special, primitives, primitive, Form.PRIMITIVE);
                result.add(arguments(params, special, false));
                if (innerList) {
                    result.add(arguments(params, special, true));
                }
            }
        }
        return result;
    }

    private static void choose(Map<Param, Form> special, List<Param> params, int mask, Form form) {
        for (int i = 0; i < params.size(); i++) {
            if ((mask >> i & 1) != 0) {
                special.put(params.get(i), form);
            }
        }
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
    boolean isComplete() {
        return omitted.isEmpty() && given.stream().noneMatch(a -> a.form() == Form.NUMBER || a.form() == Form.SINGLE
            || a.form() == Form.PRIMITIVE);
    }

    /** Whether a Java number stands for this parameter. */
    boolean isNumber(Param param) {
        return given.stream().anyMatch(a -> a.param().equals(param) && a.form() == Form.NUMBER);
    }
}
