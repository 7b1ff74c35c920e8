package dev.tenon.codegen.emit.cpu;

import static dev.tenon.codegen.emit.formula.KernelClasses.on;

import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.emit.formula.Dialect;
import dev.tenon.codegen.emit.formula.KernelClasses;
import dev.tenon.codegen.emit.formula.Piece;
import dev.tenon.codegen.emit.formula.ScalarText;
import dev.tenon.codegen.emit.library.Code;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Operator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Translates formulas of one element into Java over vectors; what is the same for all elements stays a number. Only methods of the vector
 * module are called: the compiler inlines them always, others only up to a limit beyond which vectors become objects.
 */
final class VectorText {
    private static final Map<Operator, String> METHODS = Map.of(Operator.PLUS, "add", Operator.MINUS, "sub", Operator.TIMES, "mul",
        Operator.DIVIDE, "div");
    private static final Map<Operator, String> COMPARISONS = Map.of(Operator.LESS, "LT", Operator.AT_MOST, "LE", Operator.GREATER, "GT",
        Operator.AT_LEAST, "GE", Operator.EQUAL, "EQ", Operator.UNEQUAL, "NE");
    private static final Set<Operator> COMMUTATIVE = Set.of(Operator.PLUS, Operator.TIMES);

    /** The functions that have a form on vectors. */
    private static final Set<String> FUNCTIONS = Set.of("sqrt", "square", "reciprocal", "rsqrt", "sign", "isnan", "isinf", "isfinite",
        "min",
        "max", "abs");

    private final Lanes lanes;
    private final ScalarText scalars = new ScalarText(Dialect.JAVA_DOUBLE);
    private final Map<String, Piece> names = new HashMap<>();

    VectorText(Lanes lanes) {
        this.lanes = lanes;
    }

    /** Makes a name known: a vector, a number for all lanes, or a part that has been computed. */
    void declare(String name, Piece piece) {
        names.put(name, piece);
        scalars.declare(name, piece);
    }

    /** Whether all functions of a formula have a form on vectors. */
    static boolean covers(Expr formula) {
        return (!(formula instanceof Expr.Call call) || FUNCTIONS.contains(call.function()))
            && ExprTree.children(formula).stream().allMatch(VectorText::covers);
    }

    Piece translate(Expr expr) {
        return switch (expr) {
            case Expr.Name name when names.containsKey(name.name()) -> names.get(name.name());
            case Expr.Call call -> call(call);
            case Expr.Unary unary -> unary(unary);
            case Expr.Binary binary -> binary(binary);
            case Expr.Cond cond -> choice(cond);
            default -> scalars.translate(expr);
        };
    }

    private Piece call(Expr.Call call) {
        var args = call.args().stream().map(this::translate).toList();
        if (args.stream().noneMatch(Piece::isWide)) {
            return scalars.translate(call);
        }
        var x = vector(args.getFirst()).text();
        return switch (call.function()) {
            case "sqrt" -> Piece.vector(on(x, "sqrt"));
            case "square" -> Piece.vector(on(x, "mul", x));
            case "reciprocal" -> Piece.vector(on(one(), "div", x));
            case "rsqrt" -> Piece.vector(on(one(), "div", on(x, "sqrt")));
            case "sign" -> Piece.vector(on(on(zero(), "blend", "1", compared(x, "GT", "0")), "blend", "-1", compared(x, "LT", "0")));
            case "isnan" -> Piece.mask(on(x, "test", operator("IS_NAN")));
            case "isinf" -> Piece.mask(on(x, "test", operator("IS_INFINITE")));
            case "isfinite" -> Piece.mask(on(x, "test", operator("IS_FINITE")));
            case "min", "max" -> extreme(call.function(), args);
            case "abs" -> Piece.vector(on(x, "lanewise", operator("ABS")));
            default -> throw new IllegalArgumentException(call.at() + ": " + call.function() + " has no form on vectors");
        };
    }

    private Piece extreme(String method, List<Piece> args) {
        boolean numberFirst = !args.getFirst().isWide();
        var a = args.get(numberFirst ? 1 : 0);
        var b = args.get(numberFirst ? 0 : 1);
        return Piece.vector(on(vector(a).text(), method, operand(b)));
    }

    private CodeBlock zero() {
        return CodeBlock.of("$T.zero($L)", lanes.vector(), lanes.kind());
    }

    private CodeBlock one() {
        return lanes.broadcast(CodeBlock.of("1"));
    }

    private static CodeBlock operator(String name) {
        return CodeBlock.of("$T.$L", KernelClasses.VECTOR_OPERATORS, name);
    }

    private static CodeBlock compared(CodeBlock vector, String comparison, Object other) {
        return on(vector, "compare", operator(comparison), other);
    }

    private Piece unary(Expr.Unary unary) {
        var a = translate(unary.a());
        if (!a.isWide()) {
            return scalars.translate(unary);
        }
        return unary.op() == Operator.NOT ? Piece.mask(on(mask(a).within(Code.PRIMARY), "not")) : Piece.vector(on(vector(a).text(), "neg"));
    }

    private Piece binary(Expr.Binary binary) {
        var a = translate(binary.a());
        var b = translate(binary.b());
        var operator = binary.op();
        if (!a.isWide() && !b.isWide()) {
            return scalars.translate(binary);
        }
        if (operator.isLogical()) {
            return Piece.mask(on(mask(a).within(Code.PRIMARY), operator == Operator.AND ? "and" : "or", mask(b).text()));
        }
        if (COMPARISONS.containsKey(operator)) {
            return comparison(operator, a, b);
        }
        var method = Objects.requireNonNull(METHODS.get(operator), operator.toString());
        return !a.isWide() && COMMUTATIVE.contains(operator) ? Piece.vector(on(vector(b).text(), method, lane(a)))
            : Piece.vector(on(vector(a).text(), method, operand(b)));
    }

    private Piece comparison(Operator operator, Piece a, Piece b) {
        if (isTruth(a) && isTruth(b)) {
            var equal = on(mask(a).within(Code.PRIMARY), "eq", mask(b).text());
            return Piece.mask(operator == Operator.EQUAL ? equal : on(equal, "not"));
        }
        if (!a.isWide()) {
            return comparison(operator.mirrored(), b, a);
        }
        return Piece.mask(compared(vector(a).text(), Objects.requireNonNull(COMPARISONS.get(operator), operator.toString()), operand(b)));
    }

    private static boolean isTruth(Piece piece) {
        return piece.kind() == Piece.Kind.MASK || piece.kind() == Piece.Kind.FLAG;
    }

    private Piece choice(Expr.Cond cond) {
        var test = translate(cond.test());
        var then = translate(cond.then());
        var otherwise = translate(cond.otherwise());
        if (!test.isWide()) {
            if (!then.isWide() && !otherwise.isWide()) {
                return scalars.translate(cond);
            }
            if (isTruth(then) || isTruth(otherwise)) {
                return new Piece(CodeBlock.of("$L ? $L : $L", ScalarText.flag(test).within(Code.OR), mask(then).text(),
                    mask(otherwise).text()), Piece.Kind.MASK, Code.TERNARY);
            }
            return new Piece(CodeBlock.of("$L ? $L : $L", ScalarText.flag(test).within(Code.OR), vector(then).text(),
                vector(otherwise).text()), Piece.Kind.VECTOR, Code.TERNARY);
        }
        if (isTruth(then) || isTruth(otherwise)) {
            var chosen = on(mask(test).within(Code.PRIMARY), "and", mask(then).text());
            return Piece.mask(on(chosen, "or", on(mask(otherwise).within(Code.PRIMARY), "andNot", mask(test).text())));
        }
        return Piece.vector(on(vector(otherwise).text(), "blend", operand(then), mask(test).text()));
    }

    /** A vector: of a number, that number in every lane. */
    Piece vector(Piece piece) {
        return switch (piece.kind()) {
            case VECTOR -> Piece.vector(piece.within(Code.PRIMARY));
            case MASK -> Piece.vector(on(zero(), "blend", "1", piece.text()));
            case NUMBER, FLAG -> Piece.vector(lanes.broadcast(lane(piece)));
        };
    }

    /** A mask: of a vector, the lanes that are not zero. */
    private Piece mask(Piece piece) {
        return switch (piece.kind()) {
            case MASK -> piece;
            case VECTOR -> Piece.mask(compared(piece.within(Code.PRIMARY), "NE", "0"));
            case NUMBER, FLAG -> Piece.mask(on(lanes.kind(), "maskAll", ScalarText.flag(piece).text()));
        };
    }

    /** A vector, or a number that vector methods take beside vectors. */
    private CodeBlock operand(Piece piece) {
        return piece.isWide() ? vector(piece).text() : lane(piece);
    }

    /** A number that floats cannot hold is infinite among them. */
    private static String literal(float value) {
        return Float.isInfinite(value) ? value > 0 ? "Float.POSITIVE_INFINITY" : "Float.NEGATIVE_INFINITY" : value + "f";
    }

    private CodeBlock lane(Piece piece) {
        var number = scalars.number(piece);
        if (!lanes.single()) {
            return number.text();
        }
        return number.literal() != null ? CodeBlock.of("$L", literal(number.literal().floatValue()))
            : CodeBlock.of("(float) $L", number.within(Code.PREFIX));
    }
}
