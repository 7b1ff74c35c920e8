package dev.tenon.codegen.spec.read;

import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.types.Forms;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The formulas of a file's pointwise operators so far, which later formulas of the file may call by the operator's name: {@code
 * special.bessel_j0(x)} stands for that operator's formula with {@code x} for its parameter.
 */
final class EarlierFormulas {
    private record Function(List<String> parameters, Expr formula) {}

    private final Map<String, Function> functions = new HashMap<>();

    /** Lets later formulas call this operator, if it has one formula over nothing but tensors. */
    void add(OpEntry op) {
        var formula = op instanceof OpEntry.Pointwise pointwise ? pointwise.formula().get("") : null;
        if (formula != null && op.sig().attributes().isEmpty()) {
            functions.put(op.name(), new Function(Forms.names(op.sig().tensors()), withoutLets(formula)));
        }
    }

    /** A formula with each such call replaced by what it stands for; calls of anything else stay for the check to tell. */
    Expr inlined(Expr expr) {
        var mapped = ExprTree.map(expr, this::inlined);
        if (!(mapped instanceof Expr.Call call) || !call.named().isEmpty()) {
            return mapped;
        }
        var function = functions.get(call.function());
        if (function == null || function.parameters().size() != call.args().size()) {
            return mapped;
        }
        var values = new HashMap<String, Expr>();
        for (int i = 0; i < call.args().size(); i++) {
            values.put(function.parameters().get(i), call.args().get(i));
        }
        return ExprTree.substitute(function.formula(), values);
    }

    /** Names of a {@code let} could mean something else where the formula is put. */
    private static Expr withoutLets(Expr expr) {
        return expr instanceof Expr.Let let ? withoutLets(ExprTree.substitute(let.body(), Map.of(let.name(), withoutLets(let.value()))))
            : ExprTree.map(expr, EarlierFormulas::withoutLets);
    }
}
