package dev.tenon.codegen.emit.cuda;

import dev.tenon.codegen.emit.cpu.CpuPointwiseEmitter;
import dev.tenon.codegen.emit.formula.AttributeArithmetic;
import dev.tenon.codegen.emit.formula.Dialect;
import dev.tenon.codegen.emit.formula.Formulas;
import dev.tenon.codegen.expr.Assign;
import dev.tenon.codegen.expr.Dag;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.expr.Schedule;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pointwise kernel ready to be written in CUDA C++: every formula as straight-line code. All share their parameters, whichever an
 * attribute chooses and whatever type it computes in.
 *
 * @param floating by the constant that chooses, empty where only integers are computed
 * @param integral by the constant that chooses, empty where no integers are computed
 */
record CudaFormula(Formulas formulas, Map<String, Schedule> floating, Map<String, Schedule> integral, CudaParameters parameters) {
    /** Some functions and a few operations, as {@link CpuPointwiseEmitter#cost} counts. */
    private static final int CHEAP = 96;
    private static final Set<String> DIVISIONS = Set.of("fmod", "remainder", "floordiv");

    static CudaFormula of(Formulas formulas) {
        var floating = formulas.isFloating() ? formulas.byConstant() : Map.<String, List<Expr>>of();
        var integral = formulas.integral() == null ? Map.<String, List<Expr>>of() : formulas.integral();
        var all = new ArrayList<Expr>();
        floating.values().forEach(all::addAll);
        integral.values().forEach(all::addAll);
        var extracted = formulas.extract(all);
        var simplified = new ArrayList<Expr>();
        var rest = extracted.formulas().iterator();
        var uniforms = new LinkedHashMap<>(extracted.uniforms());
        var arithmetic = new AttributeArithmetic(formulas.op(), uniforms);
        var floats = scheduled(floating, rest, integral.isEmpty() ? arithmetic::named : formula -> formula, simplified);
        var integers = scheduled(integral, rest, formula -> formula, simplified);
        return new CudaFormula(formulas, floats, integers, CudaParameters.of(uniforms, simplified));
    }

    private static Map<String, Schedule> scheduled(Map<String, List<Expr>> byConstant, Iterator<Expr> extracted,
        UnaryOperator<Expr> prepared, List<Expr> simplified) {
        var schedules = new LinkedHashMap<String, Schedule>();
        byConstant.forEach((constant, results) -> {
            var dag = new Dag();
            var nodes = results.stream().map(_ -> dag.simplify(prepared.apply(dag.simplify(extracted.next())))).toList();
            simplified.addAll(nodes);
            schedules.put(constant, dag.schedule(nodes));
        });
        return schedules;
    }

    /** The constants that choose, or the empty one. */
    Iterable<String> constants() {
        return floating.isEmpty() ? integral.keySet() : floating.keySet();
    }

    /** The straight-line code in this dialect, or null if it is not computed in it. */
    @Nullable Schedule schedule(String constant, Dialect dialect) {
        return (dialect.integral() ? integral : floating).get(constant);
    }

    /** Inputs that are stored as truth values whatever the dtype, by bit. */
    int truths() {
        int truths = 0;
        for (int i = 0; i < formulas.operands().size(); i++) {
            var param = formulas.op().param(formulas.operands().get(i));
            if (param != null && param.isTensor() && param.tensor().letter() == 'B') {
                truths |= 1 << i;
            }
        }
        return truths;
    }

    /** Whether integers are divided: the kernel notes a division by zero, which it cannot throw. */
    boolean divides() {
        var found = new boolean[1];
        integral.values().forEach(schedule -> Stream.concat(schedule.assigns().stream().map(Assign::value), schedule.results().stream())
            .forEach(part -> ExprTree.walk(part, expr -> found[0] |= isDivision(expr))));
        return found[0];
    }

    private static boolean isDivision(Expr expr) {
        return expr instanceof Expr.Binary binary && binary.op() == Operator.DIVIDE
            || expr instanceof Expr.Call call && DIVISIONS.contains(call.function());
    }

    /** Whether moving the operands takes longer than computing: then it pays to move several elements at once. */
    boolean isCheap() {
        return formulas.byConstant().values().stream()
            .allMatch(results -> results.stream().mapToInt(CpuPointwiseEmitter::cost).sum() <= CHEAP);
    }
}
