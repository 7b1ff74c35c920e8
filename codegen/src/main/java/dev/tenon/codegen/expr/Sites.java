package dev.tenon.codegen.expr;

import dev.tenon.codegen.diagnostic.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Finds where a formula decides by order. */
final class Sites {
    private final Expr zero;
    private final List<Site> sites = new ArrayList<>();
    private final Set<Expr> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    Sites(Dag dag) {
        this.zero = new Simplifier(dag, false).num(0, true);
    }

    /** The operands of min and max, of abs and 0, and of order comparisons in conditions; each pair once. */
    List<Site> of(Expr formula) {
        visit(formula);
        return sites;
    }

    private void visit(Expr expr) {
        if (!seen.add(expr)) {
            return;
        }
        if (expr instanceof Expr.Call call) {
            switch (call.function()) {
                case "min", "max" -> add(call.args().get(0), call.args().get(1), call.at());
                case "abs" -> add(call.args().getFirst(), zero, call.at());
                default -> {
                }
            }
        } else if (expr instanceof Expr.Cond cond) {
            visitTest(cond.test());
        }
        ExprTree.children(expr).forEach(this::visit);
    }

    private void visitTest(Expr test) {
        if (test instanceof Expr.Binary binary && binary.op().isOrder()) {
            add(binary.a(), binary.b(), binary.at());
        } else if (test instanceof Expr.Binary || test instanceof Expr.Unary) {
            ExprTree.children(test).forEach(this::visitTest);
        }
    }

    private void add(Expr a, Expr b, Position at) {
        boolean known = sites.stream().anyMatch(s -> s.a() == a && s.b() == b || s.a() == b && s.b() == a);
        if (!known) {
            sites.add(new Site(a, b, at));
        }
    }
}
