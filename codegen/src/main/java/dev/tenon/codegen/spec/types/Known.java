package dev.tenon.codegen.spec.types;

import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import dev.tenon.codegen.spec.Result;
import dev.tenon.codegen.spec.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an expression over tensors knows of a name.
 *
 * @param nullable whether it can be null
 * @param param the parameter of this name, or null
 * @param results the parts it has, if it is several results
 */
public record Known(ValueType type, boolean nullable, @Nullable Param param, List<Result> results) {
    public static Known of(Param param) {
        return new Known(ValueType.of(param), isNullable(param), param, List.of());
    }

    public static Known of(ValueType type) {
        return new Known(type, false, null, List.of());
    }

    /** The value of an operator with these results. */
    public static Known of(ValueType type, List<Result> results) {
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
