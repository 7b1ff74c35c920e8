package dev.tenon.codegen.emit.tests;

import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.expr.Evaluator;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Kink;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The kinks of an operator as points at which its gradients can be asked for. */
final class KinkCases {
    /** The value of every operand that the kink leaves free; no kink of an operator is there by itself. */
    private static final double ELSEWHERE = 0.7;

    /**
     * One parameter at one kink.
     *
     * @param values of the operands, in order
     * @param subgradient what the gradient is there
     */
    record Case(String param, List<Double> values, double subgradient) {}

    private final OpEntry.Pointwise op;
    private final Map<String, @Nullable Double> attributes;

    /** @param attributes their values by name; one whose value is null or missing is not known */
    KinkCases(OpEntry.Pointwise op, Map<String, @Nullable Double> attributes) {
        this.op = op;
        this.attributes = attributes;
    }

    /** The cases of those kinks that say themselves where they are: an operand is equal to something that can be computed. */
    List<Case> cases() {
        return op.kinks().stream().flatMap(this::of).toList();
    }

    private Stream<Case> of(Kink kink) {
        var at = isOperand(kink.left()) ? point(kink.left(), kink.right())
            : isOperand(kink.right()) ? point(kink.right(), kink.left()) : null;
        if (at == null) {
            return Stream.of();
        }
        var involved = Stream.of(kink.left(), kink.right()).flatMap(side -> ExprTree.names(side).stream()).distinct()
            .filter(name -> isFirst(kink, name) || !op.grad().containsKey(name)).toList();
        var values = op.sig().tensors().stream().map(p -> at.getOrDefault(p.name(), ELSEWHERE)).toList();
        return op.sig().tensors().stream().map(Param::name).filter(name -> involved.contains(name) && Library.isDifferentiable(op, name))
            .map(name -> new Case(name, values, Evaluator.evaluate(kink.subgradient(), at)));
    }

    /** The subgradient is that of the operand on the left; another one whose gradient is written by hand may have its own. */
    private static boolean isFirst(Kink kink, String name) {
        return kink.left() instanceof Expr.Name left && left.name().equals(name);
    }

    private boolean isOperand(Expr expr) {
        return expr instanceof Expr.Name name && op.sig().tensors().stream().anyMatch(p -> p.name().equals(name.name()));
    }

    /** All names with a value where the operand equals the other side; null where that cannot be computed. */
    private @Nullable Map<String, @Nullable Double> point(Expr operand, Expr other) {
        Map<String, @Nullable Double> values = new HashMap<>(attributes);
        op.sig().tensors().forEach(p -> values.put(p.name(), ELSEWHERE));
        try {
            values.put(((Expr.Name) operand).name(), Evaluator.evaluate(other, values));
        } catch (IllegalArgumentException unknown) {
            return null;
        }
        return values;
    }
}
