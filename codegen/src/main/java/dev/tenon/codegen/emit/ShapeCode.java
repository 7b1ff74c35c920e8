package dev.tenon.codegen.emit;

import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Translates integer, shape, dtype and condition expressions into the Java of a record's {@code infer} method. */
final class ShapeCode {
    private final OpEntry op;
    private final Types types;
    private final String records;
    private final Map<String, Code> locals = new HashMap<>();

    ShapeCode(OpEntry op, Types types, String records) {
        this.op = op;
        this.types = types;
        this.records = records;
    }

    /** Makes a local variable known: a symbolic dimension or a {@code let}. */
    void declare(String name, Code value) {
        locals.put(name, value);
    }

    boolean isDeclared(String name) {
        return locals.containsKey(name);
    }

    Code translate(Expr expr) {
        return switch (expr) {
            case Expr.Num num when num.integral() -> Code.of(JavaType.LONG, "$L", (long) num.value());
            case Expr.Num num -> Code.of(JavaType.DOUBLE, "$L", num.value());
            case Expr.Bool bool -> Code.of(JavaType.BOOL, "$L", bool.value());
            case Expr.NullLit _ -> Code.of(JavaType.NULL, "null").orNull();
            case Expr.Name name -> name(name);
            case Expr.Field field -> field(field);
            case Expr.Call call -> call(call);
            case Expr.Unary unary -> {
                var a = translate(unary.a());
                yield Code.at(Code.PREFIX, a.type(), "$L$L", unary.op(), numeric(a).within(Code.PREFIX + 1));
            }
            case Expr.Binary binary -> binary(binary);
            case Expr.Cond cond -> Code.choice(translate(cond.test()), translate(cond.then()), translate(cond.otherwise()));
            case Expr.Index index -> index(index);
            case Expr.ListLit list -> Code.of(JavaType.LONGS, "new long[] {$L}",
                list.items().stream().map(item -> translate(item).text()).collect(CodeBlock.joining(",$W")));
            case Expr.Let let -> throw new IllegalArgumentException(let.at() + ": let inside an expression");
        };
    }

    private Code name(Expr.Name name) {
        var local = locals.get(name.name());
        if (local != null) {
            return local;
        }
        var param = op.param(name.name());
        if (param == null) {
            return constant(name);
        }
        if (param.isTensor()) {
            return Code.of(JavaType.TENSOR, "call.in($L)", input(param));
        }
        var code = Code.of(Types.javaType(param), "$N", param.javaName());
        return Types.isNullable(param) ? code.orNull() : code;
    }

    private Code constant(Expr.Name name) {
        return switch (name.name()) {
            case "INF" -> Code.of(JavaType.DOUBLE, "$T.POSITIVE_INFINITY", Double.class);
            case "bool" -> Code.of(JavaType.DTYPE, "$T.BOOL", Names.DTYPE);
            case "default" -> Code.of(JavaType.DTYPE, "call.defaultDtype()");
            default -> {
                if (name.name().matches("(float|int|uint|bfloat)\\d+")) {
                    yield Code.of(JavaType.DTYPE, "$T.$L", Names.DTYPE, Names.constant(name.name()));
                }
                if (name.name().length() == 1 && op.sig().tensors().stream().anyMatch(p -> p.tensor().letter() == name.name().charAt(0))) {
                    yield promoted(name.name().charAt(0));
                }
                yield enumConstant(name);
            }
        };
    }

    private Code enumConstant(Expr.Name name) {
        for (var param : op.sig().attributes()) {
            if (param.attribute().constants().contains(name.name())) {
                return Code.of(JavaType.ENUM, "$T.$L", types.enumClass(op, records, param), Names.constant(name.name()));
            }
        }
        throw new IllegalArgumentException(name.at() + ": unknown name " + name.name());
    }

    /** The dtype to which the inputs of this letter are promoted. */
    Code promoted(char letter) {
        var list = op.sig().tensors().stream().filter(p -> p.tensor().list()).findFirst();
        if (list.isPresent() && list.get().tensor().letter() == letter) {
            return Code.of(JavaType.DTYPE, "call.promote($T.range(0, $L))", Names.CALL_RULES, listEnd());
        }
        var inputs = new ArrayList<CodeBlock>();
        for (var param : op.sig().tensors()) {
            if (param.tensor().letter() == letter && (letter != 'X' || inputs.isEmpty())) {
                inputs.add(input(param));
            }
        }
        return Code.of(JavaType.DTYPE, "call.promote($L)", inputs.stream().collect(CodeBlock.joining(",$W")));
    }

    private Code field(Expr.Field field) {
        var target = translate(field.target()).text();
        return switch (field.name()) {
            case "shape" -> Code.of(JavaType.LONGS, "$L.sizes()", target);
            case "dtype" -> Code.of(JavaType.DTYPE, "$L.dtype()", target);
            case "rank", "ndim" -> Code.of(JavaType.LONG, "$L.rank()", target);
            case "numel" -> Code.of(JavaType.LONG, "$L.numel()", target);
            default -> throw new IllegalArgumentException(field.at() + ": unknown part " + field.name());
        };
    }

    private Code call(Expr.Call call) {
        var args = call.args().stream().map(this::translate).toList();
        return switch (call.function()) {
            case "float" -> Code.of(JavaType.DTYPE, "call.floating($L)", args.getFirst().text());
            case "accum" -> Code.of(JavaType.DTYPE, "call.accumulating($L)", args.getFirst().text());
            case "min", "max", "abs" -> Code.of(args.getFirst().type(), "$T.$L($L)", Math.class, call.function(), joined(args));
            case "rank", "numel" -> Code.of(JavaType.LONG, "$L.$L()", args.getFirst().text(), call.function());
            case "len" -> length(args.getFirst());
            case "broadcast" -> Code.of(JavaType.LONGS, "call.broadcast($L)",
                call.args().stream().map(a -> input(Objects.requireNonNull(op.param(((Expr.Name) a).name()))))
                    .collect(CodeBlock.joining(",$W")));
            default -> rule(call, args);
        };
    }

    private static Code rule(Expr.Call call, List<Code> args) {
        int dot = call.function().indexOf('.');
        var owner = dot < 0 ? "ShapeRules" : call.function().substring(0, dot);
        var method = Names.camel(call.function().substring(dot + 1));
        var rest = args.isEmpty() ? CodeBlock.of("") : CodeBlock.of(", $L", joined(args));
        return Code.of(JavaType.LONGS, "$T.$L(call$L)", Names.spi(owner), method, rest);
    }

    private static Code length(Code list) {
        return switch (list.type()) {
            case INTS -> Code.of(JavaType.LONG, "$L.size()", list.text());
            case TENSOR -> Code.of(JavaType.LONG, "$L.rank()", list.text());
            default -> Code.of(JavaType.LONG, "$L.length", list.text());
        };
    }

    private static CodeBlock joined(List<Code> args) {
        return args.stream().map(Code::text).collect(CodeBlock.joining(",$W"));
    }

    private Code index(Expr.Index index) {
        var target = translate(index.target());
        var at = translate(index.index());
        if (target.type() == JavaType.INTS) {
            return Code.of(JavaType.LONG, isLiteral(index.index()) ? "$L.at($L)" : "$L.at((int) ($L))", target.text(), at.text());
        }
        return Code.of(JavaType.LONG, isLiteral(index.index()) ? "$T.size(call, $L, $L)" : "$T.size(call, $L, (int) ($L))",
            Names.CALL_RULES,
            target.text(), at.text());
    }

    private static boolean isLiteral(Expr expr) {
        return expr instanceof Expr.Num || expr instanceof Expr.Unary unary && unary.a() instanceof Expr.Num;
    }

    private Code binary(Expr.Binary binary) {
        var operator = binary.op();
        if (binary.b() instanceof Expr.NullLit) {
            return isNull(binary.a(), operator);
        }
        var a = translate(binary.a());
        var b = translate(binary.b());
        if (operator == Operator.OR_ELSE) {
            var test = a.type() == JavaType.NUMBER ? number(a) : a;
            return new Code(CodeBlock.of("$L != null ? $L : $L", a.text(), test.text(), b.within(Code.TERNARY)), test.type(), Code.TERNARY,
                b.nullable());
        }
        a = numeric(a);
        b = numeric(b);
        boolean integral = a.type() == JavaType.LONG && b.type() == JavaType.LONG;
        if (operator == Operator.DIVIDE && integral) {
            return Code.of(JavaType.LONG, "$T.floorDiv($L, $L)", Math.class, a.text(), b.text());
        }
        return Code.binary(Code.precedence(operator) < Code.SUM ? JavaType.BOOL : integral ? JavaType.LONG : JavaType.DOUBLE, operator, a,
            b);
    }

    private Code isNull(Expr value, Operator operator) {
        if (value instanceof Expr.Name name) {
            var param = op.param(name.name());
            if (param != null && param.isTensor()) {
                return operator == Operator.EQUAL ? Code.at(Code.PREFIX, JavaType.BOOL, "!call.has($L)", input(param))
                    : Code.of(JavaType.BOOL, "call.has($L)", input(param));
            }
        }
        return Code.at(Code.EQUALITY, JavaType.BOOL, "$L $L null", translate(value).within(Code.RELATION), operator);
    }

    private static Code numeric(Code code) {
        return code.type() == JavaType.NUMBER ? number(code) : code;
    }

    private static Code number(Code code) {
        return Code.of(JavaType.DOUBLE, "$L.doubleValue()", code.within(Code.PRIMARY));
    }

    /** The position of a tensor parameter among the inputs; behind a list, counted from the end. */
    CodeBlock input(Param param) {
        return input(op, param, "call.inputs()");
    }

    static CodeBlock input(OpEntry op, Param param, String count) {
        var tensors = op.sig().tensors();
        int index = tensors.indexOf(param);
        boolean behindList = !tensors.isEmpty() && tensors.getFirst().tensor().list() && index > 0;
        return behindList ? CodeBlock.of("$L - $L", count, tensors.size() - index) : CodeBlock.of("$L", index);
    }

    /** One past the position of the list's last tensor. */
    CodeBlock listEnd() {
        int others = op.sig().tensors().size() - 1;
        return others == 0 ? CodeBlock.of("call.inputs()") : CodeBlock.of("call.inputs() - $L", others);
    }

    /** Whether this parameter is a plain tensor without named sizes. */
    static boolean isPlain(ParamType.TensorType tensor) {
        return tensor.dims() == null && !tensor.optional() && !tensor.list();
    }
}
