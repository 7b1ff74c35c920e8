package dev.tenon.codegen.processor;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.TypeName;
import dev.tenon.codegen.emit.library.JavaType;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ValueType;
import dev.tenon.codegen.spec.types.Calls;
import java.util.List;
import java.util.Map;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** The Java types in which generated code hands the arguments of static methods over, and of what it takes from them. */
final class StaticArguments {
    private static final Types TYPES = new Types(Map.of());

    private StaticArguments() {}

    /**
     * The types that an argument may have in Java, the likeliest first; none where anything can stand there.
     *
     * @param inBody whether it stands in the body of a composite, where lists are arrays as in the method's parameters
     */
    static List<TypeName> of(OpEntry op, Calls.Argument argument, boolean inBody) {
        var param = argument.expr() instanceof Expr.Name name ? op.param(name.name()) : null;
        return param == null ? of(argument) : param.isTensor() ? of(argument.type()) : List.of(attribute(op, param, inBody));
    }

    private static TypeName attribute(OpEntry op, Param param, boolean inBody) {
        return (inBody ? TYPES.argument(op, "", param) : TYPES.component(op, "", param)).withoutAnnotations();
    }

    private static List<TypeName> of(Calls.Argument argument) {
        return switch (argument.expr()) {
            case Expr.Num num when num.integral() && num.whole() == (int) num.whole() -> List.of(TypeName.INT);
            case Expr.Unary minus when minus.a() instanceof Expr.Num num && num.integral() -> List.of(TypeName.INT);
            case Expr.Field field when List.of("rank", "ndim").contains(field.name()) -> List.of(TypeName.INT);
            case Expr.Field field when field.name().equals("shape") -> List.of(Names.SHAPE);
            case Expr.ListLit _ when argument.type() == ValueType.LIST -> List.of(Names.LONG_ARRAY);
            default -> of(argument.type());
        };
    }

    private static List<TypeName> of(ValueType type) {
        return switch (type) {
            case TENSOR -> List.of(Names.TENSOR);
            case TENSORS -> List.of(Names.TENSOR_LIST);
            case INTEGER -> List.of(TypeName.LONG);
            case NUMBER -> List.of(TypeName.DOUBLE, ClassName.get(Number.class));
            case TRUTH -> List.of(TypeName.BOOLEAN);
            case LIST -> List.of(Names.LONG_ARRAY, Names.SHAPE, Names.INTS);
            case REALS -> List.of(ArrayTypeName.of(TypeName.DOUBLE));
            case DTYPE -> List.of(Names.DTYPE);
            case DEVICE -> List.of(Names.DEVICE);
            case TEXT -> List.of(ClassName.get(String.class));
            case CONSTANT, RESULTS, INDEX, CHECK, NULL, UNKNOWN -> List.of();
        };
    }

    /** What generated code may do with a value of this Java type; unknown where it is none that expressions have. */
    static JavaType result(TypeMirror type) {
        return switch (JavaClasses.name(type)) {
            case "dev.tenon.tensor.Tensor" -> JavaType.TENSOR;
            case "java.util.List" -> isOfTensors(type) ? JavaType.TENSORS : JavaType.UNKNOWN;
            case "int", "long" -> JavaType.LONG;
            case "float", "double" -> JavaType.DOUBLE;
            case "boolean" -> JavaType.BOOL;
            case "java.lang.Number" -> JavaType.NUMBER;
            case "long[]" -> JavaType.LONGS;
            case "double[]" -> JavaType.REALS;
            case "dev.tenon.core.Shape" -> JavaType.SHAPE;
            case "dev.tenon.core.Ints" -> JavaType.INTS;
            case "dev.tenon.core.DType" -> JavaType.DTYPE;
            case "dev.tenon.core.Device" -> JavaType.DEVICE;
            default -> JavaType.UNKNOWN;
        };
    }

    /** Whether a list is one of tensors, as far as its type says. */
    static boolean isOfTensors(TypeMirror list) {
        return !(list instanceof DeclaredType declared) || declared.getTypeArguments().stream().allMatch(
            item -> item.getKind() == TypeKind.WILDCARD || item.getKind() == TypeKind.TYPEVAR
                || JavaClasses.name(item).equals(Names.TENSOR.toString()));
    }

    /** The same as expressions have it. */
    static ValueType value(JavaType type) {
        return switch (type) {
            case TENSOR -> ValueType.TENSOR;
            case TENSORS -> ValueType.TENSORS;
            case LONG -> ValueType.INTEGER;
            case DOUBLE, NUMBER -> ValueType.NUMBER;
            case BOOL -> ValueType.TRUTH;
            case LONGS, SHAPE, INTS -> ValueType.LIST;
            case REALS -> ValueType.REALS;
            case DTYPE -> ValueType.DTYPE;
            case DEVICE -> ValueType.DEVICE;
            case RESULT, INDEX, TEXT, ENUM, NULL, UNKNOWN -> ValueType.UNKNOWN;
        };
    }
}
