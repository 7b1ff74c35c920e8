package dev.tenon.codegen.expr;

import java.util.ArrayList;
import java.util.List;

/** Writes expressions in the syntax in which specs have them, with no more parentheses than needed. */
public final class Printer {
    private Printer() {}

    /** The text; parsing it gives the expression again. */
    public static String print(Expr expr) {
        return switch (expr) {
            case Expr.Num num -> number(num);
            case Expr.Bool bool -> Boolean.toString(bool.value());
            case Expr.NullLit _ -> "null";
            case Expr.Name name -> name.name();
            case Expr.Field field -> within(field.target(), Precedence.PRIMARY) + "." + field.name();
            case Expr.Call call -> call.function() + "(" + String.join(", ", arguments(call)) + ")";
            case Expr.Unary unary -> unary.op() + within(unary.a(), Precedence.UNARY);
            case Expr.Binary binary -> binary(binary);
            case Expr.Cond cond -> within(cond.test(), 1) + " ? " + print(cond.then()) + (hasLets(cond) ? " :\n" : " : ")
                + print(cond.otherwise());
            case Expr.Index index -> within(index.target(), Precedence.PRIMARY) + "[" + print(index.index()) + "]";
            case Expr.ListLit list -> "[" + String.join(", ", list.items().stream().map(Printer::print).toList()) + "]";
            case Expr.Let let -> "let " + let.name() + " = " + print(let.value()) + "\n" + print(let.body());
        };
    }

    /** Whether it, or what is computed where no condition holds, begins with {@code let} lines. */
    public static boolean hasLets(Expr expr) {
        return expr instanceof Expr.Let || expr instanceof Expr.Cond cond && hasLets(cond.otherwise());
    }

    /** A number as it is written: {@code 2}, {@code 0.5}. */
    public static String number(Expr.Num num) {
        return num.integral() ? Long.toString(num.whole()) : Double.toString(num.value());
    }

    private static String binary(Expr.Binary binary) {
        int level = binary.op().precedence();
        boolean rightFirst = binary.op() == Operator.OR_ELSE;
        return within(binary.a(), rightFirst ? level + 1 : level) + " " + binary.op() + " "
            + within(binary.b(), rightFirst ? level : level + 1);
    }

    private static List<String> arguments(Expr.Call call) {
        var arguments = new ArrayList<String>();
        call.args().forEach(arg -> arguments.add(print(arg)));
        call.named().forEach((name, value) -> arguments.add(name + "=" + print(value)));
        return arguments;
    }

    private static String within(Expr expr, int level) {
        return Precedence.of(expr) < level ? "(" + print(expr) + ")" : print(expr);
    }
}
