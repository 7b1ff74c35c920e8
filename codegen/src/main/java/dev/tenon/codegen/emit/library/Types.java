package dev.tenon.codegen.emit.library;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Java types of parameters, and the Java text of their default values. */
public final class Types {
    private static final AnnotationSpec NULLABLE = AnnotationSpec.builder(Names.NULLABLE).build();

    private final Map<String, ClassName> sharedEnums;

    public Types(Map<String, ClassName> sharedEnums) {
        this.sharedEnums = sharedEnums;
    }

    public static TypeName nullable(TypeName type) {
        return type.annotated(NULLABLE);
    }

    /** The type of a record component that holds this attribute. */
    public TypeName component(OpEntry op, String records, Param param) {
        var attribute = param.attribute();
        boolean nullable = isNullable(param);
        var type = switch (attribute.kind()) {
            case NUM -> ClassName.get(Number.class);
            case FLOAT -> nullable ? TypeName.DOUBLE.box() : TypeName.DOUBLE;
            case INT -> nullable ? TypeName.LONG.box() : TypeName.LONG;
            case BOOL -> nullable ? TypeName.BOOLEAN.box() : TypeName.BOOLEAN;
            case INTS, DIMS -> Names.INTS;
            case FLOATS -> Names.DOUBLES;
            case DTYPE -> Names.DTYPE;
            case DEVICE -> Names.DEVICE;
            case TEXT -> ClassName.get(String.class);
            case ENUM -> enumClass(op, records, param);
            case INDEX -> ParameterizedTypeName.get(Names.LIST_CLASS, Names.INDEX_PART);
        };
        return nullable ? nullable(type) : type;
    }

    /** The type of the method parameter for this attribute: lists are arrays. */
    public TypeName argument(OpEntry op, String records, Param param) {
        var array = switch (param.attribute().kind()) {
            case INTS, DIMS -> Names.LONG_ARRAY;
            case FLOATS -> ArrayTypeName.of(TypeName.DOUBLE);
            case INDEX -> ArrayTypeName.of(Names.INDEX);
            default -> null;
        };
        return array == null ? component(op, records, param) : isNullable(param) ? nullable(array) : array;
    }

    public static boolean isList(Param param) {
        return param.namesDimensions();
    }

    public static boolean isIndex(Param param) {
        return !param.isTensor() && param.attribute().kind() == ParamType.Attribute.Kind.INDEX;
    }

    /** Whether it is an integer or real number that can be null: a method with the primitive type spares callers the suffix {@code L}. */
    static boolean isNullableScalar(Param param) {
        return !param.isTensor() && isNullable(param) && (param.attribute().kind() == ParamType.Attribute.Kind.INT
            || param.attribute().kind() == ParamType.Attribute.Kind.FLOAT);
    }

    /** Whether it is a truth value that can be null. */
    static boolean isNullableBool(Param param) {
        return !param.isTensor() && isNullable(param) && param.attribute().kind() == ParamType.Attribute.Kind.BOOL;
    }

    /** Whether null is a value of this parameter. */
    public static boolean isNullable(Param param) {
        return param.isNullable();
    }

    /** Whether a call may leave this parameter out. */
    public static boolean hasDefault(Param param) {
        return param.defaultValue() != null || param.isTensor() && param.tensor().optional();
    }

    /** Whether a record must refuse null for this component. */
    public static boolean mustBeGiven(Param param) {
        return !isNullable(param) && switch (param.attribute().kind()) {
            case NUM, INTS, FLOATS, DTYPE, DEVICE, TEXT, ENUM, INDEX -> true;
            case FLOAT, INT, BOOL, DIMS -> false;
        };
    }

    public ClassName enumClass(OpEntry op, String records, Param param) {
        var shared = param.attribute().enumName();
        if (shared != null) {
            var name = sharedEnums.get(shared);
            return name != null ? name : ClassName.get(records, shared);
        }
        return ClassName.get(records, op.recordName()).nestedClass(Names.pascal(param.name()));
    }

    public static JavaType javaType(Param param) {
        return switch (param.type()) {
            case ParamType.TensorType tensor -> tensor.list() ? JavaType.TENSORS : JavaType.TENSOR;
            case ParamType.Attribute attribute -> switch (attribute.kind()) {
                case NUM -> JavaType.NUMBER;
                case FLOAT -> JavaType.DOUBLE;
                case INT -> JavaType.LONG;
                case BOOL -> JavaType.BOOL;
                case INTS, DIMS -> JavaType.INTS;
                case DTYPE -> JavaType.DTYPE;
                case ENUM -> JavaType.ENUM;
                case FLOATS -> JavaType.REALS;
                case DEVICE -> JavaType.DEVICE;
                case TEXT -> JavaType.TEXT;
                case INDEX -> JavaType.INDEX;
            };
        };
    }

    /** The Java text of a default value as a record component. */
    public CodeBlock defaultComponent(OpEntry op, String records, Param param) {
        var value = defaultValue(param);
        if (!isList(param) || isNull(value)) {
            return scalar(op, records, param, value);
        }
        return CodeBlock.of("$T.of($L)", Names.INTS, integers(value));
    }

    /** The Java text of a default value as a method argument, where lists of integers are arrays. */
    public CodeBlock defaultArgument(OpEntry op, String records, Param param) {
        var value = defaultValue(param);
        if (param.isTensor()) {
            return param.tensor().orNumber() ? CodeBlock.of("($T) null", Names.TENSOR) : CodeBlock.of("null");
        }
        if (!isList(param)) {
            // Of two overloads with null for a number or for something else, the cast chooses the one that was meant.
            return isNull(value) && isReal(param) ? CodeBlock.of("($T) null", component(op, records, param).withoutAnnotations())
                : scalar(op, records, param, value);
        }
        return isNull(value) ? CodeBlock.of("(long[]) null") : CodeBlock.of("new long[] {$L}", integers(value));
    }

    private static boolean isReal(Param param) {
        return param.attribute().kind() == ParamType.Attribute.Kind.NUM || param.attribute().kind() == ParamType.Attribute.Kind.FLOAT;
    }

    private CodeBlock scalar(OpEntry op, String records, Param param, Expr value) {
        return switch (value) {
            case Expr.NullLit _ -> CodeBlock.of("null");
            case Expr.Bool bool -> CodeBlock.of("$L", bool.value());
            case Expr.Name name when !param.isTensor() && param.attribute().kind() == ParamType.Attribute.Kind.ENUM ->
                CodeBlock.of("$T.$L", enumClass(op, records, param), Names.constant(name.name()));
            case Expr.Name name when name.name().equals("all") -> CodeBlock.of("null");
            case Expr.Name name when !param.isTensor() && param.attribute().kind() == ParamType.Attribute.Kind.DTYPE ->
                CodeBlock.of("$T.$L", Names.DTYPE, Names.constant(name.name()));
            default -> CodeBlock.of("$L", number(value, param));
        };
    }

    private static CodeBlock number(Expr value, Param param) {
        return switch (value) {
            case Expr.Num num when num.integral() -> CodeBlock.of(integralText(num.whole(), param), num.whole());
            case Expr.Num num -> CodeBlock.of("$L", num.value());
            case Expr.Unary minus when minus.op() == Operator.MINUS -> CodeBlock.of("-$L", number(minus.a(), param));
            case Expr.Name name when name.name().equalsIgnoreCase("inf") -> CodeBlock.of("$T.POSITIVE_INFINITY", Double.class);
            case Expr.Name name when name.name().equalsIgnoreCase("nan") -> CodeBlock.of("$T.NaN", Double.class);
            default -> throw new IllegalArgumentException(value.at() + ": not a default value");
        };
    }

    private static String integralText(long value, Param param) {
        if (!param.isTensor() && param.attribute().kind() == ParamType.Attribute.Kind.FLOAT) {
            return "$L.0";
        }
        boolean boxed = !param.isTensor() && param.attribute().kind() == ParamType.Attribute.Kind.INT && isNullable(param);
        return boxed || value != (int) value ? "$LL" : "$L";
    }

    private static CodeBlock integers(Expr value) {
        if (value instanceof Expr.ListLit list) {
            return list.items().stream().map(Types::integer).collect(CodeBlock.joining(", "));
        }
        return integer(value);
    }

    private static CodeBlock integer(Expr value) {
        return switch (value) {
            case Expr.Num num -> CodeBlock.of(num.whole() == (int) num.whole() ? "$L" : "$LL", num.whole());
            case Expr.Unary minus when minus.op() == Operator.MINUS -> CodeBlock.of("-$L", integer(minus.a()));
            default -> throw new IllegalArgumentException(value.at() + ": not an integer");
        };
    }

    /** Whether a default is null; {@code all} is. */
    public static boolean isNull(Expr value) {
        return value instanceof Expr.NullLit || value instanceof Expr.Name name && name.name().equals("all");
    }

    public static Expr defaultValue(Param param) {
        @Nullable Expr value = param.defaultValue();
        return value != null ? value : new Expr.NullLit(param.at());
    }
}
