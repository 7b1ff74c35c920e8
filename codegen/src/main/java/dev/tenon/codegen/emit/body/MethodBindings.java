package dev.tenon.codegen.emit.body;

import dev.tenon.codegen.emit.library.Code;
import dev.tenon.codegen.emit.library.JavaType;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.spec.Param;
import org.jspecify.annotations.Nullable;

/** The names of a composite's body inside the static method that has its parameters. */
public final class MethodBindings implements Bindings {
    @Override
    public Code value(Param param) {
        var type = Types.isList(param) ? JavaType.LONGS : Types.javaType(param);
        var code = Code.of(type, "$N", param.javaName());
        return Types.isNullable(param) ? code.orNull() : code;
    }

    @Override
    public Code shape(Param param) {
        return Code.of(JavaType.SHAPE, "$N.shape()", param.javaName());
    }

    @Override
    public Code rank(Param param) {
        return Code.of(JavaType.LONG, "$N.rank()", param.javaName());
    }

    @Override
    public Code numel(Param param) {
        return Code.of(JavaType.LONG, "$N.numel()", param.javaName());
    }

    @Override
    public Code dtype(Param param) {
        return Code.of(JavaType.DTYPE, "$N.dtype()", param.javaName());
    }

    @Override
    public Code given(Param param) {
        return Code.at(Code.EQUALITY, JavaType.BOOL, "$N != null", param.javaName());
    }

    @Override
    public Code absent(Param param) {
        return Code.at(Code.EQUALITY, JavaType.BOOL, "$N == null", param.javaName());
    }

    @Override
    public @Nullable Code other(Expr.Name name) {
        return null;
    }

    @Override
    public @Nullable Code part(Expr.Field field) {
        return null;
    }
}
