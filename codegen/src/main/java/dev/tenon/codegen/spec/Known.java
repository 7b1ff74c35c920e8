package dev.tenon.codegen.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an expression over tensors knows of a name.
 *
 * @param nullable whether it can be null
 * @param param the parameter of this name, or null
 * @param results the parts it has, if it is several results
 */
record Known(ValueType type, boolean nullable, @Nullable Param param, List<Result> results) {
    static Known of(Param param) {
        return new Known(ValueType.of(param), isNullable(param), param, List.of());
    }

    static Known of(ValueType type) {
        return new Known(type, false, null, List.of());
    }

    /** The value of an operator with these results. */
    static Known of(ValueType type, List<Result> results) {
        return new Known(type, false, null, results);
    }

    /** Its constants, if it is one of an enum. */
    List<String> constants() {
        return param == null || param.isTensor() ? List.of() : param.attribute().constants();
    }

    static boolean isNullable(Param param) {
        return switch (param.type()) {
            case ParamType.TensorType tensor -> tensor.optional();
            case ParamType.Attribute attribute -> attribute.nullable() || attribute.kind() == ParamType.Attribute.Kind.DIMS;
        };
    }
}
