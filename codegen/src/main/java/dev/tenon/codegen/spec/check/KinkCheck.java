package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Kink;
import dev.tenon.codegen.expr.KinkSides;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks the subgradients at declared kinks: each lies between the derivatives on the two sides. */
final class KinkCheck {
    private final OpEntry.Pointwise op;
    private final Diagnostics diagnostics;

    KinkCheck(OpEntry.Pointwise op, Diagnostics diagnostics) {
        this.op = op;
        this.diagnostics = diagnostics;
    }

    void run() {
        var known = new SamplePoints(op, false).ordinary();
        for (var kink : op.kinks()) {
            var involved = new HashSet<>(ExprTree.names(kink.left()));
            involved.addAll(ExprTree.names(kink.right()));
            for (var param : op.sig().tensors()) {
                if (involved.contains(param.name()) && isDerived(param)) {
                    var wrong = op.formula().values().stream().map(formula -> wrong(formula, kink, param, known)).toList();
                    // A kink is a formula's of several; those without it have nothing to say.
                    wrong.stream().filter(sides -> sides != null).findFirst().ifPresent(sides -> report(kink, param, sides));
                }
            }
        }
    }

    private boolean isDerived(Param param) {
        return param.tensor().differentiable() && op.nogradReason(param.name()) == null && op.surrogateReason(param.name()) == null
            && !op.grad().containsKey(param.name()) && !op.backward().containsKey(param.name());
    }

    private static @Nullable KinkSides wrong(Expr formula, Kink kink, Param param, List<Map<String, @Nullable Double>> points) {
        return KinkSides.wrong(formula, kink, param.name(), points);
    }

    private void report(Kink kink, Param param, KinkSides sides) {
        var at = sides.point().entrySet().stream().filter(entry -> op.param(entry.getKey()) != null).sorted(Map.Entry.comparingByKey())
            .map(entry -> entry.getKey() + " = " + ValueCheck.number(entry.getValue())).collect(Collectors.joining(", "));
        diagnostics.report(Diagnostic.WRONG_KINK, kink.at(), kink.text(), ValueCheck.number(sides.subgradient()), param.name(),
            ValueCheck.number(sides.below()), ValueCheck.number(sides.above()), at, ValueCheck.number(sides.lowest()),
            ValueCheck.number(sides.highest()));
    }
}
