package dev.tenon.codegen.expr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Points at which two expressions are equal, found by trying: what holds at all of them holds at the kink. */
final class KinkSamples {
    private static final int POINTS = 12;
    private static final int STEPS = 60;

    private final Expr left;
    private final Expr right;
    private final Set<String> names;

    /** @param names all names that get a value */
    KinkSamples(Expr left, Expr right, Set<String> names) {
        this.left = left;
        this.right = right;
        this.names = names;
    }

    /** Up to twelve points, always the same; none if no equality was found. */
    List<Map<String, @Nullable Double>> points(Set<String> solvable) {
        var points = new ArrayList<Map<String, @Nullable Double>>();
        // One generator for all: the first numbers of generators with neighbouring seeds are nearly the same.
        var random = new Random(0);
        for (int i = 0; i < POINTS; i++) {
            Map<String, @Nullable Double> point = new HashMap<>();
            for (var name : names) {
                if (Constant.of(name) == null) {
                    point.put(name, random.nextDouble() * 6 - 3);
                }
            }
            if (solve(point, solvable)) {
                points.add(point);
            }
        }
        return points;
    }

    /** Moves a point to where both sides are equal, by changing one of these names; whether that was possible. */
    boolean solve(Map<String, @Nullable Double> point, Set<String> solvable) {
        if (assign(point, left, right) || assign(point, right, left)) {
            return true;
        }
        for (var name : solvable) {
            if (secant(point, name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean assign(Map<String, @Nullable Double> point, Expr target, Expr value) {
        if (target instanceof Expr.Name name && point.containsKey(name.name()) && !ExprTree.names(value).contains(name.name())) {
            point.put(name.name(), Evaluator.evaluate(value, point));
            return true;
        }
        return false;
    }

    /** The secant method, exact at once where both sides are linear. */
    private boolean secant(Map<String, @Nullable Double> point, String name) {
        var start = point.get(name);
        double x0 = start == null ? 0 : start;
        double x1 = x0 + 0.5;
        double f0 = difference(point, name, x0);
        for (int i = 0; i < STEPS; i++) {
            double f1 = difference(point, name, x1);
            if (Math.abs(f1) < 1e-12) {
                return true;
            }
            double next = x1 - f1 * (x1 - x0) / (f1 - f0);
            if (!Double.isFinite(next)) {
                break;
            }
            x0 = x1;
            f0 = f1;
            x1 = next;
        }
        point.put(name, start);
        return false;
    }

    private double difference(Map<String, @Nullable Double> point, String name, double value) {
        point.put(name, value);
        return Evaluator.evaluate(left, point) - Evaluator.evaluate(right, point);
    }
}
