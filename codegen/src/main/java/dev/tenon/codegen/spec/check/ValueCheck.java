package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.expr.Dag;
import dev.tenon.codegen.expr.Evaluator;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Intrinsic;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.yaml.Fields;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks pointwise formulas by evaluating them: that they are numbers and not always the same one, and that written gradients are what
 * differences of the formula give.
 */
final class ValueCheck {
    private static final double TOLERANCE = 1e-4;
    private static final int FEWEST = 3;

    private final OpEntry.Pointwise op;
    private final Fields fields;
    private final Diagnostics diagnostics;

    ValueCheck(OpEntry.Pointwise op, Fields fields, Diagnostics diagnostics) {
        this.op = op;
        this.fields = fields;
        this.diagnostics = diagnostics;
    }

    void run() {
        boolean integers = op.sig().tensors().stream().allMatch(param -> "IQB".indexOf(param.tensor().letter()) >= 0);
        var samples = new SamplePoints(op, integers);
        var ordinary = samples.ordinary();
        // Functions that sum terms take as many of them as their arguments are large.
        var all = op.formula().values().stream().anyMatch(ValueCheck::isOfSums) ? ordinary : samples.all();
        op.formula().values().forEach(formula -> checkValues(formula, all));
        if (!integers) {
            op.grad().forEach((name, gradient) -> checkGradient(name, new Dag().simplify(gradient), gradient.at(), ordinary));
            new KinkCheck(op, diagnostics).run();
        }
    }

    private static boolean isOfSums(Expr formula) {
        var intrinsic = formula instanceof Expr.Call call ? Intrinsic.of(call.function()) : null;
        return intrinsic != null && intrinsic.elementwise() || ExprTree.children(formula).stream().anyMatch(ValueCheck::isOfSums);
    }

    // ---- values ---------------------------------------------------------------------------------------------------------

    private void checkValues(Expr formula, List<Map<String, @Nullable Double>> points) {
        if (points.isEmpty()) {
            diagnostics.report(Diagnostic.DEGENERATE, formula.at(), op.key(), "never computed: 'require' refuses all that was tried",
                "correct 'require', or give attributes defaults that it allows");
            return;
        }
        var simple = new Dag().simplify(formula);
        var tensors = tensors(formula);
        var values = points.stream().mapToDouble(point -> Evaluator.evaluate(simple, point)).toArray();
        var numbers = Arrays.stream(values).filter(value -> !Double.isNaN(value)).distinct().toArray();
        if (numbers.length == 0 && !(formula instanceof Expr.Name)) {
            diagnostics.report(Diagnostic.DEGENERATE, formula.at(), op.key(), "NaN at all " + values.length + " points that were tried",
                "correct it, or give attributes defaults for which it is a number");
        } else if (numbers.length == 1 && !tensors.isEmpty()) {
            diagnostics.report(Diagnostic.DEGENERATE, formula.at(), op.key(),
                number(numbers[0]) + " whatever " + String.join(", ", tensors) + " is", "correct it, or write the number itself");
        }
    }

    /** The tensors that a formula names, in quotes. */
    private List<String> tensors(Expr formula) {
        var names = ExprTree.names(formula);
        return op.sig().tensors().stream().map(Param::name).filter(names::contains).map(name -> "'" + name + "'").toList();
    }

    // ---- gradients ------------------------------------------------------------------------------------------------------

    private void checkGradient(String name, Expr gradient, Position written, List<Map<String, @Nullable Double>> points) {
        var param = op.param(name);
        if (param == null || !param.isTensor() || !param.tensor().differentiable()) {
            return;
        }
        var at = fields.at("grad", name, written);
        boolean differs = false;
        for (var formula : op.formula().values()) {
            differs |= differs(name, gradient, new Dag().simplify(formula), at, points);
        }
        var reason = fields.at("surrogate", name, fields.at("surrogate", at));
        if (op.surrogateReason(name) != null && !differs) {
            diagnostics.report(Diagnostic.IDLE_SURROGATE, reason, name);
        }
    }

    /** Whether a gradient is another one than the formula's, which is reported unless there is a reason for it. */
    private boolean differs(String name, Expr gradient, Expr formula, Position at, List<Map<String, @Nullable Double>> points) {
        var outcomes = points.stream().map(point -> compared(name, gradient, formula, point)).filter(Objects::nonNull).toList();
        var other = outcomes.stream().filter(outcome -> !outcome.isProportional()).findFirst().orElse(null);
        if (other != null) {
            diagnostics.report(Diagnostic.WITHOUT_G, at, name, "at " + text(formula, gradient, other.point()) + " it is "
                + number(other.once()) + " for g = 1 and " + number(other.twice()) + " for g = 2", "multiply the derivative by g");
            return true;
        }
        var wrong = outcomes.stream().filter(outcome -> !outcome.agrees()).toList();
        // Differences of what jumps all over may look like a derivative now and then.
        if (wrong.size() < FEWEST || FEWEST * FEWEST * wrong.size() < outcomes.size()) {
            return false;
        }
        if (op.surrogateReason(name) == null) {
            var first = wrong.getFirst();
            diagnostics.report(Diagnostic.WRONG_GRADIENT, at, name, number(first.once()) + " for g = 1",
                text(formula, gradient, first.point()), number(first.difference()));
        }
        return true;
    }

    /**
     * A gradient beside the derivative.
     *
     * @param once for g = 1
     * @param twice for g = 2
     * @param difference what differences of the formula give
     */
    private record Outcome(Map<String, @Nullable Double> point, double once, double twice, double difference) {
        boolean isProportional() {
            return isClose(twice, 2 * once);
        }

        boolean agrees() {
            return isClose(once, difference);
        }

        private static boolean isClose(double a, double b) {
            return Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.max(Math.abs(a), Math.abs(b)));
        }
    }

    private static @Nullable Outcome compared(String name, Expr gradient, Expr formula, Map<String, @Nullable Double> point) {
        var difference = new Differences(formula, point, name).derivative();
        if (difference == null) {
            return null;
        }
        Map<String, @Nullable Double> with = new HashMap<>(point);
        with.put("output", Evaluator.evaluate(formula, point));
        with.put("g", 1.0);
        double once = Evaluator.evaluate(gradient, with);
        with.put("g", 2.0);
        double twice = Evaluator.evaluate(gradient, with);
        return Double.isFinite(once) && Double.isFinite(twice) ? new Outcome(point, once, twice, difference) : null;
    }

    /** The values that were tried, of all that the formula or the gradient reads. */
    private String text(Expr formula, Expr gradient, Map<String, @Nullable Double> point) {
        var names = ExprTree.names(formula);
        names.addAll(ExprTree.names(gradient));
        return op.sig().params().stream().map(Param::name).filter(name -> names.contains(name) && point.containsKey(name))
            .map(name -> name + " = " + (point.get(name) == null ? "null" : number(point.get(name)))).collect(Collectors.joining(", "));
    }

    /** A number in six digits, without zeros at the end. */
    static String number(@Nullable Double value) {
        if (value == null || !Double.isFinite(value)) {
            return String.valueOf(value);
        }
        return String.format(Locale.ROOT, "%.6g", value).replaceAll("(\\.\\d*?)0+($|e)", "$1$2").replaceAll("\\.($|e)", "$1");
    }
}
