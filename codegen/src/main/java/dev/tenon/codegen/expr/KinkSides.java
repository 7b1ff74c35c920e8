package dev.tenon.codegen.expr;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The derivative on the two sides of a kink, beside the subgradient that is declared for it.
 *
 * @param point the arguments at the kink
 */
public record KinkSides(double below, double above, double subgradient, Map<String, @Nullable Double> point) {
    private static final double STEP = 1e-6;
    private static final double TOLERANCE = 1e-3;

    /**
     * The sides where the subgradient is not between them; null if it is at any of the points that were tried, or if it cannot be told.
     *
     * @param starts arguments, of which the one by which the derivative is taken is moved to the kink
     */
    public static @Nullable KinkSides wrong(Expr formula, Kink kink, String wrt, List<Map<String, @Nullable Double>> starts) {
        var dag = new Dag();
        var derivative = new Derivative(dag, wrt, Map.of(), false).of(dag.simplify(formula));
        @Nullable KinkSides wrong = null;
        var samples = new KinkSamples(kink.left(), kink.right(), Set.of());
        for (var start : starts) {
            var sides = sides(derivative, kink, wrt, samples, start);
            if (sides != null && sides.isBetween()) {
                return null;
            }
            wrong = wrong == null ? sides : wrong;
        }
        return wrong;
    }

    private static @Nullable KinkSides sides(Expr derivative, Kink kink, String wrt, KinkSamples samples,
        Map<String, @Nullable Double> start) {
        Map<String, @Nullable Double> point = new HashMap<>(start);
        try {
            if (!samples.solve(point, Set.of(wrt))) {
                return null;
            }
            var x = point.get(wrt);
            if (x == null) {
                return null;
            }
            double step = STEP * Math.max(1, Math.abs(x));
            double below = at(derivative, wrt, x - step, point);
            double above = at(derivative, wrt, x + step, point);
            double subgradient = Evaluator.evaluate(kink.subgradient(), point);
            boolean known = Double.isFinite(below) && Double.isFinite(above);
            return known ? new KinkSides(below, above, subgradient, point) : null;
        } catch (IllegalArgumentException unknown) {
            return null; // a name without a value: the kink of an attribute that is null here
        }
    }

    private static double at(Expr derivative, String wrt, double x, Map<String, @Nullable Double> point) {
        Map<String, @Nullable Double> moved = new HashMap<>(point);
        moved.put(wrt, x);
        return Evaluator.evaluate(derivative, moved);
    }

    private boolean isBetween() {
        double slack = TOLERANCE * Math.max(1, Math.max(Math.abs(below), Math.abs(above)));
        return subgradient >= lowest() - slack && subgradient <= highest() + slack;
    }

    public double lowest() {
        return Math.min(below, above);
    }

    public double highest() {
        return Math.max(below, above);
    }
}
