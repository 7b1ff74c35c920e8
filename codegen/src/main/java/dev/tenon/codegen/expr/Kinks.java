package dev.tenon.codegen.expr;

import dev.tenon.codegen.diagnostic.Position;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Holds the kinks that a spec declares against those that its formula has. */
public final class Kinks {
    /** A kink that no entry of {@code kinks} is about: {@code a == b}, and where the formula decides. */
    public record Undeclared(String condition, Position at) {}

    private final Dag dag = new Dag();
    private final Expr formula;
    private final Set<String> variables;
    private final Predicate<Map<String, @Nullable Double>> allowed;
    private final List<Site> sites;

    /** @param variables the parameters by which derivatives are taken */
    public Kinks(Expr formula, Set<String> variables) {
        this(formula, variables, _ -> true);
    }

    /**
     * Kinks of a formula whose attributes are restricted.
     *
     * @param variables the parameters by which derivatives are taken
     * @param allowed whether a call may have these arguments: a jump elsewhere is none
     */
    public Kinks(Expr formula, Set<String> variables, Predicate<Map<String, @Nullable Double>> allowed) {
        this.allowed = allowed;
        this.formula = dag.simplify(formula);
        this.variables = variables;
        this.sites = new Sites(dag).of(this.formula);
    }

    /** The conditions of the kinks that are not declared. */
    public List<Undeclared> undeclared(List<Kink> declared) {
        var lacking = new ArrayList<Undeclared>();
        for (var site : sites) {
            boolean known = declared.stream().anyMatch(kink -> matches(kink, site));
            if (!known && isKink(site)) {
                lacking.add(new Undeclared(Printer.print(plain(site.a())) + " == " + Printer.print(plain(site.b())), site.at()));
            }
        }
        return lacking;
    }

    /** Whether the formula decides anything where this kink is declared. */
    public boolean has(Kink kink) {
        return sites.isEmpty() ? isSingular(kink) : sites.stream().anyMatch(site -> matches(kink, site)) || isSingular(kink);
    }

    /** Whether a derivative is no number at the kink: {@code sqrt} at 0. */
    private boolean isSingular(Kink kink) {
        var points = points(kink.left(), kink.right());
        return points.isEmpty() || variables.stream().map(wrt -> new Derivative(dag, wrt, Map.of(), false).of(formula))
            .anyMatch(derivative -> points.stream().anyMatch(point -> !Double.isFinite(Evaluator.evaluate(derivative, point))));
    }

    private boolean matches(Kink kink, Site site) {
        return KinkedDerivative.matches(site, points(kink.left(), kink.right()));
    }

    /** Whether some derivative differs between the two sides. Where no point of equality was found, the answer is yes. */
    private boolean isKink(Site site) {
        var involved = new LinkedHashSet<>(ExprTree.names(site.a()));
        involved.addAll(ExprTree.names(site.b()));
        involved.retainAll(variables);
        if (involved.isEmpty()) {
            return false;
        }
        var points = points(site.a(), site.b()).stream().filter(allowed).toList();
        return points.isEmpty() || variables.stream().anyMatch(wrt -> jumps(site, wrt, points));
    }

    private boolean jumps(Site site, String wrt, List<Map<String, @Nullable Double>> points) {
        var less = new Derivative(dag, wrt, Map.of(site, Site.Tie.LESS), true).of(formula);
        var greater = new Derivative(dag, wrt, Map.of(site, Site.Tie.GREATER), true).of(formula);
        return points.stream().anyMatch(point -> {
            double a = Evaluator.evaluate(less, point);
            double b = Evaluator.evaluate(greater, point);
            return !Double.isNaN(a) && !Double.isNaN(b) && !KinkedDerivative.close(a, b);
        });
    }

    private List<Map<String, @Nullable Double>> points(Expr left, Expr right) {
        var names = new LinkedHashSet<>(ExprTree.names(formula));
        names.addAll(ExprTree.names(left));
        names.addAll(ExprTree.names(right));
        return new KinkSamples(left, right, names).points(variables);
    }

    /** A nullable attribute with its substitute reads as the attribute in a kink. */
    private static Expr plain(Expr expr) {
        return expr instanceof Expr.Binary binary && binary.op() == Operator.OR_ELSE ? binary.a() : expr;
    }
}
