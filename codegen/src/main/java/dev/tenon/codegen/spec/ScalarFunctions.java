package dev.tenon.codegen.spec;

import java.util.Map;
import java.util.Set;

/** The functions that expressions over tensors may apply to numbers; of tensors they are operators of the same name. */
public final class ScalarFunctions {
    /** Those of {@link Math}. */
    public static final Set<String> OF_MATH = Set.of("abs", "exp", "expm1", "log", "log10", "log1p", "sqrt", "sin", "cos", "tan", "asin",
        "acos", "atan", "atan2", "sinh", "cosh", "tanh", "ceil", "floor", "pow", "min", "max");
    /** Those that make an integer of integers, and what {@link Math} calls them. */
    public static final Map<String, String> OF_INTEGERS = Map.of("abs", "abs", "min", "min", "max", "max", "floordiv", "floorDiv",
        "remainder", "floorMod");
    private static final Set<String> OTHER = Set.of("square", "reciprocal", "sign", "sigmoid", "exp2", "log2", "rsqrt");

    private ScalarFunctions() {}

    public static boolean known(String name, boolean integers) {
        return OF_MATH.contains(name) || OTHER.contains(name) || integers && OF_INTEGERS.containsKey(name);
    }
}
