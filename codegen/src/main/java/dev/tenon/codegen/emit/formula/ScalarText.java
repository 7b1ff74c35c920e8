package dev.tenon.codegen.emit.formula;

import dev.tenon.codegen.emit.library.Code;
import dev.tenon.codegen.expr.Constant;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Intrinsic;
import dev.tenon.codegen.expr.Operator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Translates formulas of one element into the text of a {@link Dialect}. */
public final class ScalarText {
    private final Dialect dialect;
    private final Map<String, Piece> names = new HashMap<>();

    public ScalarText(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Makes a name known: an operand, an attribute or a part that has been computed. */
    public void declare(String name, Piece piece) {
        names.put(name, piece);
    }

    public Piece translate(Expr expr) {
        return switch (expr) {
            case Expr.Num num -> new Piece(dialect.literal(num.value()), Piece.Kind.NUMBER, num.value() < 0 ? Code.PREFIX : Code.PRIMARY);
            case Expr.Bool bool -> Piece.flag(String.valueOf(bool.value()));
            case Expr.Name name -> name(name);
            case Expr.Call call -> call(call);
            case Expr.Unary unary -> unary(unary);
            case Expr.Binary binary -> binary(binary);
            case Expr.Cond cond -> {
                var then = translate(cond.then());
                var otherwise = translate(cond.otherwise());
                yield new Piece(flag(translate(cond.test())).within(Code.OR) + " ? " + then.within(Code.OR) + " : "
                    + otherwise.within(Code.TERNARY), then.kind(), Code.TERNARY);
            }
            default -> throw new IllegalArgumentException(expr.at() + ": not part of a formula");
        };
    }

    private Piece name(Expr.Name name) {
        var known = names.get(name.name());
        if (known != null) {
            return known;
        }
        var constant = Constant.of(name.name());
        if (constant == null) {
            throw new IllegalArgumentException(name.at() + ": unknown name " + name.name());
        }
        return Piece.number(dialect.constant(constant));
    }

    private Piece call(Expr.Call call) {
        var intrinsic = Intrinsic.of(call.function());
        if (intrinsic == null) {
            throw new IllegalArgumentException(call.at() + ": unknown function " + call.function());
        }
        var args = call.args().stream().map(this::translate).map(this::number).toList();
        var holes = args.stream().map(_ -> "x").toList();
        var template = dialect.call(intrinsic, holes);
        if (template == null) {
            return throughTheOther(intrinsic, args);
        }
        boolean isCall = template.matches("[\\w.]+\\(.*\\)");
        var texts = args.stream().map(a -> isCall ? a.text() : a.within(Code.PRIMARY)).toList();
        boolean plain = isCall || template.matches("\\w+");
        return new Piece(String.valueOf(dialect.call(intrinsic, texts)), intrinsic.truth() ? Piece.Kind.FLAG : Piece.Kind.NUMBER,
            plain ? Code.PRIMARY : Code.TERNARY);
    }

    /** A function that exists for the other kind of numbers only is applied there: bits of doubles, roots of longs. */
    private Piece throughTheOther(Intrinsic intrinsic, List<Piece> args) {
        var other = dialect.other();
        var texts = args.stream().map(a -> "(" + other.type() + ") " + a.within(Code.PREFIX)).toList();
        return new Piece("(" + dialect.type() + ") (" + other.call(intrinsic, texts) + ")", Piece.Kind.NUMBER, Code.PREFIX);
    }

    private Piece unary(Expr.Unary unary) {
        if (unary.op() == Operator.MINUS && unary.a() instanceof Expr.Name name && name.name().equals("INF")) {
            return Piece.number(dialect.negativeInfinity());
        }
        var a = translate(unary.a());
        return unary.op() == Operator.NOT ? new Piece("!" + flag(a).within(Code.PREFIX + 1), Piece.Kind.FLAG, Code.PREFIX)
            : new Piece("-" + number(a).within(Code.PREFIX + 1), Piece.Kind.NUMBER, Code.PREFIX);
    }

    private Piece binary(Expr.Binary binary) {
        var operator = binary.op();
        int precedence = Code.precedence(operator);
        var a = translate(binary.a());
        var b = translate(binary.b());
        boolean logical = operator.isLogical();
        boolean flags = logical || a.kind() == Piece.Kind.FLAG && b.kind() == Piece.Kind.FLAG && precedence == Code.EQUALITY;
        a = flags ? flag(a) : number(a);
        b = flags ? flag(b) : number(b);
        if (dialect == Dialect.JAVA_LONG && operator == Operator.DIVIDE) {
            return Piece.number("ScalarMath.cdiv(" + a.text() + ", " + b.text() + ")");
        }
        if (dialect == Dialect.CUDA_LONG && operator == Operator.DIVIDE) {
            return Piece.number("tn_cdiv(" + a.text() + ", " + b.text() + ")");
        }
        return new Piece(a.within(precedence) + " " + operator + " " + b.within(logical ? precedence : precedence + 1),
            precedence < Code.SUM ? Piece.Kind.FLAG : Piece.Kind.NUMBER, precedence);
    }

    /** A truth value: of a number, whether it is not zero. */
    public static Piece flag(Piece piece) {
        return piece.kind() == Piece.Kind.FLAG ? piece
            : new Piece(piece.within(Code.EQUALITY + 1) + " != 0", Piece.Kind.FLAG, Code.EQUALITY);
    }

    /** A number: of a truth value, 1 or 0. */
    public Piece number(Piece piece) {
        return piece.kind() == Piece.Kind.NUMBER ? piece
            : new Piece(piece.within(Code.OR) + " ? " + dialect.literal(1) + " : " + dialect.literal(0), Piece.Kind.NUMBER, Code.TERNARY);
    }
}
