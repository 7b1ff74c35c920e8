package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import dev.tenon.codegen.spec.yaml.Fields;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that a pointwise operator uses all that it is given, and what is said of gradients. */
final class UsageCheck {
    private final OpEntry.Pointwise op;
    private final Fields fields;
    private final Diagnostics diagnostics;

    UsageCheck(OpEntry.Pointwise op, Fields fields, Diagnostics diagnostics) {
        this.op = op;
        this.fields = fields;
        this.diagnostics = diagnostics;
    }

    void run() {
        if (op.rule() == null) {
            checkUse();
        }
        checkSurrogates();
    }

    // ---- parameters -----------------------------------------------------------------------------------------------------

    private void checkUse() {
        var used = names();
        var tensors = op.sig().tensors();
        boolean readsTensors = tensors.stream().anyMatch(param -> used.contains(param.name()));
        for (var param : op.sig().params()) {
            // Where no tensor is read at all, the first says the shape and the dtype: a tensor like it.
            boolean isLike = !readsTensors && param.equals(tensors.getFirst());
            if (!used.contains(param.name()) && !isLike) {
                diagnostics.report(Diagnostic.UNUSED, param.at(), op.key(), param.name(), param.isTensor()
                    ? "name it in the formula, or remove it; a result of its shape needs no more than '0 * " + param.name() + "'"
                    : "name it in the formula, or remove it");
            }
        }
        if (!readsTensors && op.sig().attributes().stream().noneMatch(param -> used.contains(param.name()))) {
            var formula = op.formula().values().iterator().next();
            diagnostics.report(Diagnostic.UNUSED, formula.at(), op.key(), tensors.getFirst().name(),
                "name it in the formula; for a tensor of one number there is full_like");
        }
    }

    private Set<String> names() {
        var names = new LinkedHashSet<String>();
        add(op.formula().values(), names);
        add(op.integer().values(), names);
        add(op.grad().values(), names);
        add(op.backward().values(), names);
        op.requires().forEach(require -> {
            add(require.condition(), names);
            add(require.values(), names);
        });
        add(op.shape(), names);
        add(op.dtype(), names);
        op.sig().results().forEach(result -> names.add(result.dtype()));
        op.sig().attributes().stream().filter(this::chooses).forEach(param -> names.add(param.name()));
        return names;
    }

    private boolean chooses(Param param) {
        return param.attribute().kind() == ParamType.Attribute.Kind.ENUM && !op.formula().containsKey("");
    }

    private static void add(Collection<Expr> exprs, Set<String> names) {
        exprs.forEach(expr -> add(expr, names));
    }

    private static void add(@Nullable Expr expr, Set<String> names) {
        if (expr != null) {
            names.addAll(ExprTree.names(expr));
        }
    }

    // ---- surrogates -----------------------------------------------------------------------------------------------------

    private void checkSurrogates() {
        for (var name : op.head().surrogate().keySet()) {
            boolean any = name.equals("*") && !(op.grad().isEmpty() && op.backward().isEmpty() && op.kinks().isEmpty());
            var param = op.param(name);
            var at = fields.at("surrogate", name, fields.at("surrogate", op.at()));
            if (!name.equals("*") && (param == null || !param.isTensor())) {
                var tensors = op.sig().tensors().stream().map(Param::name).toList();
                diagnostics.reportUnknown(Diagnostic.UNKNOWN_NAME, at, name, tensors, String.join(", ", tensors));
            } else if (!any && !op.grad().containsKey(name) && !op.backward().containsKey(name) && op.kinks().isEmpty()) {
                diagnostics.report(Diagnostic.SURROGATE, at, name.equals("*") ? op.sig().tensors().getFirst().name() : name, "grad:");
            } else if (param != null && op.nogradReason(name) != null) {
                diagnostics.report(Diagnostic.IDLE_GRADIENT, at, name, "'nograd' gives a reason why it has none");
            }
        }
    }
}
