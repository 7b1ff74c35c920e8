package dev.tenon.codegen.emit.body;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.emit.library.Code;
import dev.tenon.codegen.emit.library.JavaType;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Intrinsic;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import dev.tenon.codegen.spec.ScalarFunctions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Translates calls of operators in tensor expressions: chooses the overload and converts each argument to what its method takes. */
final class CallCode {
    private final Library library;
    private final OpEntry op;
    private final Types types;
    private final TensorCode expressions;

    CallCode(Library library, OpEntry op, TensorCode expressions) {
        this.library = library;
        this.op = op;
        this.types = new Types(library.sharedEnums());
        this.expressions = expressions;
    }

    /** An argument, translated unless it is a constant of an enum, which only the parameter gives a meaning. */
    private record Argument(@Nullable Code code, @Nullable Expr constant, boolean literal) {
        boolean isScalar() {
            return code != null && code.type().isScalar();
        }

        Code number() {
            return TensorCode.number(Objects.requireNonNull(code));
        }
    }

    /** The operator that a call means. */
    OpEntry callee(Expr.Call call) {
        return chosen(operatorName(call, positional(call)), call.at(), positional(call), call).candidate().op();
    }

    private List<Argument> positional(Expr.Call call) {
        return call.args().stream().map(this::argument).toList();
    }

    /** The operator's name for what formulas call a function. */
    private String operatorName(Expr.Call call, List<Argument> positional) {
        var intrinsic = Intrinsic.of(call.function());
        return intrinsic != null && (!library.known().containsKey(call.function()) || positional.size() == intrinsic.arity())
            ? intrinsic.opName() : call.function();
    }

    Code call(Expr.Call call) {
        int dot = call.function().indexOf('.');
        if (dot > 0 && Character.isUpperCase(call.function().charAt(0))) {
            return handWritten(call, dot);
        }
        var positional = positional(call);
        var intrinsic = Intrinsic.of(call.function());
        if (intrinsic != null && positional.stream().allMatch(Argument::isScalar)) {
            var numbers = positional.stream().map(Argument::number).toList();
            var number = scalar(call.function(), numbers);
            if (number != null) {
                return number;
            }
        }
        if ((intrinsic == Intrinsic.MIN || intrinsic == Intrinsic.MAX) && positional.size() == 2
            && positional.stream().anyMatch(Argument::isScalar)) {
            return limited(intrinsic, call.at(), positional);
        }
        return resolve(operatorName(call, positional), call.at(), positional, call);
    }

    /** A call of a hand-written static method. */
    private Code handWritten(Expr.Call call, int dot) {
        var args = call.args().stream().map(arg -> expressions.translate(arg).text()).collect(CodeBlock.joining(",$W"));
        return Code.of(library.result(op, call.function()), "$T.$L($L)", library.owner(op, call.function().substring(0, dot)),
            call.function().substring(dot + 1), args);
    }

    /** The larger or smaller of a tensor's elements and a number. */
    private Code limited(Intrinsic intrinsic, Position at, List<Argument> args) {
        boolean numberFirst = args.getFirst().isScalar();
        return resolve(intrinsic == Intrinsic.MAX ? "clamp_min" : "clamp_max", at, numberFirst ? args.reversed() : args, null);
    }

    /** The Java enum of a parameter. */
    ClassName enumClass(OpEntry op, Param param) {
        return types.enumClass(op, library.records(), param);
    }

    /** A call of an operator with these values. */
    Code of(String function, Position at, Code... args) {
        return resolve(function, at, Arrays.stream(args).map(code -> new Argument(code, null, false)).toList(), null);
    }

    private Argument argument(Expr expr) {
        if (expr instanceof Expr.Name || expr instanceof Expr.Cond) {
            try {
                return new Argument(expressions.translate(expr), expr, false);
            } catch (IllegalArgumentException unknown) {
                return new Argument(null, expr, false);
            }
        }
        return new Argument(expressions.translate(expr), null, isLiteral(expr));
    }

    /** Whether it is a number that is written out. */
    private static boolean isLiteral(Expr expr) {
        return expr instanceof Expr.Num || expr instanceof Expr.Unary unary && unary.op() == Operator.MINUS && isLiteral(unary.a());
    }

    /** The function in Java, or null if Java has none: then the operator is applied to a tensor of the number. */
    private static @Nullable Code scalar(String function, List<Code> args) {
        var texts = args.stream().map(Code::text).collect(CodeBlock.joining(", "));
        var ofIntegers = ScalarFunctions.OF_INTEGERS.get(function);
        if (ofIntegers != null && args.stream().allMatch(arg -> arg.type() == JavaType.LONG)) {
            return Code.of(JavaType.LONG, "$T.$L($L)", Math.class, ofIntegers, texts);
        }
        if (ScalarFunctions.OF_MATH.contains(function)) {
            return Code.of(JavaType.DOUBLE, "$T.$L($L)", Math.class, function, texts);
        }
        return switch (function) {
            case "square" -> Code.at(Code.PRODUCT, JavaType.DOUBLE, "$1L * $1L", args.getFirst().within(Code.PREFIX));
            case "reciprocal" -> Code.at(Code.PRODUCT, JavaType.DOUBLE, "1.0 / $L", args.getFirst().within(Code.PREFIX));
            case "sign" -> Code.of(JavaType.DOUBLE, "$T.signum($L)", Math.class, texts);
            case "sigmoid" -> Code.at(Code.PRODUCT, JavaType.DOUBLE, "1.0 / (1.0 + $T.exp(-($L)))", Math.class, texts);
            case "exp2" -> Code.of(JavaType.DOUBLE, "$T.pow(2.0, $L)", Math.class, texts);
            case "log2" -> Code.at(Code.PRODUCT, JavaType.DOUBLE, "$T.log($L) / $L", Math.class, texts, Math.log(2));
            case "rsqrt" -> Code.at(Code.PRODUCT, JavaType.DOUBLE, "1.0 / $T.sqrt($L)", Math.class, texts);
            case "isnan" -> Code.of(JavaType.BOOL, "$T.isNaN($L)", Double.class, texts);
            case "isinf" -> Code.of(JavaType.BOOL, "$T.isInfinite($L)", Double.class, texts);
            case "isfinite" -> Code.of(JavaType.BOOL, "$T.isFinite($L)", Double.class, texts);
            case "round" -> Code.of(JavaType.DOUBLE, "$T.rint($L)", Math.class, texts);
            case "hypot" -> Code.of(JavaType.DOUBLE, "$T.hypot($L)", Math.class, texts);
            case "fmod" -> Code.at(Code.PRODUCT, JavaType.DOUBLE, "$L % $L", args.getFirst().within(Code.PRODUCT),
                args.getLast().within(Code.PREFIX));
            default -> null;
        };
    }

    private Code resolve(String name, Position at, List<Argument> positional, Expr.@Nullable Call call) {
        var chosen = chosen(name, at, positional, call);
        return method(chosen.candidate(), chosen.arguments());
    }

    /** An overload, and what its parameters get; null where they are left out. */
    private record Chosen(Library.Callable candidate, List<@Nullable Code> arguments) {}

    private Chosen chosen(String name, Position at, List<Argument> positional, Expr.@Nullable Call call) {
        for (var candidate : library.known().getOrDefault(name, List.of())) {
            var bound = bind(candidate, positional, call);
            if (bound != null) {
                return new Chosen(candidate, bound);
            }
        }
        if (positional.stream().anyMatch(arg -> expressions.isPlain(arg.code()))) {
            return chosen(name, at, positional.stream().map(this::tensor).toList(), call);
        }
        throw new IllegalArgumentException(at + ": no operator " + name + " takes these " + positional.size() + " arguments");
    }

    private Argument tensor(Argument arg) {
        return arg.code() == null ? arg : new Argument(expressions.asTensor(arg.code()), arg.constant(), false);
    }

    /** The value of each parameter, null where it is left out; or null if the call does not fit. */
    private @Nullable List<@Nullable Code> bind(Library.Callable candidate, List<Argument> positional, Expr.@Nullable Call call) {
        var params = candidate.op().sig().params();
        var named = call == null ? Map.<String, Expr>of() : call.named();
        if (positional.size() > params.size() || !named.keySet().stream().allMatch(key -> candidate.op().param(key) != null)) {
            return null;
        }
        var bound = new ArrayList<@Nullable Code>();
        for (int i = 0; i < params.size(); i++) {
            var param = params.get(i);
            var expr = named.get(param.name());
            var given = i < positional.size() ? positional.get(i) : expr != null ? argument(expr) : null;
            if (given == null) {
                if (!Types.hasDefault(param)) {
                    return null;
                }
                bound.add(null);
                continue;
            }
            var code = convert(candidate, param, given);
            if (code == null) {
                return null;
            }
            bound.add(code);
        }
        return bound;
    }

    private Code method(Library.Callable candidate, List<@Nullable Code> bound) {
        int last = bound.size();
        while (last > 0 && bound.get(last - 1) == null) {
            last--;
        }
        var params = candidate.op().sig().params();
        var args = new ArrayList<CodeBlock>();
        for (int i = 0; i < last; i++) {
            var code = bound.get(i);
            args.add(code != null ? code.text() : types.defaultArgument(candidate.op(), candidate.records(), params.get(i)));
        }
        var text = CodeBlock.of("$T.$L($L)", candidate.api(), candidate.op().javaName(), args.stream().collect(CodeBlock.joining(",$W")));
        var sig = candidate.op().sig();
        return new Code(text, sig.listResult() ? JavaType.TENSORS : sig.results().size() > 1 ? JavaType.RESULT : JavaType.TENSOR,
            Code.PRIMARY, false);
    }

    /** The argument as this parameter's method takes it, or null if it does not fit. */
    private @Nullable Code convert(Library.Callable candidate, Param param, Argument given) {
        if (!param.isTensor() && param.attribute().kind() == ParamType.Attribute.Kind.ENUM) {
            return constant(candidate, param, given);
        }
        var code = given.code();
        if (code == null) {
            return null;
        }
        if (code.type() == JavaType.NULL) {
            return Types.isNullable(param)
                ? new Code(types.defaultArgument(candidate.op(), candidate.records(), nullDefault(param)), JavaType.NULL,
                    Code.PRIMARY, true)
                : null;
        }
        return switch (param.type()) {
            case ParamType.TensorType tensor -> tensor(tensor, code);
            case ParamType.Attribute attribute -> attribute(attribute, code, given.literal());
        };
    }

    private static Param nullDefault(Param param) {
        return new Param(param.name(), param.javaName(), param.type(), new Expr.NullLit(param.at()), param.at());
    }

    private @Nullable Code constant(Library.Callable candidate, Param param, Argument given) {
        if (given.code() != null && given.code().type() == JavaType.ENUM) {
            return given.code();
        }
        return given.constant() == null ? null : constant(candidate, param, given.constant());
    }

    /** A constant, or a choice among constants; null if it is none of this enum. */
    private @Nullable Code constant(Library.Callable candidate, Param param, Expr expr) {
        if (expr instanceof Expr.Cond cond) {
            var then = constant(candidate, param, cond.then());
            var otherwise = constant(candidate, param, cond.otherwise());
            return then == null || otherwise == null ? null : Code.choice(expressions.translate(cond.test()), then, otherwise);
        }
        if (!(expr instanceof Expr.Name name)) {
            return null;
        }
        if (param.attribute().constants().contains(name.name())) {
            return Code.of(JavaType.ENUM, "$T.$L", types.enumClass(candidate.op(), candidate.records(), param),
                Names.constant(name.name()));
        }
        return op.param(name.name()) == null ? null : expressions.translate(expr);
    }

    private static @Nullable Code tensor(ParamType.TensorType tensor, Code code) {
        if (tensor.list()) {
            return code.type() == JavaType.TENSORS || code.type() == JavaType.UNKNOWN ? code : null;
        }
        return TensorCode.isTensor(code) || tensor.orNumber() && code.type().isScalar() ? code : null;
    }

    private static @Nullable Code attribute(ParamType.Attribute attribute, Code code, boolean literal) {
        if (code.type() == JavaType.UNKNOWN) {
            return code;
        }
        return switch (attribute.kind()) {
            case NUM -> code.type().isScalar() ? code : null;
            case FLOAT -> code.type().isScalar() ? real(code, attribute.nullable()) : null;
            case INT -> code.type() == JavaType.LONG ? attribute.nullable() && literal ? boxed(code) : code : null;
            case BOOL -> code.type() == JavaType.BOOL ? code : null;
            case INTS, DIMS -> integers(code);
            case DTYPE -> code.type() == JavaType.DTYPE ? code : null;
            case DEVICE -> code.type() == JavaType.DEVICE ? code : null;
            case TEXT -> code.type() == JavaType.TEXT ? code : null;
            case FLOATS -> code.type() == JavaType.REALS ? code : null;
            case INDEX -> code.type() == JavaType.INDEX ? code : null;
            case ENUM -> null;
        };
    }

    private static Code real(Code code, boolean nullable) {
        if (code.type() == JavaType.NUMBER && code.nullable()) {
            return new Code(CodeBlock.of("$1L == null ? null : $1L.doubleValue()", code.text()), JavaType.DOUBLE, Code.TERNARY, true);
        }
        return nullable && code.type() == JavaType.LONG ? Code.of(JavaType.DOUBLE, "(double) $L", code.within(Code.PREFIX))
            : TensorCode.number(code);
    }

    /** A literal where null could stand; Java does not make a {@code Long} of an int. */
    private static Code boxed(Code code) {
        return code.text().toString().endsWith("L") ? code : Code.of(JavaType.LONG, "$LL", code.text());
    }

    private static @Nullable Code integers(Code code) {
        return switch (code.type()) {
            case LONG -> code.nullable() ? new Code(CodeBlock.of("$1L == null ? null : new long[] {$1L}", code.text()), JavaType.LONGS,
                Code.TERNARY, true) : Code.of(JavaType.LONGS, "new long[] {$L}", code.text());
            case LONGS -> code;
            case SHAPE -> Code.of(JavaType.LONGS, "$L.toArray()", code.text());
            case INTS -> code.nullable() ? Code.of(JavaType.LONGS, "$T.array($L)", Names.ATTRIBUTES, code.text())
                : Code.of(JavaType.LONGS, "$L.toArray()", code.text());
            default -> null;
        };
    }
}
