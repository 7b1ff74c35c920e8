package dev.tenon.codegen.emit.tests;

import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.emit.library.LayerModel;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import org.jspecify.annotations.Nullable;

/** Values that tests give the arguments of layers: for those that must be given, and for each other one another than its default. */
final class LayerSamples {
    private LayerSamples() {}

    /** A value for an argument that has no default, of a list its items. */
    static CodeBlock required(LayerModel layer, Param param) {
        return switch (param.attribute().kind()) {
            case NUM, FLOAT -> CodeBlock.of("0.5");
            case INT -> CodeBlock.of(param.name().startsWith("dim") ? "1" : "2");
            case BOOL -> CodeBlock.of("true");
            // What comes out of windows is larger than one of them.
            case INTS, DIMS -> CodeBlock.of(param.attribute().length() == 0 ? "2, 2" : param.name().startsWith("output") ? "3" : "2");
            case ENUM -> constant(layer, param, 0);
            case FLOATS, DTYPE, DEVICE, TEXT, INDEX -> throw new IllegalArgumentException(param.at() + ": no layer holds this");
        };
    }

    /** Another value than the default, of a list its items; null for tensors, which tests leave out. */
    static @Nullable CodeBlock other(LayerModel layer, Param param) {
        if (param.isTensor()) {
            return null;
        }
        var value = Types.defaultValue(param);
        boolean none = value instanceof Expr.NullLit;
        return switch (param.attribute().kind()) {
            case NUM, FLOAT -> CodeBlock.of("$L", none ? 2.0 : number(value) == 0 ? 0.25 : number(value) / 2);
            case INT -> CodeBlock.of("$L", none ? 1 : integer(param.name(), (long) number(value)));
            case BOOL -> CodeBlock.of("$L", !(value instanceof Expr.Bool flag && flag.value()));
            case INTS, DIMS -> CodeBlock.of("$L", none || !(value instanceof Expr.Num num) ? 3 : num.whole() + 1);
            case ENUM -> constant(layer, param, isLast(param, value) ? 0 : param.attribute().constants().size() - 1);
            case FLOATS, DTYPE, DEVICE, TEXT, INDEX -> null;
        };
    }

    /** A dimension stays one that the input has. */
    private static long integer(String name, long value) {
        return value < 0 ? value - 1 : name.contains("dim") ? value == 0 ? 1 : 0 : value + 1;
    }

    private static boolean isLast(Param param, Expr value) {
        return Printer.print(value).equals(param.attribute().constants().getLast());
    }

    private static double number(Expr value) {
        return switch (value) {
            case Expr.Num num -> num.value();
            case Expr.Unary minus -> -number(minus.a());
            default -> 1;
        };
    }

    private static CodeBlock constant(LayerModel layer, Param param, int at) {
        return CodeBlock.of("$T.$L", layer.component(param).withoutAnnotations(), Names.constant(param.attribute().constants().get(at)));
    }

    /** A value where the operator's complete method takes it. */
    static CodeBlock argument(Param param, CodeBlock items) {
        boolean single = param.attribute().kind() == ParamType.Attribute.Kind.FLOAT
            || param.attribute().kind() == ParamType.Attribute.Kind.NUM;
        return Types.isList(param) ? CodeBlock.of("new long[] {$L}", items)
            : single && Types.isNullable(param) ? CodeBlock.of("$T.valueOf($L)", Double.class, items)
                : param.attribute().kind() == ParamType.Attribute.Kind.INT && Types.isNullable(param)
                    ? CodeBlock.of("$T.valueOf($L)", Long.class, items)
                    : items;
    }
}
