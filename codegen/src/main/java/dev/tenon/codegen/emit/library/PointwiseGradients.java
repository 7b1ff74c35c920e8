package dev.tenon.codegen.emit.library;

import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.expr.Dag;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The gradients of a pointwise operator as formulas: what the spec declares, or the symbolic derivative times {@code g}.
 *
 * @param params the parameters that get a gradient, in order
 * @param byConstant for each enum constant (or {@code ""}) one formula per parameter
 */
public record PointwiseGradients(OpEntry.Pointwise op, List<Param> params, Map<String, List<Expr>> byConstant) {
    public static PointwiseGradients of(OpEntry.Pointwise op) {
        var params = op.sig().tensors().stream().filter(p -> Library.isDifferentiable(op, p.name())).toList();
        var byConstant = new LinkedHashMap<String, List<Expr>>();
        op.formula().forEach((constant, formula) -> {
            var dag = new Dag();
            byConstant.put(constant, params.stream().map(param -> gradient(op, dag, formula, param)).toList());
        });
        return new PointwiseGradients(op, params, byConstant);
    }

    private static Expr gradient(OpEntry.Pointwise op, Dag dag, Expr formula, Param param) {
        var declared = op.grad().get(param.name());
        if (declared != null) {
            return dag.simplify(declared);
        }
        var derivative = dag.derivative(formula, param.name(), op.kinks());
        return dag.product(dag.simplify(new Expr.Name("g", Position.NONE)), derivative);
    }

    /** Whether all formulas are one operator each: a fused kernel would save nothing. */
    boolean isSimple() {
        return byConstant.values().stream().flatMap(List::stream).allMatch(expr -> operators(expr) <= 1);
    }

    /** Whether the first-order path of this operator has fused kernels. */
    public static boolean hasFusedKernel(OpEntry op) {
        return !fused(op).isEmpty();
    }

    /**
     * The fused kernels of an operator: one for all gradients, and where there are several one for the first alone, for which often only
     * that of the first is wanted: not of the target of a loss, not of an exponent.
     */
    public static List<PointwiseGradients> fused(OpEntry op) {
        if (!(op instanceof OpEntry.Pointwise pointwise) || !pointwise.backward().isEmpty() || !Library.hasRule(op)) {
            return List.of();
        }
        var all = of(pointwise);
        if (all.isSimple()) {
            return List.of();
        }
        var first = all.first();
        return all.params().size() == 1 || first.isSimple() ? List.of(all) : List.of(all, first);
    }

    /** The gradient of the first parameter alone. */
    private PointwiseGradients first() {
        var formulas = new LinkedHashMap<String, List<Expr>>();
        byConstant.forEach((constant, list) -> formulas.put(constant, list.subList(0, 1)));
        return new PointwiseGradients(op, params.subList(0, 1), formulas);
    }

    /** The record of the kernel: {@code PowBackward}, or {@code PowInputBackward} for the first parameter alone. */
    public String recordName() {
        boolean part = of(op).params().size() > params.size();
        return op.recordName() + (part ? Names.pascal(params.getFirst().name()) : "") + "Backward";
    }

    /** The name of the kernel in messages and profiles. */
    public String key() {
        boolean part = of(op).params().size() > params.size();
        return op.key() + (part ? "_" + params.getFirst().name() : "") + "_backward";
    }

    /** The names the formulas read, without attributes: tensors, {@code g} and {@code output}; {@code g} first and {@code output} last. */
    public List<String> operands() {
        var read = new LinkedHashSet<String>();
        byConstant.values().forEach(list -> list.forEach(expr -> read.addAll(ExprTree.names(expr))));
        var operands = new ArrayList<String>();
        operands.add("g");
        op.sig().tensors().stream().map(Param::name).filter(read::contains).forEach(operands::add);
        if (read.contains("output")) {
            operands.add("output");
        }
        return operands;
    }

    /** The attributes that the formulas read; the enum that chooses the formula is one. */
    public List<Param> attributes() {
        var read = new LinkedHashSet<String>();
        byConstant.values().forEach(list -> list.forEach(expr -> read.addAll(ExprTree.names(expr))));
        return op.sig().attributes().stream().filter(p -> read.contains(p.name()) || isSelector(op, p)).toList();
    }

    /** Whether this attribute is the enum whose constants choose the formula. */
    public static boolean isSelector(OpEntry op, Param param) {
        return op instanceof OpEntry.Pointwise pointwise && !pointwise.formula().containsKey("")
            && !param.attribute().constants().isEmpty() && param.attribute().constants().containsAll(pointwise.formula().keySet());
    }

    /** A choice that attributes make is no operator: one of its sides is what is applied. */
    private int operators(Expr expr) {
        if (expr instanceof Expr.Cond cond && !readsTensor(cond.test())) {
            return Math.max(operators(cond.then()), operators(cond.otherwise()));
        }
        return readsTensor(expr) ? own(expr) + ExprTree.children(expr).stream().mapToInt(this::operators).sum() : 0;
    }

    private static int own(Expr expr) {
        return expr instanceof Expr.Name ? 0 : 1;
    }

    private boolean readsTensor(Expr expr) {
        Set<String> names = ExprTree.names(expr);
        return names.contains("g") || names.contains("output") || op.sig().tensors().stream().anyMatch(p -> names.contains(p.name()));
    }
}
