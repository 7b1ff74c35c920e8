package dev.tenon.codegen.expr;

import java.util.LinkedHashSet;
import java.util.Set;

/** What formulas are where a parameter that may be null is null, and where it is given. */
public final class Nulls {
    private Nulls() {}

    /** The parameters of which a formula asks whether they are null; {@code ??} asks, too. */
    public static Set<String> asked(Expr formula) {
        var asked = new LinkedHashSet<String>();
        ExprTree.walk(formula, part -> {
            if (part instanceof Expr.Binary binary && asks(binary) && binary.a() instanceof Expr.Name name) {
                asked.add(name.name());
            }
        });
        return asked;
    }

    private static boolean asks(Expr.Binary binary) {
        return binary.op() == Operator.OR_ELSE || isTest(binary);
    }

    /** Whether it asks in so many words, {@code x == null} or {@code x != null}. */
    public static boolean isTest(Expr expr) {
        return expr instanceof Expr.Binary binary && binary.b() instanceof Expr.NullLit
            && (binary.op() == Operator.EQUAL || binary.op() == Operator.UNEQUAL);
    }

    /** {@code a ?? b} as {@code a != null ? a : b}. */
    public static Expr written(Expr.Binary orElse) {
        var given = new Expr.Binary(Operator.UNEQUAL, orElse.a(), new Expr.NullLit(orElse.at()), orElse.at());
        return new Expr.Cond(given, orElse.a(), orElse.b(), orElse.at());
    }

    /** A formula in which it is known whether this parameter was given; where it was not, nothing reads it any more. */
    public static Expr known(Expr formula, String name, boolean given) {
        if (formula instanceof Expr.Binary binary && asks(binary) && binary.a() instanceof Expr.Name read && read.name().equals(name)) {
            return switch (binary.op()) {
                case OR_ELSE -> given ? binary.a() : known(binary.b(), name, false);
                case EQUAL -> new Expr.Bool(!given, binary.at());
                default -> new Expr.Bool(given, binary.at());
            };
        }
        return ExprTree.map(formula, part -> known(part, name, given));
    }
}
