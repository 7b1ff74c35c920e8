package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.BodyFunction;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.ShapeFunction;
import dev.tenon.codegen.spec.Sizes;
import dev.tenon.codegen.spec.SpecContext;
import dev.tenon.codegen.spec.types.DtypeCheck;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks that the form in place, which writes the result over the first operand, can ever do so. */
final class InPlaceCheck {
    private final SpecContext context;
    private final OpEntry op;
    private final Position at;
    private final Diagnostics diagnostics;

    InPlaceCheck(SpecContext context, OpEntry op, Position at, Diagnostics diagnostics) {
        this.context = context;
        this.op = op;
        this.at = at;
        this.diagnostics = diagnostics;
    }

    void run() {
        var tensors = op.sig().tensors();
        if (tensors.isEmpty()) {
            report("it has no tensor among its parameters", "remove this line");
            return;
        }
        var first = tensors.getFirst();
        if (first.tensor().list() || first.tensor().optional()) {
            report("'" + first.name() + "' is " + (first.tensor().list() ? "a list" : "not always given"),
                "remove this line, or make another tensor the first");
        } else if (op.inplace() != null && op.inplace().method() == null) {
            checkResult();
        }
    }

    private void checkResult() {
        var results = op.sig().results();
        var first = op.sig().tensors().getFirst();
        if (op.sig().listResult() || results.size() > 1) {
            report(op.sig().listResult() ? "its result is a list" : "it has " + results.size() + " results", "remove this line");
        } else if (!new DtypeCheck(op, Map.of(), diagnostics).fitsFirst()) {
            var dtype = op.dtype() == null ? results.getFirst().dtype() : Printer.print(op.dtype());
            report("its dtype is '" + dtype + "', and '" + first.name() + "' never has that",
                "remove this line, or " + (op.dtype() == null ? "make the result '" + first.tensor().letter() + "'" : "'dtype'"));
        } else {
            var reduced = reduced();
            if (reduced != null) {
                report(reduced, "remove this line");
            }
        }
    }

    /** In words how the result's shape differs from the first operand's, where the entry says so much; null where it does not. */
    private @Nullable String reduced() {
        var own = op.sig().tensors().getFirst().tensor().dims();
        var result = op.sig().results().getFirst().dims();
        if (own != null && result != null && own.stream().noneMatch(Sizes::isRest) && result.stream().noneMatch(Sizes::isRest)
            && own.size() != result.size() && result.stream().noneMatch(this::isList) && own.stream().noneMatch(this::isList)) {
            return "it has the sizes " + Sizes.text(result) + ", and not " + Sizes.text(own);
        }
        return folds(op.shape()) || op instanceof OpEntry.Composite composite && composite.body() instanceof OpEntry.Body.Written written
            && folds(written.expr()) ? "its dimensions are folded away" : null;
    }

    private boolean isList(Expr size) {
        return size instanceof Expr.Name name && op.param(name.name()) != null || size instanceof Expr.Call;
    }

    /** Whether this is the shape that a reduction leaves, or the reduction of all elements itself. */
    private boolean folds(@Nullable Expr expr) {
        if (!(expr instanceof Expr.Call call) || BodyFunction.of(call.function()) != null) {
            return false;
        }
        List<OpEntry> callees = context.byCall(call.function());
        return call.function().equals(ShapeFunction.REDUCED.text())
            || call.args().size() == 1 && call.named().isEmpty() && !callees.isEmpty()
                && callees.stream().allMatch(callee -> callee instanceof OpEntry.Reduction);
    }

    private void report(String reason, String fix) {
        diagnostics.report(Diagnostic.IN_PLACE, at, "the result of " + op.key(), reason, fix);
    }
}
