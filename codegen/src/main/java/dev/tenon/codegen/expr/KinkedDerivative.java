package dev.tenon.codegen.expr;

import dev.tenon.codegen.diagnostic.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A derivative with the declared subgradients. Where a subgradient is the limit from one side, the comparison that the derivative has
 * anyhow gets the strictness that lets this side win; only other subgradients cost a test of their own.
 */
final class KinkedDerivative {
    private static final int MOST_SITES = 4;

    private final Dag dag;
    private final Expr formula;
    private final String wrt;
    private final List<Site> sites;
    private final Map<Site, Site.Tie> ties = new HashMap<>();

    KinkedDerivative(Dag dag, Expr formula, String wrt) {
        this.dag = dag;
        this.formula = formula;
        this.wrt = wrt;
        this.sites = new Sites(dag).of(formula);
    }

    Expr with(List<Kink> kinks) {
        var guarded = kinks.stream().filter(this::isAbout).filter(kink -> !settled(kink)).toList();
        var result = new Derivative(dag, wrt, ties, false).of(formula);
        var nodes = new Simplifier(dag, true);
        for (var kink : guarded) {
            var test = nodes.binary(Operator.EQUAL, dag.simplify(kink.left()), dag.simplify(kink.right()), Position.NONE);
            result = nodes.cond(guard(kink, test), dag.simplify(kink.subgradient()), result, Position.NONE);
        }
        return result;
    }

    /** A kink at an attribute that may be null is none where it is null. */
    private Expr guard(Kink kink, Expr test) {
        var nodes = new Simplifier(dag, true);
        var guarded = test;
        for (var name : nullable()) {
            if (ExprTree.names(kink.left()).contains(name) || ExprTree.names(kink.right()).contains(name)) {
                var given = nodes.binary(Operator.UNEQUAL, nodes.node(new Expr.Name(name, Position.NONE)),
                    nodes.node(new Expr.NullLit(Position.NONE)),
                    Position.NONE);
                guarded = nodes.binary(Operator.AND, given, guarded, Position.NONE);
            }
        }
        return guarded;
    }

    private Set<String> nullable() {
        var names = new LinkedHashSet<String>();
        ExprTree.walk(formula, part -> {
            if (part instanceof Expr.Binary binary && binary.op() == Operator.OR_ELSE && binary.a() instanceof Expr.Name name) {
                names.add(name.name());
            }
        });
        return names;
    }

    private boolean isAbout(Kink kink) {
        return ExprTree.names(kink.left()).contains(wrt) || ExprTree.names(kink.right()).contains(wrt);
    }

    /** Whether the plain derivative has the subgradient, perhaps with ties decided, which is then noted. */
    private boolean settled(Kink kink) {
        var points = points(kink);
        var matching = sites.stream().filter(site -> !ties.containsKey(site) && matches(site, points)).limit(MOST_SITES).toList();
        if (points.isEmpty()) {
            return false;
        }
        var trials = trials(matching);
        var derivatives = trials.stream().map(trial -> new Derivative(dag, wrt, trial, true).of(formula)).toList();
        var telling = points.stream().filter(point -> differ(derivatives, point)).toList();
        for (int i = 0; i < trials.size(); i++) {
            if (agrees(derivatives.get(i), kink.subgradient(), points, telling)) {
                ties.putAll(trials.get(i));
                return true;
            }
        }
        return agrees(new Derivative(dag, wrt, Map.of(), false).of(formula), kink.subgradient(), points, telling);
    }

    /** Every way to decide the ties of some sites. */
    private static List<Map<Site, Site.Tie>> trials(List<Site> matching) {
        var trials = new ArrayList<Map<Site, Site.Tie>>();
        for (int choice = 0; choice < 1 << matching.size(); choice++) {
            var trial = new HashMap<Site, Site.Tie>();
            for (int i = 0; i < matching.size(); i++) {
                trial.put(matching.get(i), (choice >> i & 1) == 0 ? Site.Tie.LESS : Site.Tie.GREATER);
            }
            trials.add(trial);
        }
        return trials;
    }

    /** Whether it matters at a point how ties are decided. Where limits are the wrong way round it may not, and every way seems right. */
    private static boolean differ(List<Expr> derivatives, Map<String, @Nullable Double> point) {
        return derivatives.stream().skip(1).anyMatch(derivative -> !agree(derivative, derivatives.getFirst(), point));
    }

    private static boolean agree(Expr a, Expr b, Map<String, @Nullable Double> point) {
        return close(Evaluator.evaluate(a, point), Evaluator.evaluate(b, point));
    }

    private List<Map<String, @Nullable Double>> points(Kink kink) {
        var names = new LinkedHashSet<>(ExprTree.names(formula));
        names.addAll(ExprTree.names(kink.left()));
        names.addAll(ExprTree.names(kink.right()));
        names.addAll(ExprTree.names(kink.subgradient()));
        return new KinkSamples(kink.left(), kink.right(), names).points(Set.of(wrt));
    }

    /** Whether a site is one of this kink: a third of the points will do, for limits may be the wrong way round. */
    static boolean matches(Site site, List<Map<String, @Nullable Double>> points) {
        long equal = points.stream()
            .filter(point -> close(Evaluator.evaluate(site.a(), point), Evaluator.evaluate(site.b(), point))).count();
        return equal > 0 && 3 * equal >= points.size();
    }

    /** Whether a derivative is the subgradient: at a third of the points, and at all those that tell one way from another. */
    private static boolean agrees(Expr derivative, Expr subgradient, List<Map<String, @Nullable Double>> points,
        List<Map<String, @Nullable Double>> telling) {
        long equal = points.stream().filter(point -> agree(derivative, subgradient, point)).count();
        return equal > 0 && 3 * equal >= points.size() && telling.stream().allMatch(point -> agree(derivative, subgradient, point));
    }

    static boolean close(double a, double b) {
        return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.max(Math.abs(a), Math.abs(b)));
    }
}
