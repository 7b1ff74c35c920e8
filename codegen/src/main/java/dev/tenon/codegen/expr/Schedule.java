package dev.tenon.codegen.expr;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Expressions as straight-line code: every part that is used more than once is assigned to a name first.
 *
 * @param assigns in the order in which they are computed
 * @param results the expressions over those names
 */
public record Schedule(List<Assign> assigns, List<Expr> results) {

    /** Makes a schedule of interned expressions; names {@code t1}, {@code t2} that the expressions read are left out. */
    static Schedule of(List<Expr> results) {
        return new Builder(results).build();
    }

    /** One run over the graph counts uses, a second one names and rewrites. */
    private static final class Builder {
        private final List<Expr> results;
        private final Map<Expr, Integer> uses = new IdentityHashMap<>();
        private final Map<Expr, Expr> written = new IdentityHashMap<>();
        private final List<Assign> assigns = new ArrayList<>();
        private final Set<String> taken = new HashSet<>();
        private int last;

        Builder(List<Expr> results) {
            this.results = results;
        }

        Schedule build() {
            results.forEach(this::count);
            return new Schedule(assigns, results.stream().map(this::write).toList());
        }

        private void count(Expr expr) {
            if (expr instanceof Expr.Name name) {
                taken.add(name.name());
            }
            if (uses.merge(expr, 1, Integer::sum) == 1) {
                ExprTree.children(expr).forEach(this::count);
            }
        }

        private Expr write(Expr expr) {
            var done = written.get(expr);
            if (done != null) {
                return done;
            }
            var rewritten = ExprTree.map(expr, this::write);
            if (uses.getOrDefault(expr, 0) > 1 && isWorthAName(expr)) {
                var name = freshName();
                assigns.add(new Assign(name, rewritten));
                rewritten = new Expr.Name(name, expr.at());
            }
            written.put(expr, rewritten);
            return rewritten;
        }

        private static boolean isWorthAName(Expr expr) {
            return switch (expr) {
                case Expr.Num _, Expr.Bool _, Expr.NullLit _, Expr.Name _ -> false;
                case Expr.Unary unary -> isWorthAName(unary.a());
                default -> true;
            };
        }

        private String freshName() {
            String name;
            do {
                name = "t" + ++last;
            } while (taken.contains(name));
            return name;
        }
    }
}
