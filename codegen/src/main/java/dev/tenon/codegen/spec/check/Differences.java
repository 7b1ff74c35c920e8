package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.expr.Evaluator;
import dev.tenon.codegen.expr.Expr;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The derivative of a formula by differences, where it has one. */
final class Differences {
    private static final double STEP = 1e-4;

    private final Expr formula;
    private final Map<String, @Nullable Double> point;
    private final String param;

    Differences(Expr formula, Map<String, @Nullable Double> point, String param) {
        this.formula = formula;
        this.point = point;
        this.param = param;
    }

    /** The derivative, exact to some nine digits; null at and near places where the formula bends, jumps or is no number. */
    @Nullable Double derivative() {
        var x = point.get(param);
        if (x == null) {
            return null;
        }
        double step = STEP * Math.max(0.1, Math.abs(x));
        double middle = at(x);
        double coarse = (at(x + step) - at(x - step)) / (2 * step);
        double fine = (at(x + step / 2) - at(x - step / 2)) / step;
        double finest = (at(x + step / 4) - at(x - step / 4)) / (step / 2);
        double left = (middle - at(x - step)) / step;
        double right = (at(x + step) - middle) / step;
        double scale = Math.max(1, Math.abs(fine));
        boolean smooth = Math.abs(left - right) <= 0.02 * scale && Math.abs(coarse - fine) <= 1e-5 * scale
            && Math.abs(finest - fine) <= 1e-5 * scale;
        // Of large values, differences have lost the digits.
        boolean exact = Math.abs(middle) * 1e-16 / step <= 1e-6 * scale;
        return smooth && exact && Double.isFinite(fine) ? (4 * fine - coarse) / 3 : null;
    }

    private double at(double x) {
        Map<String, @Nullable Double> moved = new HashMap<>(point);
        moved.put(param, x);
        return Evaluator.evaluate(formula, moved);
    }
}
