package dev.tenon.codegen.expr;

import java.util.List;
import java.util.Map;

/** Writes formulas as LaTeX for the documentation. */
public final class Latex {
    private static final Map<Operator, String> COMPARISONS = Map.of(Operator.EQUAL, "=", Operator.UNEQUAL, "\\ne", Operator.LESS, "<",
        Operator.AT_MOST, "\\le", Operator.GREATER, ">", Operator.AT_LEAST, "\\ge",
        Operator.AND, "\\land", Operator.OR, "\\lor");

    private Latex() {}

    /** The LaTeX of a formula, for math mode. */
    public static String print(Expr expr) {
        return switch (expr) {
            case Expr.Num num -> number(num);
            case Expr.Bool bool -> "\\mathrm{" + bool.value() + "}";
            case Expr.NullLit _ -> "\\varnothing";
            case Expr.Name name -> name(name.name());
            case Expr.Field field -> print(field.target()) + "\\mathrm{." + escaped(field.name()) + "}";
            case Expr.Unary unary -> (unary.op() == Operator.MINUS ? "-" : "\\lnot ") + within(unary.a(), Precedence.UNARY);
            case Expr.Binary binary -> binary(binary);
            case Expr.Cond cond -> "\\begin{cases} " + cases(cond) + " \\end{cases}";
            case Expr.Call call -> call(call);
            case Expr.Index index -> print(index.target()) + "_{" + print(index.index()) + "}";
            case Expr.ListLit list -> "\\left[" + joined(list.items()) + "\\right]";
            case Expr.Let let -> print(let.body()) + ",\\quad " + name(let.name()) + " = " + print(let.value());
        };
    }

    private static String number(Expr.Num num) {
        var text = Printer.number(num);
        int exponent = text.indexOf('E');
        return exponent < 0 ? text : text.substring(0, exponent) + " \\cdot 10^{" + text.substring(exponent + 1) + "}";
    }

    private static String name(String name) {
        var constant = Constant.of(name);
        if (constant != null) {
            return constant.latex();
        }
        return name.length() == 1 ? name : "\\mathrm{" + escaped(name) + "}";
    }

    private static String escaped(String name) {
        return name.replace("_", "\\_");
    }

    private static String binary(Expr.Binary binary) {
        int level = binary.op().precedence();
        return switch (binary.op()) {
            case DIVIDE -> "\\frac{" + print(binary.a()) + "}{" + print(binary.b()) + "}";
            case TIMES -> within(binary.a(), level) + " \\cdot " + within(binary.b(), level + 1);
            case OR_ELSE -> print(binary.a());
            case PLUS, MINUS -> within(binary.a(), level) + " " + binary.op() + " " + within(binary.b(), level + 1);
            default -> within(binary.a(), level) + " " + COMPARISONS.get(binary.op()) + " " + within(binary.b(), level + 1);
        };
    }

    private static String cases(Expr.Cond cond) {
        var rest = cond.otherwise() instanceof Expr.Cond next ? cases(next) : print(cond.otherwise()) + " & \\text{otherwise}";
        return print(cond.then()) + " & " + print(cond.test()) + " \\\\ " + rest;
    }

    private static String call(Expr.Call call) {
        var intrinsic = Intrinsic.of(call.function());
        if (intrinsic == null || intrinsic.arity() != call.args().size()) {
            return "\\operatorname{" + escaped(call.function()) + "}\\left(" + joined(call.args()) + "\\right)";
        }
        return intrinsic.latex(call.args().stream().map(Latex::print).toList());
    }

    private static String joined(List<Expr> items) {
        return String.join(", ", items.stream().map(Latex::print).toList());
    }

    private static String within(Expr expr, int level) {
        boolean closed = expr instanceof Expr.Cond || expr instanceof Expr.Binary binary && binary.op() == Operator.DIVIDE;
        return Precedence.of(expr) < level && !closed ? "\\left(" + print(expr) + "\\right)" : print(expr);
    }
}
