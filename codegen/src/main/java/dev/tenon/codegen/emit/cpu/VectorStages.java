package dev.tenon.codegen.emit.cpu;

import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Intrinsic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A vector kernel in steps: functions that a loop cannot hold run over a whole block each, and loops of short operations lie between
 * them.
 *
 * @param calls the functions over blocks in order; later ones and the results name their values
 * @param results the results over operands and the values of calls
 */
record VectorStages(List<Call> calls, List<Expr> results) {
    /** All that the vectors themselves cannot do with the same bits before and after a loop is compiled. */
    private static final Set<String> OVER_BLOCKS = Set.of("exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sin", "cos", "tan",
        "asin",
        "acos", "atan", "atan2", "sinh", "cosh", "tanh", "sigmoid", "erf", "erfc", "asinh", "acosh", "atanh", "ceil", "floor", "round",
        "trunc", "pow", "fmod", "remainder", "floordiv");

    /** One function over a block. */
    record Call(String name, String function, List<Expr> args) {}

    /** Cuts formulas, whose common parts must be one node, into stages. */
    static VectorStages of(List<Expr> results, Predicate<String> isOperand) {
        return new Cutter(isOperand).cut(results);
    }

    /** Whether this formula has a function that is too long for a loop. */
    static boolean needsBlocks(Expr expr) {
        return expr instanceof Expr.Call call && isOverBlocks(call.function())
            || ExprTree.children(expr).stream().anyMatch(VectorStages::needsBlocks);
    }

    private static boolean isOverBlocks(String function) {
        var intrinsic = Intrinsic.of(function);
        return OVER_BLOCKS.contains(function) || intrinsic != null && intrinsic.elementwise();
    }

    private static final class Cutter {
        private final Predicate<String> isOperand;
        private final List<Call> calls = new ArrayList<>();
        private final Map<Expr, Expr> done = new IdentityHashMap<>();
        private final Map<String, Integer> counts = new HashMap<>();

        Cutter(Predicate<String> isOperand) {
            this.isOperand = isOperand;
        }

        VectorStages cut(List<Expr> results) {
            var over = results.stream().map(this::rewrite).toList();
            return new VectorStages(calls, over);
        }

        private Expr rewrite(Expr expr) {
            var known = done.get(expr);
            if (known == null) {
                known = name(ExprTree.map(expr, this::rewrite), expr);
                done.put(expr, known);
            }
            return known;
        }

        private Expr name(Expr rewritten, Expr original) {
            if (!(rewritten instanceof Expr.Call call) || !isOverBlocks(call.function())
                || ExprTree.names(original).stream().noneMatch(isOperand)) {
                return rewritten;
            }
            var name = call.function() + counts.merge(call.function(), 1, Integer::sum);
            calls.add(new Call(name, call.function(), call.args()));
            return new Expr.Name(name, call.at());
        }
    }
}
