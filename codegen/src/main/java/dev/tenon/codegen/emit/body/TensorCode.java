package dev.tenon.codegen.emit.body;

import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.emit.library.Code;
import dev.tenon.codegen.emit.library.JavaType;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.expr.Constant;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.spec.BodyFunction;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.lang.model.SourceVersion;
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
    private final FunctionCode functions = new FunctionCode(this);
    private final Map<String, Code> locals = new HashMap<>();
    private final Set<String> sized = new HashSet<>();
    private final Map<String, OpEntry> producers = new HashMap<>();
    private final Map<String, String> aliases = new HashMap<>();

    TensorCode(Library library, OpEntry op, Bindings bindings) {
        this.op = op;
        this.bindings = bindings;
        this.calls = new CallCode(library, op, this);
    }

    /** Makes a list known in which one integer stands for all. */
    void declareSized(String name) {
        sized.add(name);
    }

    /** Makes a name known that stands for a parameter of an enum. */
    void declareAlias(String name, Expr value) {
        aliases.put(name, parameter((Expr.Name) value).name());
    }

    /** Makes the results of an operator known under a name. */
    void declareResults(String name, OpEntry producer) {
        producers.put(name, producer);
    }

    /** The operator whose several results an expression is. */
    OpEntry producer(Expr expr) {
        return switch (expr) {
            case Expr.Call call -> calls.callee(call);
            case Expr.Name name when producers.containsKey(name.name()) -> Objects.requireNonNull(producers.get(name.name()));
            case Expr.Cond cond -> producer(cond.then());
            default -> throw new IllegalArgumentException(expr.at() + ": no operator with several results");
        };
    }

    /** A name for a local variable that nothing else here has. */
    String free(String wanted) {
        boolean taken = locals.keySet().stream().anyMatch(name -> Names.camel(name).equals(wanted))
            || op.sig().params().stream().anyMatch(param -> param.javaName().equals(wanted)) || SourceVersion.isKeyword(wanted);
        return taken ? free(wanted + "Results") : wanted;
    }

    /** Makes a local variable known. */
    void declare(String name, Code value) {
        locals.put(name, value);
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
        if (name.name().equals("default")) {
            return Code.of(JavaType.DTYPE, "$T.current()", Names.DEFAULT_DTYPE);
        }
        if (name.name().matches("bool|(float|int|uint|bfloat)\\d+")) {
            return Code.of(JavaType.DTYPE, "$T.$L", Names.DTYPE, Names.constant(name.name()));
        }
        throw new IllegalArgumentException(name.at() + ": unknown name " + name.name());
    }

    Code field(Expr.Field field) {
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
            case "rank", "ndim" -> Code.of(JavaType.LONG, "$L.rank()", target);
            case "numel" -> Code.of(JavaType.LONG, "$L.numel()", target);
            case "device" -> Code.of(JavaType.DEVICE, "$L.device()", target);
            default -> Code.of(JavaType.TENSOR, "$L.$L()", target, Names.camel(field.name()));
        };
    }

    /** What is known of a tensor parameter without its value, or null for any other part. */
    private @Nullable Code ofParameter(Param param, String part) {
        return switch (part) {
            case "shape" -> bindings.shape(param);
            case "dtype" -> bindings.dtype(param);
            case "rank", "ndim" -> bindings.rank(param);
            case "numel" -> bindings.numel(param);
            default -> null;
        };
    }

    private Code call(Expr.Call call) {
        var function = BodyFunction.of(call.function());
        return function == null ? calls.call(call) : functions.call(function, call);
    }

    /** Whether an optional tensor is given. */
    Code given(Expr.Name name) {
        return bindings.given(parameter(name));
    }

    /** An expression of a name more, which stands for a value of this type. */
    Code translateWith(String name, JavaType type, Expr expr) {
        locals.put(name, Code.of(type, "$L", Names.camel(name)));
        var code = translate(expr);
        locals.remove(name);
        return code;
    }

    private Param parameter(Expr.Name name) {
        var param = op.param(aliases.getOrDefault(name.name(), name.name()));
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
        if (isConstantFirst(binary)) {
            return binary(new Expr.Binary(operator, binary.b(), binary.a(), binary.at()));
        }
        var a = translate(binary.a());
        if (a.type() == JavaType.ENUM && operator != Operator.OR_ELSE) {
            return Code.at(Code.EQUALITY, JavaType.BOOL, "$L $L $L", a.text(), operator, constant(binary));
        }
        var b = translate(binary.b());
        if (operator == Operator.OR_ELSE) {
            return isSized(binary.a()) ? Code.of(JavaType.LONGS, "$T.orElse($L, $L)", Names.ATTRIBUTES, a.text(), array(b)) : orElse(a, b);
        }
        if (isTensor(a) || isTensor(b)) {
            return tensors(binary, orTensor(a), orTensor(b));
        }
        if (a.type().isInts() || a.type() == JavaType.DEVICE) {
            return equal(operator, a, b);
        }
        a = number(a);
        b = number(b);
        boolean integral = a.type() == JavaType.LONG && b.type() == JavaType.LONG;
        if (a.type() != b.type() && (a.type() == JavaType.BOOL || b.type() == JavaType.BOOL)) {
            throw new IllegalArgumentException(binary.at() + ": a truth value beside a number");
        }
        var type = Code.precedence(operator) < Code.SUM ? JavaType.BOOL : integral ? JavaType.LONG : JavaType.DOUBLE;
        if (operator == Operator.DIVIDE && integral) {
            return Code.at(Code.PRODUCT, JavaType.DOUBLE, "(double) $L / $L", a.within(Code.PREFIX), b.within(Code.PREFIX));
        }
        return Code.binary(type, operator, a, b);
    }

    /** Whether a constant of an enum stands on the left, which only the parameter on the right gives a meaning. */
    private boolean isConstantFirst(Expr.Binary binary) {
        if (!(binary.a() instanceof Expr.Name constant) || !(binary.b() instanceof Expr.Name name) || locals.containsKey(constant.name())
            || op.param(constant.name()) != null) {
            return false;
        }
        var param = op.param(aliases.getOrDefault(name.name(), name.name()));
        return param != null && !param.isTensor() && param.attribute().constants().contains(constant.name());
    }

    private Code isNull(Expr.Binary binary) {
        if (binary.a() instanceof Expr.Name name && op.param(name.name()) != null && parameter(name).isTensor()) {
            return binary.op() == Operator.UNEQUAL ? bindings.given(parameter(name)) : bindings.absent(parameter(name));
        }
        return Code.at(Code.EQUALITY, JavaType.BOOL, "$L $L null", translate(binary.a()).within(Code.RELATION), binary.op());
    }

    /** The constant, or the parameter of the same enum, on the right side. */
    private CodeBlock constant(Expr.Binary binary) {
        var enumeration = parameter((Expr.Name) binary.a());
        var name = ((Expr.Name) binary.b()).name();
        return enumeration.attribute().constants().contains(name)
            ? CodeBlock.of("$T.$L", calls.enumClass(op, enumeration), Names.constant(name))
            : translate(binary.b()).text();
    }

    /** Whether it is a list in which one integer stands for all. */
    boolean isSized(Expr expr) {
        if (expr instanceof Expr.Binary binary && binary.op() == Operator.OR_ELSE) {
            return isSized(binary.a());
        }
        if (expr instanceof Expr.Name name && sized.contains(name.name())) {
            return true;
        }
        var param = expr instanceof Expr.Name name && !locals.containsKey(name.name()) ? op.param(name.name()) : null;
        return param != null && !param.isTensor() && param.attribute().length() > 0;
    }

    private static Code equal(Operator operator, Code a, Code b) {
        var not = operator == Operator.UNEQUAL ? "!" : "";
        boolean shapes = a.type() == b.type() && a.type() != JavaType.LONGS;
        return shapes ? Code.at(Code.PREFIX, JavaType.BOOL, not + "$L.equals($L)", a.within(Code.PRIMARY), b.text())
            : Code.at(Code.PREFIX, JavaType.BOOL, not + "$T.equals($L, $L)", Arrays.class, array(a), array(b));
    }

    /** A list of integers as {@code long[]}. */
    static CodeBlock array(Code list) {
        return list.type() == JavaType.LONGS ? list.text() : CodeBlock.of("$L.toArray()", list.within(Code.PRIMARY));
    }

    private static Code orElse(Code a, Code b) {
        if (a.type() == JavaType.NUMBER && b.type() == JavaType.LONG) {
            return new Code(CodeBlock.of("$L != null ? $L : $T.valueOf($L)", a.text(), a.text(), Long.class, b.text()), JavaType.NUMBER,
                Code.TERNARY, false);
        }
        if (a.type().isInts()) {
            return new Code(CodeBlock.of("$L != null ? $L : $L", a.text(), array(a), array(b)), JavaType.LONGS, Code.TERNARY, b.nullable());
        }
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
            return calls.of("where", cond.at(), test, exact(then), exact(otherwise));
        }
        if (isTensor(then) != isTensor(otherwise)) {
            return choice(test, asTensor(then), asTensor(otherwise));
        }
        return choice(test, then, otherwise);
    }

    /** What is chosen by element: a real number alone would be one of the default dtype, which may lose its digits. */
    private Code exact(Code code) {
        return code.type() == JavaType.LONG ? code : asTensor(code);
    }

    /** A truth value as a tensor; what operators take beside tensors stays. */
    private Code orTensor(Code code) {
        return code.type() == JavaType.BOOL ? asTensor(code) : code;
    }

    /** Whether it is a number or a truth value for which there can be a tensor. */
    boolean isPlain(@Nullable Code code) {
        return code != null && asTensor(code) != code;
    }

    /** A number or a truth value as a tensor, where there can be one; all else as it is. */
    Code asTensor(Code code) {
        var tensor = code.type().isScalar() || code.type() == JavaType.BOOL ? bindings.tensor(code) : null;
        return tensor == null ? code : tensor;
    }

    private static Code choice(Code test, Code then, Code otherwise) {
        if (then.type().isInts() && then.type() != otherwise.type()) {
            return Code.choice(test, new Code(array(then), JavaType.LONGS, Code.PRIMARY, false),
                new Code(array(otherwise), JavaType.LONGS, Code.PRIMARY, false));
        }
        if (then.type() != otherwise.type() && then.type().isScalar() && otherwise.type().isScalar()) {
            var number = Code.choice(test, number(then), number(otherwise));
            return new Code(number.text(), JavaType.DOUBLE, number.precedence(), number.nullable());
        }
        var code = Code.choice(test, then, otherwise);
        var type = then.type() == JavaType.NULL ? otherwise.type() : then.type();
        return new Code(code.text(), type, code.precedence(), code.nullable());
    }

    private Code index(Expr.Index index) {
        var target = translate(index.target());
        boolean literal = index.index() instanceof Expr.Num || index.index() instanceof Expr.Unary unary && unary.a() instanceof Expr.Num;
        var at = translate(index.index());
        var place = literal ? at.text() : CodeBlock.of("(int) $L", at.within(Code.PREFIX));
        return switch (target.type()) {
            case SHAPE -> Code.of(JavaType.LONG, "$L.size($L)", target.text(), at.text());
            case LONGS -> isSized(index.target()) ? Code.of(JavaType.LONG, "$T.at($L, $L)", Names.ATTRIBUTES, target.text(), place)
                : Code.of(JavaType.LONG, "$T.at($L, $L)", Names.spi("Sizes"), target.text(), at.text());
            case TENSORS -> Code.of(JavaType.TENSOR, "$T.item($L, $L)", Names.OPERANDS, target.text(), at.text());
            case REALS -> Code.of(JavaType.DOUBLE, "$L[$L]", target.text(), place);
            default -> Code.of(JavaType.LONG, "$L.at($L)", target.text(), place);
        };
    }

    private Code list(Expr.ListLit list) {
        var items = list.items().stream().map(this::translate).toList();
        if (items.stream().anyMatch(TensorCode::isTensor)) {
            return Code.of(JavaType.TENSORS, "$T.of($L)", Names.LIST_CLASS,
                items.stream().map(Code::text).collect(CodeBlock.joining(",$W")));
        }
        if (items.stream().noneMatch(item -> item.type().isInts())) {
            return Code.of(JavaType.LONGS, "new long[] {$L}", items.stream().map(Code::text).collect(CodeBlock.joining(", ")));
        }
        return Code.of(JavaType.LONGS, "$T.joined($L)", Names.spi("Sizes"), parts(items).stream().collect(CodeBlock.joining(",$W")));
    }

    /** Neighbouring integers as one list, between the lists that stand for their items. */
    private static List<CodeBlock> parts(List<Code> items) {
        var parts = new ArrayList<CodeBlock>();
        var single = new ArrayList<CodeBlock>();
        for (var item : items) {
            if (item.type().isInts() && !single.isEmpty()) {
                parts.add(CodeBlock.of("new long[] {$L}", single.stream().collect(CodeBlock.joining(", "))));
                single.clear();
            }
            if (item.type().isInts()) {
                parts.add(array(item));
            } else {
                single.add(item.text());
            }
        }
        if (!single.isEmpty()) {
            parts.add(CodeBlock.of("new long[] {$L}", single.stream().collect(CodeBlock.joining(", "))));
        }
        return parts;
    }

    static boolean isTensor(Code code) {
        return code.type() == JavaType.TENSOR || code.type() == JavaType.UNKNOWN;
    }

    /** A number as the primitive type that arithmetic needs. */
    static Code number(Code code) {
        return code.type() == JavaType.NUMBER ? Code.of(JavaType.DOUBLE, "$L.doubleValue()", code.within(Code.PRIMARY)) : code;
    }
}
