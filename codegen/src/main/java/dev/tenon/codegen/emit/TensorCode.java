package dev.tenon.codegen.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.expr.Constant;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Translates an expression over tensors into calls of operators. Formulas are translated by the same rules, each function of an element
 * becoming the operator that applies it to a tensor.
 */
final class TensorCode {
    private static final Map<Operator, String> ARITHMETIC = Map.of(Operator.PLUS, "add", Operator.MINUS, "sub", Operator.TIMES, "mul",
        Operator.DIVIDE, "div");
    private static final Map<Operator, String> COMPARISONS = Map.of(Operator.EQUAL, "eq", Operator.UNEQUAL, "ne", Operator.LESS, "lt",
        Operator.AT_MOST, "le", Operator.GREATER, "gt", Operator.AT_LEAST, "ge",
        Operator.AND,
        "logical_and", Operator.OR, "logical_or");

    private final OpEntry op;
    private final Bindings bindings;
    private final CallCode calls;
    private final Map<String, Code> locals = new HashMap<>();

    TensorCode(Library library, OpEntry op, Bindings bindings) {
        this.op = op;
        this.bindings = bindings;
        this.calls = new CallCode(library, this);
    }

    /** Makes a local variable known. */
    void declare(String name, Code value) {
        locals.put(name, value);
    }

    Code translate(Expr expr) {
        return switch (expr) {
            case Expr.Num num when num.integral() && num.value() == (int) num.value() -> Code.of(JavaType.LONG, "$L", (int) num.value());
            case Expr.Num num -> Code.of(JavaType.DOUBLE, "$L", num.value());
            case Expr.Bool bool -> Code.of(JavaType.BOOL, "$L", bool.value());
            case Expr.NullLit _ -> Code.of(JavaType.NULL, "null").orNull();
            case Expr.Name name -> name(name);
            case Expr.Field field -> field(field);
            case Expr.Call call -> call(call);
            case Expr.Unary unary -> unary(unary);
            case Expr.Binary binary -> binary(binary);
            case Expr.Cond cond -> choice(cond);
            case Expr.Index index -> index(index);
            case Expr.ListLit list -> list(list);
            case Expr.Let let -> throw new IllegalArgumentException(let.at() + ": let inside an expression");
        };
    }

    private Code name(Expr.Name name) {
        var local = locals.get(name.name());
        if (local != null) {
            return local;
        }
        var param = op.param(name.name());
        if (param != null) {
            return bindings.value(param);
        }
        var other = bindings.other(name);
        if (other != null) {
            return other;
        }
        var constant = Constant.of(name.name());
        if (constant != null) {
            return switch (constant) {
                case PI, E -> Code.of(JavaType.DOUBLE, "$T.$L", Math.class, constant.name());
                case INF -> Code.of(JavaType.DOUBLE, "$T.POSITIVE_INFINITY", Double.class);
                case NAN -> Code.of(JavaType.DOUBLE, "$T.NaN", Double.class);
                default -> Code.of(JavaType.DOUBLE, "$L", constant.value());
            };
        }
        if (name.name().matches("bool|(float|int|uint|bfloat)\\d+")) {
            return Code.of(JavaType.DTYPE, "$T.$L", Names.DTYPE, Names.constant(name.name()));
        }
        throw new IllegalArgumentException(name.at() + ": unknown name " + name.name());
    }

    private Code field(Expr.Field field) {
        var part = bindings.part(field);
        if (part != null) {
            return part;
        }
        var param = field.target() instanceof Expr.Name name && !locals.containsKey(name.name()) ? op.param(name.name()) : null;
        var known = param != null && param.isTensor() ? ofParameter(param, field.name()) : null;
        if (known != null) {
            return known;
        }
        var target = translate(field.target()).within(Code.PRIMARY);
        return switch (field.name()) {
            case "shape" -> Code.of(JavaType.SHAPE, "$L.shape()", target);
            case "dtype" -> Code.of(JavaType.DTYPE, "$L.dtype()", target);
            case "rank", "ndim" -> Code.of(JavaType.LONG, "$L.shape().rank()", target);
            case "numel" -> Code.of(JavaType.LONG, "$L.shape().numel()", target);
            default -> Code.of(JavaType.TENSOR, "$L.$L()", target, Names.camel(field.name()));
        };
    }

    /** What is known of a tensor parameter without its value, or null for any other part. */
    private @Nullable Code ofParameter(Param param, String part) {
        return switch (part) {
            case "shape" -> bindings.shape(param);
            case "dtype" -> bindings.dtype(param);
            case "rank", "ndim" -> Code.of(JavaType.LONG, "$L.rank()", bindings.shape(param).text());
            case "numel" -> Code.of(JavaType.LONG, "$L.numel()", bindings.shape(param).text());
            default -> null;
        };
    }

    private Code call(Expr.Call call) {
        if (call.function().equals("has") && call.args().getFirst() instanceof Expr.Name name) {
            return bindings.given(parameter(name));
        }
        if (call.function().equals("rank") || call.function().equals("numel")) {
            return field(new Expr.Field(call.args().getFirst(), call.function(), call.at()));
        }
        if (call.function().equals("len")) {
            var list = translate(call.args().getFirst());
            return Code.of(JavaType.LONG,
                list.type() == JavaType.LONGS ? "$L.length" : list.type() == JavaType.SHAPE ? "$L.rank()" : "$L.size()",
                list.text());
        }
        return calls.call(call);
    }

    private Param parameter(Expr.Name name) {
        var param = op.param(name.name());
        if (param == null) {
            throw new IllegalArgumentException(name.at() + ": " + name.name() + " is no parameter");
        }
        return param;
    }

    private Code unary(Expr.Unary unary) {
        if (unary.op() == Operator.MINUS && unary.a() instanceof Expr.Name name && name.name().equals("INF")) {
            return Code.of(JavaType.DOUBLE, "$T.NEGATIVE_INFINITY", Double.class);
        }
        var a = translate(unary.a());
        if (a.type() == JavaType.TENSOR || a.type() == JavaType.UNKNOWN) {
            return calls.of(unary.op() == Operator.MINUS ? "neg" : "logical_not", unary.at(), a);
        }
        return Code.at(Code.PREFIX, a.type() == JavaType.NUMBER ? JavaType.DOUBLE : a.type(), "$L$L", unary.op(),
            number(a).within(Code.PREFIX + 1));
    }

    private Code binary(Expr.Binary binary) {
        var operator = binary.op();
        if (binary.b() instanceof Expr.NullLit && operator != Operator.OR_ELSE) {
            return isNull(binary);
        }
        var a = translate(binary.a());
        var b = translate(binary.b());
        if (operator == Operator.OR_ELSE) {
            return orElse(a, b);
        }
        if (isTensor(a) || isTensor(b)) {
            return tensors(binary, a, b);
        }
        a = number(a);
        b = number(b);
        boolean integral = a.type() == JavaType.LONG && b.type() == JavaType.LONG;
        var type = Code.precedence(operator) < Code.SUM ? JavaType.BOOL : integral ? JavaType.LONG : JavaType.DOUBLE;
        if (operator == Operator.DIVIDE && integral) {
            return Code.at(Code.PRODUCT, JavaType.DOUBLE, "(double) $L / $L", a.within(Code.PREFIX), b.within(Code.PREFIX));
        }
        return Code.binary(type, operator, a, b);
    }

    private Code isNull(Expr.Binary binary) {
        if (binary.a() instanceof Expr.Name name && op.param(name.name()) != null && parameter(name).isTensor()) {
            var given = bindings.given(parameter(name));
            return binary.op() == Operator.UNEQUAL ? given : Code.at(Code.PREFIX, JavaType.BOOL, "!$L", given.within(Code.PREFIX + 1));
        }
        return Code.at(Code.EQUALITY, JavaType.BOOL, "$L $L null", translate(binary.a()).within(Code.RELATION), binary.op());
    }

    private static Code orElse(Code a, Code b) {
        return new Code(CodeBlock.of("$L != null ? $L : $L", a.text(), number(a).text(), number(b).within(Code.TERNARY)), number(a).type(),
            Code.TERNARY, false);
    }

    /** Arithmetic and comparisons where one operand at least is a tensor; numbers go to the side that operators take them on. */
    private Code tensors(Expr.Binary binary, Code a, Code b) {
        var operator = binary.op();
        if (isTensor(a)) {
            var name = ARITHMETIC.getOrDefault(operator, COMPARISONS.getOrDefault(operator, ""));
            return calls.of(name, binary.at(), a, b);
        }
        return switch (operator) {
            case PLUS, TIMES, AND, OR ->
                calls.of(ARITHMETIC.getOrDefault(operator, COMPARISONS.getOrDefault(operator, "")), binary.at(), b, a);
            case MINUS -> calls.of("rsub", binary.at(), b, a);
            case DIVIDE -> isOne(binary.a()) ? calls.of("reciprocal", binary.at(), b)
                : calls.of("mul", binary.at(), calls.of("reciprocal", binary.at(), b), a);
            default -> calls.of(COMPARISONS.getOrDefault(operator.mirrored(), ""), binary.at(), b, a);
        };
    }

    private static boolean isOne(Expr expr) {
        return expr instanceof Expr.Num num && num.value() == 1;
    }

    private Code choice(Expr.Cond cond) {
        var test = translate(cond.test());
        var then = translate(cond.then());
        var otherwise = translate(cond.otherwise());
        if (isTensor(test)) {
            return calls.of("where", cond.at(), test, then, otherwise);
        }
        return Code.choice(test, then, otherwise);
    }

    private Code index(Expr.Index index) {
        var target = translate(index.target());
        boolean literal = index.index() instanceof Expr.Num || index.index() instanceof Expr.Unary unary && unary.a() instanceof Expr.Num;
        var at = literal ? translate(index.index()).text() : CodeBlock.of("(int) $L", translate(index.index()).within(Code.PREFIX));
        return switch (target.type()) {
            case SHAPE -> Code.of(JavaType.LONG, "$L.size($L)", target.text(), at);
            case LONGS -> Code.of(JavaType.LONG, "$L[$L]", target.text(), at);
            case TENSORS -> Code.of(JavaType.TENSOR, "$L.get($L)", target.text(), at);
            default -> Code.of(JavaType.LONG, "$L.at($L)", target.text(), at);
        };
    }

    private Code list(Expr.ListLit list) {
        var items = list.items().stream().map(this::translate).toList();
        var texts = items.stream().map(Code::text).collect(CodeBlock.joining(", "));
        return items.stream().anyMatch(TensorCode::isTensor) ? Code.of(JavaType.TENSORS, "$T.of($L)", Names.LIST_CLASS, texts)
            : Code.of(JavaType.LONGS, "new long[] {$L}", texts);
    }

    /** A call of a hand-written static method. */
    Code handWritten(ClassName owner, Expr.Call call, String method) {
        var args = call.args().stream().map(a -> translate(a).text()).collect(CodeBlock.joining(",$W"));
        return Code.of(JavaType.UNKNOWN, "$T.$L($L)", owner, method, args);
    }

    static boolean isTensor(Code code) {
        return code.type() == JavaType.TENSOR || code.type() == JavaType.UNKNOWN;
    }

    /** A number as the primitive type that arithmetic needs. */
    static Code number(Code code) {
        return code.type() == JavaType.NUMBER ? Code.of(JavaType.DOUBLE, "$L.doubleValue()", code.within(Code.PRIMARY)) : code;
    }
}
