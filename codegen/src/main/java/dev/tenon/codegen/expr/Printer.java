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
            case Expr.Cond cond -> within(cond.test(), 1) + " ? " + print(cond.then()) + (endsInLets(cond) ? " :\n" : " : ")
                + print(cond.otherwise());
            case Expr.Index index -> within(index.target(), Precedence.PRIMARY) + "[" + print(index.index()) + "]";
            case Expr.ListLit list -> "[" + String.join(", ", list.items().stream().map(Printer::print).toList()) + "]";
            case Expr.Let let -> "let " + let.name() + " = " + print(let.value()) + "\n" + print(let.body());
        };
    }

    /** Whether what is computed where no condition holds begins with {@code let} lines. */
    private static boolean endsInLets(Expr expr) {
        return expr instanceof Expr.Let || expr instanceof Expr.Cond cond && endsInLets(cond.otherwise());
    }

    /** A number as it is written: {@code 2}, {@code 0.5}. */
    public static String number(Expr.Num num) {
        boolean whole = num.integral() && num.value() == Math.rint(num.value()) && Math.abs(num.value()) < 0x1p63;
        return whole ? Long.toString((long) num.value()) : Double.toString(num.value());
    }

    private static String binary(Expr.Binary binary) {
        int level = binary.op().precedence();
        return within(binary.a(), level) + " " + binary.op() + " " + within(binary.b(), level + 1);
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
