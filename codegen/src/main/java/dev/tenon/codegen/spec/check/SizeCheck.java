package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.expr.Dag;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Extent;
import dev.tenon.codegen.expr.Intrinsic;
import dev.tenon.codegen.spec.OpEntry;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;

/** Refuses entries whose expressions, or their derivatives, are too large written out. Comes before all checks that walk over them. */
final class SizeCheck {
    private final OpEntry op;
    private final Diagnostics diagnostics;
    private boolean fits = true;

    SizeCheck(OpEntry op, Diagnostics diagnostics) {
        this.op = op;
        this.diagnostics = diagnostics;
    }

    /** Whether the entry can be worked with. */
    boolean run() {
        if (op instanceof OpEntry.Pointwise pointwise) {
            pointwise.formula().values().forEach(formula -> check("the formula of " + op.key(), formula, formula.at()));
            pointwise.integer().values().forEach(formula -> check("the formula of " + op.key(), formula, formula.at()));
            checkGradients(pointwise.grad());
        }
        if (op instanceof OpEntry.Primitive primitive) {
            checkGradients(primitive.backward());
        }
        if (op instanceof OpEntry.Composite composite && composite.body() instanceof OpEntry.Body.Written written) {
            check("the body of " + op.key(), written.expr(), written.expr().at());
        }
        if (op.shape() != null) {
            check("the shape of " + op.key(), op.shape(), op.shape().at());
        }
        op.requires().forEach(require -> check("the requirement of " + op.key(), require.condition(), require.at()));
        if (fits && op instanceof OpEntry.Pointwise pointwise) {
            pointwise.formula().values().stream().filter(SizeCheck::hasArguments).forEach(formula -> checkDerivatives(pointwise, formula));
        }
        return fits;
    }

    private void checkGradients(Map<String, Expr> gradients) {
        gradients.forEach((name, gradient) -> check("the gradient by '" + name + "'", gradient, gradient.at()));
    }

    /** Whether each function has as many arguments as it takes; others have no derivative, and are reported elsewhere. */
    private static boolean hasArguments(Expr formula) {
        var wrong = new ArrayList<Expr>();
        ExprTree.walk(formula, expr -> {
            if (expr instanceof Expr.Call call && Intrinsic.of(call.function()) instanceof Intrinsic function
                && (function.arity() != call.args().size() || !call.named().isEmpty())) {
                wrong.add(expr);
            }
        });
        return wrong.isEmpty();
    }

    private void checkDerivatives(OpEntry.Pointwise pointwise, Expr formula) {
        for (var param : op.sig().tensors()) {
            boolean derived = param.tensor().differentiable() && op.nogradReason(param.name()) == null
                && !pointwise.grad().containsKey(param.name()) && !pointwise.backward().containsKey(param.name())
                && FormulaCheck.isDerivable(pointwise, param.name());
            if (derived && fits) {
                check("the derivative of " + op.key() + " by '" + param.name() + "'", new Dag().derivative(formula, param.name()),
                    formula.at());
            }
        }
    }

    private void check(String what, Expr expr, Position at) {
        var extent = Extent.of(expr);
        if (extent.exceeds()) {
            fits = false;
            diagnostics.report(Diagnostic.EXPRESSION_SIZE, at, what, String.format(Locale.ROOT, "%.0f", extent.parts()), extent.levels(),
                Extent.MOST_PARTS, Extent.MOST_LEVELS);
        }
    }
}
