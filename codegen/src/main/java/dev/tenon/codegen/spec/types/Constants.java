package dev.tenon.codegen.spec.types;

import dev.tenon.codegen.expr.Expr;
import java.util.ArrayList;
import java.util.List;

/** An argument that is a constant of an enum, or a choice of attributes among several. */
final class Constants {
    private Constants() {}

    /** The names that it can be; none if it is something else. */
    static List<Expr.Name> of(Expr expr) {
        return switch (expr) {
            case Expr.Name name -> List.of(name);
            case Expr.Cond cond -> {
                var then = of(cond.then());
                var otherwise = of(cond.otherwise());
                if (then.isEmpty() || otherwise.isEmpty()) {
                    yield List.of();
                }
                var both = new ArrayList<>(then);
                both.addAll(otherwise);
                yield both;
            }
            default -> List.of();
        };
    }

    /** What the choice depends on. */
    static List<Expr> tests(Expr expr) {
        var tests = new ArrayList<Expr>();
        if (expr instanceof Expr.Cond cond) {
            tests.add(cond.test());
            tests.addAll(tests(cond.then()));
            tests.addAll(tests(cond.otherwise()));
        }
        return tests;
    }
}
