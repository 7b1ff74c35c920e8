package dev.tenon.codegen.spec.read;

import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code let} names of an entry, which each of its expressions gets as far as it reads them. */
record Lets(Map<String, Expr> values) {
    /** An expression behind the names that it reads. */
    Expr before(Expr expr) {
        var result = expr;
        for (var let : new ArrayList<>(values.entrySet()).reversed()) {
            if (ExprTree.names(result).contains(let.getKey())) {
                result = new Expr.Let(let.getKey(), let.getValue(), result, let.getValue().at());
            }
        }
        return result;
    }

    Map<String, Expr> before(Map<String, Expr> exprs) {
        Map<String, Expr> bound = new LinkedHashMap<>();
        exprs.forEach((name, expr) -> bound.put(name, before(expr)));
        return bound;
    }

    @Nullable Expr beforeIfGiven(@Nullable Expr expr) {
        return expr == null ? null : before(expr);
    }
}
