package dev.tenon.codegen.expr;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * How large an expression is when it is written out, with every {@code let} in its place and every part in common again. All code that
 * walks over expressions walks over that, so what exceeds the limits is refused where it is read.
 *
 * @param parts how many operators, functions, names and numbers
 * @param levels how deep they are nested
 */
public record Extent(double parts, int levels) {
    public static final int MOST_PARTS = 5_000;
    public static final int MOST_LEVELS = 250;

    /** Of an expression whose parts in common may be one object. */
    public static Extent of(Expr expr) {
        return new Count().of(expr, Map.of());
    }

    public boolean exceeds() {
        return parts > MOST_PARTS || levels > MOST_LEVELS;
    }

    private static final class Count {
        /** What is outside of every {@code let}; inside, a name's meaning depends on the place. */
        private final Map<Expr, Extent> known = new IdentityHashMap<>();

        Extent of(Expr expr, Map<String, Extent> bound) {
            if (!bound.isEmpty()) {
                return counted(expr, bound);
            }
            var found = known.get(expr);
            if (found == null) {
                found = counted(expr, bound);
                known.put(expr, found);
            }
            return found;
        }

        private Extent counted(Expr expr, Map<String, Extent> bound) {
            if (expr instanceof Expr.Name name && bound.containsKey(name.name())) {
                return bound.get(name.name());
            }
            if (expr instanceof Expr.Let let) {
                var inner = new HashMap<>(bound);
                inner.put(let.name(), of(let.value(), bound));
                return of(let.body(), inner);
            }
            double times = expr instanceof Expr.Call call ? times(call) : 1;
            double parts = 1;
            int levels = 0;
            for (var child : ExprTree.children(expr)) {
                var extent = of(child, bound);
                parts += times * extent.parts();
                levels = Math.max(levels, extent.levels());
            }
            return new Extent(parts, levels + (times > 2 ? 2 * (int) times : 1));
        }

        /** A square is the product of its argument with itself, and a series has it at every power. */
        private static double times(Expr.Call call) {
            return call.function().equals("square") ? 2 : Series.of(call.function()) == null ? 1 : Math.max(1, call.args().size() - 2);
        }
    }
}
