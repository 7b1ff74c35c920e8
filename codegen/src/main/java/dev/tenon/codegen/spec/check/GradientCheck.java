package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.Result;
import dev.tenon.codegen.spec.types.Forms;
import dev.tenon.codegen.spec.yaml.Fields;
import java.util.Map;

/** Checks that every input that can have a gradient has one, or a reason why not, and that nothing else has. */
final class GradientCheck {
    private final OpEntry op;
    private final Fields fields;
    private final Diagnostics diagnostics;

    GradientCheck(OpEntry op, Fields fields, Diagnostics diagnostics) {
        this.op = op;
        this.fields = fields;
        this.diagnostics = diagnostics;
    }

    void run() {
        if (op instanceof OpEntry.Pointwise pointwise) {
            checkKeys("grad", pointwise.grad());
        }
        checkKeys("backward", op.backward());
        checkReasons();
        if (op instanceof OpEntry.Composite) {
            op.head().surrogate().keySet().forEach(this::checkSurrogate);
        }
        boolean differentiable = op.sig().results().stream().anyMatch(Result::differentiable);
        if (differentiable && (op instanceof OpEntry.Primitive || !op.backward().isEmpty())) {
            checkParams();
        } else if (!differentiable) {
            op.backward().forEach((name, gradient) -> diagnostics.report(Diagnostic.IDLE_GRADIENT,
                fields.at("backward", name, gradient.at()), name, "no result holds floating-point numbers"));
        }
    }

    /** Only a gradient that was written for a composite can differ from that of its parts. */
    private void checkSurrogate(String name) {
        var tensors = Forms.names(op.sig().tensors());
        var at = fields.at("surrogate", name, fields.at("surrogate", op.at()));
        if (!name.equals("*") && !tensors.contains(name)) {
            diagnostics.reportUnknown(Diagnostic.UNKNOWN_NAME, at, name, tensors, String.join(", ", tensors));
        } else if (name.equals("*") ? op.backward().isEmpty() : !op.backward().containsKey(name)) {
            var shown = !name.equals("*") ? name : tensors.isEmpty() ? "input" : tensors.getFirst();
            diagnostics.report(Diagnostic.SURROGATE, at, shown, "backward:");
        }
    }

    private void checkParams() {
        for (var param : op.sig().tensors()) {
            if (param.tensor().differentiable() && op.nogradReason(param.name()) == null && !hasGradient(param)) {
                var key = op instanceof OpEntry.Pointwise ? "grad:" : op instanceof OpEntry.Reduction ? "adjoint:" : "backward:";
                diagnostics.report(Diagnostic.NO_GRADIENT, param.at(), param.name(), op.key(), key + "' with '" + param.name() + ": ...");
            }
        }
    }

    private boolean hasGradient(Param param) {
        return switch (op) {
            case OpEntry.Pointwise pointwise ->
                pointwise.grad().containsKey(param.name()) || pointwise.backward().containsKey(param.name())
                    || FormulaCheck.isDerivable(pointwise, param.name());
            case OpEntry.Reduction _, OpEntry.Native _, OpEntry.View _, OpEntry.Composite _ -> op.backward().containsKey(param.name());
        };
    }

    private void checkKeys(String key, Map<String, Expr> gradients) {
        gradients.forEach((name, gradient) -> {
            var at = fields.at(key, name, gradient.at());
            var param = op.param(name);
            if (param == null || !param.isTensor()) {
                var tensors = Forms.names(op.sig().tensors());
                diagnostics.reportUnknown(Diagnostic.UNKNOWN_NAME, at, name, tensors, String.join(", ", tensors));
            } else if (!param.tensor().differentiable()) {
                diagnostics.report(Diagnostic.IDLE_GRADIENT, at, name, "its type holds no floating-point numbers");
            } else if (op.nogradReason(name) != null) {
                diagnostics.report(Diagnostic.IDLE_GRADIENT, at, name, "'nograd' gives a reason why it has none");
            }
        });
    }

    private void checkReasons() {
        for (var name : op.head().nograd().keySet()) {
            var param = op.param(name);
            if (!name.equals("*") && (param == null || !param.isTensor())) {
                var tensors = Forms.names(op.sig().tensors());
                diagnostics.reportUnknown(Diagnostic.UNKNOWN_NAME, fields.at("nograd", name, op.at()), name, tensors,
                    String.join(", ", tensors));
            }
        }
    }
}
