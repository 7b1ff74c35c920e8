package dev.tenon.codegen.emit.shape;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.emit.library.Code;
import dev.tenon.codegen.emit.library.JavaType;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.spec.JavaNames;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import dev.tenon.codegen.spec.ShapeFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Translates integer, shape, dtype and condition expressions into the Java of a record's {@code infer} method. */
public final class ShapeCode {
    private final OpEntry op;
    private final Types types;
    private final String records;
    private final Function<String, ClassName> owners;
    private final Map<String, Code> locals = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    /** @param owners from the simple name of a hand-written class to the class */
    ShapeCode(OpEntry op, Types types, String records, Function<String, ClassName> owners) {
        this.owners = owners;
        this.op = op;
        this.types = types;
        this.records = records;
    }

    /** Makes a local variable known: a symbolic dimension or a {@code let}. */
    void declare(String name, Code value) {
        locals.put(name, value);
    }

    /** A local variable's name for a size or a {@code let}: {@code B} becomes {@code b} unless something else has that name. */
    String local(String name) {
        var lower = name.length() == 1 ? name.toLowerCase(Locale.ROOT) : Names.camel(name);
        boolean taken = lower.equals("call") || lower.equals("dtype") || JavaNames.isKeyword(lower) || used.contains(lower)
            || op.sig().params().stream().anyMatch(p -> p.javaName().equals(lower));
        var free = taken ? lower + "Size" : lower;
        used.add(free);
        return free;
    }

    boolean isDeclared(String name) {
        return locals.containsKey(name);
    }

    Code translate(Expr expr) {
        return switch (expr) {
            case Expr.Num num when num.integral() -> Code.of(JavaType.LONG, num.whole() == (int) num.whole() ? "$L" : "$LL", num.whole());
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
            case Expr.ListLit list -> Code.of(JavaType.LONGS, "new long[] {$L}",
                list.items().stream().map(item -> translate(item).text()).collect(CodeBlock.joining(",$W")));
            case Expr.Let let -> throw new IllegalArgumentException(let.at() + ": let inside an expression");
        };
    }

    private Code choice(Expr.Cond cond) {
        var then = numeric(translate(cond.then()));
        var otherwise = numeric(translate(cond.otherwise()));
        if (then.type().isInts() && then.type() != otherwise.type()) {
            then = Code.of(JavaType.LONGS, "$L", sizes(then));
            otherwise = Code.of(JavaType.LONGS, "$L", sizes(otherwise));
        }
        var code = Code.choice(translate(cond.test()), then, otherwise);
        return then.type() == JavaType.LONG && otherwise.type() == JavaType.DOUBLE
            ? new Code(code.text(), JavaType.DOUBLE, code.precedence(), code.nullable()) : code;
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

    /** The dtype to which the inputs of this letter are promoted, or that they must all have. */
    Code promoted(char letter) {
        var list = op.sig().tensors().stream().filter(p -> p.tensor().list()).findFirst();
        if (list.isPresent() && list.get().tensor().letter() == letter) {
            return Code.of(JavaType.DTYPE, "call.promote($T.range(0, $L))", Names.CALL_RULES, listEnd());
        }
        var alike = op.sig().tensors().stream().filter(p -> p.tensor().letter() == letter).toList();
        var only = alike.size() == 1 || letter == 'X' ? alike.getFirst() : first(letter);
        return only != null && !only.tensor().optional() ? Code.of(JavaType.DTYPE, "call.in($L).dtype()", input(only))
            : Code.of(JavaType.DTYPE, "call.promote($L)", alike.stream().map(this::input).collect(CodeBlock.joining(",$W")));
    }

    /** The first of the tensors that must have one dtype, if they have this letter. */
    private @Nullable Param first(char letter) {
        for (var require : op.requires()) {
            if (require.condition() instanceof Expr.Call call && call.function().equals(ShapeFunction.ONE_DTYPE.text())
                && call.args().getFirst() instanceof Expr.Name name) {
                var param = op.param(name.name());
                if (param != null && param.isTensor() && param.tensor().letter() == letter) {
                    return param;
                }
            }
        }
        return null;
    }

    private Code field(Expr.Field field) {
        var target = translate(field.target()).text();
        return switch (field.name()) {
            case "shape" -> Code.of(JavaType.LONGS, "$L.shape().toArray()", target);
            case "dtype" -> Code.of(JavaType.DTYPE, "$L.dtype()", target);
            case "rank", "ndim" -> Code.of(JavaType.LONG, "$L.rank()", target);
            case "numel" -> Code.of(JavaType.LONG, "$L.numel()", target);
            default -> throw new IllegalArgumentException(field.at() + ": unknown part " + field.name());
        };
    }

    private Code call(Expr.Call call) {
        var function = ShapeFunction.byName().get(call.function());
        return function == null ? rule(call) : call(function, call);
    }

    private Code call(ShapeFunction function, Expr.Call call) {
        var args = new ArrayList<CodeBlock>();
        for (int i = 0; i < call.args().size(); i++) {
            var arg = function.args().get(Math.min(i, function.args().size() - 1));
            var operand = function.takesInput() && arg == ShapeFunction.Arg.SIZES ? shapeOf(call.args().get(i)) : null;
            args.add(operand != null ? input(operand) : argument(arg, call.args().get(i)));
        }
        var joined = args.stream().collect(CodeBlock.joining(",$W"));
        var type = type(function);
        var method = function.method().substring(function.method().indexOf('.') + 1);
        return switch (function.target()) {
            case CALL, INPUTS -> Code.of(type, "call.$L($L)", method, joined);
            case MATH -> math(call, method);
            case OPERAND -> Code.of(type, "$L.$L()", joined, method);
            case LENGTH -> listOf(call.args().getFirst()) ? Code.at(Code.SUM, JavaType.LONG, "$L", listEnd())
                : length(translate(call.args().getFirst()));
            case PLAIN -> Code.of(type, "$T.$L($L)", owner(function), method, joined);
            case CHECKED, INPUTS_CHECKED -> Code.of(type, "$T.$L(call,$W$L)", owner(function), method, joined);
        };
    }

    /** The tensor whose shape this is, or null. */
    private @Nullable Param shapeOf(Expr sizes) {
        var param = sizes instanceof Expr.Field field && field.name().equals("shape") && field.target() instanceof Expr.Name name
            && !isDeclared(name.name()) ? op.param(name.name()) : null;
        return param != null && param.isTensor() ? param : null;
    }

    private static ClassName owner(ShapeFunction function) {
        return Names.spi(function.method().substring(0, function.method().indexOf('.')));
    }

    private JavaType type(ShapeFunction function) {
        return switch (function) {
            case FLOAT, ACCUM, INT, STATISTICS -> JavaType.DTYPE;
            case IS_FLOATING -> JavaType.BOOL;
            case STEPS -> JavaType.INTS;
            default -> function.isList() ? JavaType.LONGS : JavaType.LONG;
        };
    }

    private CodeBlock argument(ShapeFunction.Arg arg, Expr value) {
        return switch (arg) {
            case SIZES -> sizes(translate(value));
            case DIMS -> dims(translate(value));
            case DIM_OR_DIMS -> {
                var code = translate(value);
                yield code.type() != JavaType.LONG ? dims(code)
                    : code.nullable() ? CodeBlock.of("$1L == null ? null : $2T.of($1L)", code.text(), Names.INTS) : code.text();
            }
            case TENSORS -> input(Objects.requireNonNull(op.param(((Expr.Name) value).name())));
            case LIST -> listEnd();
            default -> translate(value).text();
        };
    }

    private Code math(Expr.Call call, String method) {
        var args = call.args().stream().map(a -> numeric(translate(a))).toList();
        boolean integral = args.stream().allMatch(a -> a.type() == JavaType.LONG);
        var text = args.stream().map(Code::text).collect(CodeBlock.joining(",$W"));
        return integral && method.equals("abs") ? Code.of(JavaType.LONG, "$T.abs(call,$W$L)", Names.EXACT, text)
            : Code.of(integral ? JavaType.LONG : JavaType.DOUBLE, "$T.$L($L)", Math.class, method, text);
    }

    /** A list as an array. */
    CodeBlock sizes(Code list) {
        return list.type() == JavaType.INTS ? CodeBlock.of("$L.toArray()", list.within(Code.PRIMARY)) : list.text();
    }

    private static CodeBlock dims(Code list) {
        return list.type() == JavaType.LONGS ? CodeBlock.of("$T.of($L)", Names.INTS, list.text()) : list.text();
    }

    private Code rule(Expr.Call call) {
        int dot = call.function().indexOf('.');
        var args = call.args().stream().map(a -> CodeBlock.of(",$W$L", translate(a).text())).collect(CodeBlock.joining(""));
        return Code.of(JavaType.LONGS, "$T.$L(call$L)", owners.apply(call.function().substring(0, dot)),
            Names.camel(call.function().substring(dot + 1)), args);
    }

    /** How many integers a list has. */
    Code length(Code list) {
        return list.type() == JavaType.INTS ? Code.of(JavaType.LONG, "$L.size()", list.within(Code.PRIMARY))
            : Code.of(JavaType.LONG, "$L.length", list.within(Code.PRIMARY));
    }

    /** Whether this is the list of tensors of the signature. */
    private boolean listOf(Expr expr) {
        var param = expr instanceof Expr.Name name && !isDeclared(name.name()) ? op.param(name.name()) : null;
        return param != null && param.isTensor() && param.tensor().list();
    }

    private Code index(Expr.Index index) {
        var at = translate(index.index());
        if (listOf(index.target())) {
            return Code.of(JavaType.TENSOR, "$T.item(call, $L, $L)", Names.CALL_RULES, listEnd(), at.text());
        }
        var target = translate(index.target());
        if (isSized(index.target()) && index.index() instanceof Expr.Num) {
            return Code.of(JavaType.LONG, "$L.at($L)", target.text(), at.text());
        }
        return Code.of(JavaType.LONG, "$T.size(call, $L, $L)", Names.CALL_RULES, sizes(target), at.text());
    }

    /** Whether a list is as long as the signature says, or one integer stands for all: {@code ints[2]}, or the steps of windows. */
    private boolean isSized(Expr list) {
        if (!(list instanceof Expr.Name name)) {
            return list instanceof Expr.Call call && call.function().equals(ShapeFunction.STEPS.text());
        }
        var param = op.param(name.name());
        return param == null ? locals.containsKey(name.name()) && locals.get(name.name()).type() == JavaType.INTS
            : !param.isTensor() && param.attribute().length() > 0;
    }

    private Code unary(Expr.Unary unary) {
        var a = numeric(translate(unary.a()));
        return a.type() == JavaType.LONG && !(unary.a() instanceof Expr.Num)
            ? Code.of(JavaType.LONG, "$T.minus(call, 0, $L)", Names.EXACT, a.text())
            : Code.at(Code.PREFIX, a.type(), "$L$L", unary.op(), a.within(Code.PREFIX + 1));
    }

    private Code binary(Expr.Binary binary) {
        if (binary.b() instanceof Expr.NullLit) {
            return isNull(binary.a(), binary.op());
        }
        var first = shapeOf(binary.a());
        var second = shapeOf(binary.b());
        if (first != null && second != null && (binary.op() == Operator.EQUAL || binary.op() == Operator.UNEQUAL)) {
            return Code.at(Code.PREFIX, JavaType.BOOL, "$Lcall.in($L).shape().equals(call.in($L).shape())",
                binary.op() == Operator.EQUAL ? "" : "!", input(first), input(second));
        }
        var a = translate(binary.a());
        var b = translate(binary.b());
        return switch (binary.op()) {
            case OR_ELSE -> orElse(a, b);
            case EQUAL, UNEQUAL -> equality(binary.op(), a, b);
            case PLUS, MINUS, TIMES, DIVIDE -> arithmetic(binary.op(), a, b);
            default -> Code.binary(JavaType.BOOL, binary.op(), numeric(a), numeric(b));
        };
    }

    private Code orElse(Code a, Code b) {
        var test = a.type() == JavaType.NUMBER ? number(a) : a;
        var other = a.type() == JavaType.INTS && b.type() == JavaType.LONGS ? Code.of(JavaType.INTS, "$L", dims(b)) : numeric(b);
        return new Code(CodeBlock.of("$L != null ? $L : $L", a.text(), test.text(), other.within(Code.TERNARY)), test.type(), Code.TERNARY,
            other.nullable());
    }

    private Code equality(Operator operator, Code a, Code b) {
        if (!a.type().isInts()) {
            return Code.binary(JavaType.BOOL, operator, numeric(a), numeric(b));
        }
        var equal = CodeBlock.of("$T.equals($L,$W$L)", Arrays.class, sizes(a), sizes(b));
        return operator == Operator.EQUAL ? Code.of(JavaType.BOOL, "$L", equal) : Code.at(Code.PREFIX, JavaType.BOOL, "!$L", equal);
    }

    /** Integers are added and multiplied exactly, or not at all; lists are joined. */
    private Code arithmetic(Operator operator, Code first, Code second) {
        if (first.type().isInts()) {
            return Code.of(JavaType.LONGS, "$T.joined($L,$W$L)", Names.SHAPE_RULES, sizes(first), sizes(second));
        }
        var a = numeric(first);
        var b = numeric(second);
        if (a.type() != JavaType.LONG || b.type() != JavaType.LONG) {
            return Code.binary(JavaType.DOUBLE, operator, a, b);
        }
        var method = switch (operator) {
            case PLUS -> "plus";
            case MINUS -> "minus";
            case TIMES -> "times";
            default -> "divided";
        };
        return Code.of(JavaType.LONG, "$T.$L(call,$W$L,$W$L)", Names.EXACT, method, a.text(), b.text());
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
    public CodeBlock input(Param param) {
        return input(op, param, "call.inputs()");
    }

    public static CodeBlock input(OpEntry op, Param param, String count) {
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
    public static boolean isPlain(ParamType.TensorType tensor) {
        return tensor.dims() == null && !tensor.optional() && !tensor.list();
    }
}
