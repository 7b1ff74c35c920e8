package dev.tenon.codegen.expr;

import dev.tenon.codegen.diagnostic.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Formulas as a graph in which equal parts are one node. All expressions that it returns are such nodes: compare them with
 * {@code ==}, and combine only nodes of one graph. The order of the operands of {@code +}, {@code *}, {@code ==} and {@code !=} does
 * not matter.
 */
public final class Dag {
    private record Key(String label, List<Integer> children) {}

    private final Map<Key, Expr> nodes = new HashMap<>();
    private final Map<Expr, Integer> ids = new IdentityHashMap<>();

    /**
     * Simplifies a formula as far as its values stay exactly the same: constants are folded, 0 and 1 vanish, {@code let} is
     * substituted.
     */
    public Expr simplify(Expr expr) {
        return new Simplifier(this, false).build(expr, Map.of());
    }

    /** The derivative of a formula by a parameter, simplified up to rounding; where operands tie, the second counts. */
    public Expr derivative(Expr formula, String wrt) {
        return derivative(formula, wrt, List.of());
    }

    /** The derivative of a formula by a parameter that has these subgradients where the formula has kinks. */
    public Expr derivative(Expr formula, String wrt, List<Kink> kinks) {
        return new KinkedDerivative(this, simplify(formula), wrt).with(kinks);
    }

    /** The product of two nodes, or 0 if one of them is. */
    public Expr product(Expr a, Expr b) {
        var loose = new Simplifier(this, true);
        return loose.product(a, b);
    }

    /** The sum of two nodes. */
    public Expr sum(Expr a, Expr b) {
        return new Simplifier(this, true).binary(Operator.PLUS, a, b, Position.NONE);
    }

    /** Straight-line code for these nodes, parts in common named. */
    public Schedule schedule(List<Expr> results) {
        return Schedule.of(results);
    }

    /** How many different nodes these expressions have, leaves included. */
    public int size(Expr... results) {
        Set<Expr> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (var result : results) {
            count(result, seen);
        }
        return seen.size();
    }

    private static void count(Expr expr, Set<Expr> seen) {
        if (seen.add(expr)) {
            ExprTree.children(expr).forEach(child -> count(child, seen));
        }
    }

    /** The node that is equal to this expression, whose parts are nodes already. */
    Expr intern(Expr expr) {
        var children = new ArrayList<Integer>();
        ExprTree.children(expr).forEach(child -> children.add(id(child)));
        if (expr instanceof Expr.Binary binary
            && Set.of(Operator.PLUS, Operator.TIMES, Operator.EQUAL, Operator.UNEQUAL).contains(binary.op())) {
            Collections.sort(children);
        }
        var node = nodes.computeIfAbsent(new Key(label(expr), children), _ -> expr);
        ids.putIfAbsent(node, ids.size());
        return node;
    }

    private int id(Expr node) {
        var id = ids.get(node);
        if (id == null) {
            throw new IllegalArgumentException("not a node of this graph: " + Printer.print(node));
        }
        return id;
    }

    private static String label(Expr expr) {
        return switch (expr) {
            case Expr.Num num -> "num " + num.integral() + " " + Double.doubleToLongBits(num.value()) + " " + num.whole();
            case Expr.Bool bool -> "bool " + bool.value();
            case Expr.NullLit _ -> "null";
            case Expr.Name name -> "name " + name.name();
            case Expr.Field field -> "field " + field.name();
            case Expr.Call call -> "call " + call.function() + " " + call.named().keySet();
            case Expr.Unary unary -> "unary " + unary.op();
            case Expr.Binary binary -> "binary " + binary.op();
            case Expr.Cond _ -> "cond";
            case Expr.Index _ -> "index";
            case Expr.ListLit _ -> "list";
            case Expr.Let let -> "let " + let.name();
        };
    }
}
