package dev.tenon.codegen.emit.formula;

import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.emit.library.Code;
import dev.tenon.codegen.expr.Constant;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.FunctionForm;
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
            case Expr.Num num -> Piece.literal(dialect.literal(num), num.value(), num.value() < 0 ? Code.PREFIX : Code.PRIMARY);
            case Expr.Bool bool -> Piece.flag(String.valueOf(bool.value()));
            case Expr.Name name -> name(name);
            case Expr.Call call -> call(call);
            case Expr.Unary unary -> unary(unary);
            case Expr.Binary binary -> binary(binary);
            case Expr.Cond cond -> {
                var sides = alike(translate(cond.then()), translate(cond.otherwise()));
                var then = sides.getFirst();
                var otherwise = sides.getLast();
                yield new Piece(CodeBlock.of("$L ? $L : $L", flag(translate(cond.test())).within(Code.OR), then.within(Code.OR),
                    otherwise.within(Code.TERNARY)), then.kind(), Code.TERNARY);
            }
            default -> throw new IllegalArgumentException(expr.at() + ": not part of a formula");
        };
    }

    /** Two truth values, where a tensor of them is a number, or two numbers. */
    private static List<Piece> alike(Piece a, Piece b) {
        return a.kind() == b.kind() ? List.of(a, b) : List.of(flag(a), flag(b));
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
        return dialect.isWritten(constant) ? Piece.literal(dialect.constant(constant), constant.value(), Code.PRIMARY)
            : Piece.number(dialect.constant(constant));
    }

    private Piece call(Expr.Call call) {
        var intrinsic = Intrinsic.of(call.function());
        if (intrinsic == null) {
            throw new IllegalArgumentException(call.at() + ": unknown function " + call.function());
        }
        var args = call.args().stream().map(this::translate).map(this::number).toList();
        var form = dialect.form(intrinsic);
        if (form == null) {
            return throughTheOther(intrinsic, args);
        }
        var kind = intrinsic.truth() ? Piece.Kind.FLAG : Piece.Kind.NUMBER;
        return switch (form) {
            case FunctionForm.Call _ -> new Piece(written(form, args.stream().map(Piece::text).toList()), kind, Code.PRIMARY);
            case FunctionForm.Text text -> new Piece(written(form, args.stream().map(a -> a.within(Code.PRIMARY)).toList()), kind,
                text.isPlain() ? Code.PRIMARY : Code.TERNARY);
        };
    }

    private static CodeBlock written(FunctionForm form, List<CodeBlock> args) {
        return switch (form) {
            case FunctionForm.Call call -> {
                var given = args.stream().collect(CodeBlock.joining(", ", "(", ")"));
                yield call.owner() == null ? CodeBlock.of("$L$L", call.name(), given)
                    : CodeBlock.of("$T.$L$L", KernelClasses.owner(call.owner()), call.name(), given);
            }
            case FunctionForm.Text text -> text.isConstant() ? CodeBlock.of("$L", text.template())
                : CodeBlock.of(FunctionForm.fill(text.template(), List.of("$1L", "$2L")), args.toArray());
        };
    }

    /** A function that exists for the other kind of numbers only is applied there: bits of doubles, roots of longs. */
    private Piece throughTheOther(Intrinsic intrinsic, List<Piece> args) {
        var other = dialect.other();
        var form = other.form(intrinsic);
        if (form == null) {
            throw new IllegalArgumentException(intrinsic + ": no numbers of " + dialect + " have this function");
        }
        var texts = args.stream().map(a -> CodeBlock.of("($L) $L", other.type(), a.within(Code.PREFIX))).toList();
        return new Piece(CodeBlock.of("($L) ($L)", dialect.type(), written(form, texts)), Piece.Kind.NUMBER, Code.PREFIX);
    }

    private Piece unary(Expr.Unary unary) {
        if (unary.op() == Operator.MINUS && unary.a() instanceof Expr.Name name && name.name().equals("INF")) {
            return Piece.number(dialect.negativeInfinity());
        }
        var a = translate(unary.a());
        return unary.op() == Operator.NOT
            ? new Piece(CodeBlock.of("!$L", flag(a).within(Code.PREFIX + 1)), Piece.Kind.FLAG, Code.PREFIX)
            : negative(number(a));
    }

    private static Piece negative(Piece number) {
        var literal = number.precedence() == Code.PRIMARY && number.literal() != null ? -number.literal() : null;
        return new Piece(CodeBlock.of("-$L", number.within(Code.PREFIX + 1)), Piece.Kind.NUMBER, Code.PREFIX, literal);
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
            return Piece.number(CodeBlock.of("$T.cdiv($L, $L)", KernelClasses.SCALAR_MATH, a.text(), b.text()));
        }
        if (dialect == Dialect.CUDA_LONG && operator == Operator.DIVIDE) {
            return Piece.number(CodeBlock.of("tn_cdiv($L, $L)", a.text(), b.text()));
        }
        return new Piece(CodeBlock.of("$L $L $L", a.within(precedence), operator, b.within(logical ? precedence : precedence + 1)),
            precedence < Code.SUM ? Piece.Kind.FLAG : Piece.Kind.NUMBER, precedence);
    }

    /** A truth value: of a number, whether it is not zero. */
    public static Piece flag(Piece piece) {
        return piece.kind() == Piece.Kind.FLAG ? piece
            : new Piece(CodeBlock.of("$L != 0", piece.within(Code.EQUALITY + 1)), Piece.Kind.FLAG, Code.EQUALITY);
    }

    /** A number: of a truth value, 1 or 0. */
    public Piece number(Piece piece) {
        return piece.kind() == Piece.Kind.NUMBER ? piece
            : new Piece(CodeBlock.of("$L ? $L : $L", piece.within(Code.OR), dialect.literal(1), dialect.literal(0)), Piece.Kind.NUMBER,
                Code.TERNARY);
    }
}
