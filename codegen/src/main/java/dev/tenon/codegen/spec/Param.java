package dev.tenon.codegen.spec;

import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.expr.Expr;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of an operator.
 *
 * @param name as in the spec and in the catalogue, snake_case
 * @param javaName camelCase, and no keyword of Java or Kotlin
 * @param defaultValue null if the parameter must be given; {@link Expr.NullLit} if it is null by default. {@code all} is a name.
 */
public record Param(String name, String javaName, ParamType type, @Nullable Expr defaultValue, Position at) {
    /** Whether it is a tensor or a list of tensors. */
    public boolean isTensor() {
        return type instanceof ParamType.TensorType;
    }

    /** Whether null is a value of it. */
    public boolean isNullable() {
        return switch (type) {
            case ParamType.TensorType tensor -> tensor.optional();
            case ParamType.Attribute attribute -> attribute.nullable() || attribute.kind() == ParamType.Attribute.Kind.DIMS
                || defaultValue instanceof Expr.NullLit;
        };
    }

    /** Whether it is a list of integers, as dimensions are. */
    public boolean namesDimensions() {
        return type instanceof ParamType.Attribute attribute
            && (attribute.kind() == ParamType.Attribute.Kind.INTS || attribute.kind() == ParamType.Attribute.Kind.DIMS);
    }

    /** Its type as a tensor; only for tensor parameters. */
    public ParamType.TensorType tensor() {
        return (ParamType.TensorType) type;
    }

    /** Its type as an attribute; only for the others. */
    public ParamType.Attribute attribute() {
        return (ParamType.Attribute) type;
    }
}
