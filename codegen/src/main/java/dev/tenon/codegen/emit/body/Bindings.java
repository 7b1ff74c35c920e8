package dev.tenon.codegen.emit.body;

import dev.tenon.codegen.emit.library.Code;
import dev.tenon.codegen.emit.library.JavaType;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.spec.Param;
import org.jspecify.annotations.Nullable;

/** What the names of a tensor expression stand for in the Java method it is written into. */
interface Bindings {
    /** The value of a parameter. */
    Code value(Param param);

    /** The shape of a tensor parameter, which need not keep its value. */
    Code shape(Param param);

    /** How many dimensions a tensor parameter has. */
    default Code rank(Param param) {
        return Code.of(JavaType.LONG, "$L.rank()", shape(param).text());
    }

    /** How many elements a tensor parameter has. */
    default Code numel(Param param) {
        return Code.of(JavaType.LONG, "$L.numel()", shape(param).text());
    }

    /** The dtype of a tensor parameter. */
    Code dtype(Param param);

    /** Whether an optional tensor was given. */
    Code given(Param param);

    /** Whether an optional tensor was left out. */
    default Code absent(Param param) {
        return Code.at(Code.PREFIX, JavaType.BOOL, "!$L", given(param).within(Code.PREFIX + 1));
    }

    /** A number or a truth value as a tensor, which operators take beside others; null where expressions have no use for one. */
    default @Nullable Code tensor(Code value) {
        return null;
    }

    /** The value of a name that is no parameter, such as {@code g}, {@code output} or a saved value; null if it has none here. */
    @Nullable Code other(Expr.Name name);

    /** The value of a part, such as {@code g.values}; null if it has none here. */
    @Nullable Code part(Expr.Field field);
}
