package dev.tenon.codegen.spec.check;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.expr.Constant;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.FormulaTypes;
import dev.tenon.codegen.expr.Intrinsic;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.NumberStates;
import dev.tenon.codegen.spec.StepScalars;
import dev.tenon.codegen.spec.UpdateEntry;
import dev.tenon.codegen.spec.UpdateForm;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Checks the statements of an optimizer's step: names, types, what is assigned, and that no state is read where it may not be there. */
final class StepCheck {
    private final UpdateEntry update;
    private final Diagnostics diagnostics;
    private final Map<String, FormulaTypes.Variable> names = new LinkedHashMap<>();
    private final Set<String> assignable = new HashSet<>();

    StepCheck(UpdateEntry update, Diagnostics diagnostics) {
        this.update = update;
        this.diagnostics = diagnostics;
        var number = new FormulaTypes.Variable(FormulaTypes.Type.NUMBER, false);
        update.tensors().forEach(name -> names.put(name, number));
        names.putAll(UpdateCheck.settings(update));
        names.put(UpdateEntry.STEP, number);
        update.numbers().forEach(state -> names.put(state.name(), number));
        assignable.addAll(update.tensors());
        update.numbers().forEach(state -> assignable.add(state.name()));
        assignable.remove(UpdateEntry.GRAD);
    }

    void run() {
        int before = diagnostics.reports();
        update.step().forEach(this::check);
        if (update.step().stream().noneMatch(statement -> !statement.isLet() && statement.name().equals(UpdateEntry.PARAM))) {
            diagnostics.report(Diagnostic.NODE, update.at(), "'step'", "statements that change the parameter",
                "'param = param - lr * grad'");
        }
        checkUse();
        if (diagnostics.reports() == before) {
            UpdateForm.of(update).forEach(this::checkStates);
            checkNumbers();
        }
        if (diagnostics.reports() == before) {
            new StepScalars(NumberStates.asSettings(update)).sources().forEach(source -> UpdateCheck.requirePlain(source, diagnostics));
        }
    }

    /** What is one number for all elements follows from what is the same for all of them. */
    private void checkNumbers() {
        var after = NumberStates.after(update);
        for (var state : update.numbers()) {
            var value = after.get(state.name());
            if (value == null) {
                diagnostics.report(Diagnostic.TYPE, state.at(), "'" + state.name() + "' of settings, 'step' and numbers per parameter",
                    "one that reads elements", "leave 'per parameter' out: a state of the parameter's shape may read them");
            } else {
                UpdateCheck.requirePlain(value, diagnostics);
            }
        }
    }

    /** What is kept of each parameter changes and is read, and settings matter. */
    private void checkUse() {
        var read = new HashSet<String>();
        update.step().forEach(statement -> read.addAll(ExprTree.names(statement.value())));
        for (var state : update.states()) {
            boolean assigned = update.step().stream().anyMatch(statement -> !statement.isLet() && statement.name().equals(state.name()));
            if (!read.contains(state.name())) {
                diagnostics.report(Diagnostic.IDLE_STATE, state.at(), state.name(), "read", "remove it, or use it in 'step'");
            } else if (!assigned) {
                diagnostics.report(Diagnostic.IDLE_STATE, state.at(), state.name(), "assigned",
                    "add '" + state.name() + " = ...' to 'step', or make a setting of it");
            }
            Stream.of(state.initial(), state.condition()).filter(Objects::nonNull).forEach(expr -> read.addAll(ExprTree.names(expr)));
        }
        update.settings().stream().filter(setting -> !read.contains(setting.name()))
            .forEach(setting -> diagnostics.report(Diagnostic.IDLE_SETTING, setting.param().at(), setting.name()));
    }

    private void check(UpdateEntry.Statement statement) {
        var type = new FormulaTypes(names, diagnostics).check(statement.value());
        ExprTree.walk(statement.value(), this::checkPart);
        if (statement.isLet()) {
            names.put(statement.name(), new FormulaTypes.Variable(type, false));
            assignable.add(statement.name());
        } else if (!assignable.contains(statement.name())) {
            diagnostics.reportUnknown(Diagnostic.UNKNOWN_NAME, statement.at(), statement.name(), assignable,
                String.join(", ", assignable.stream().sorted().toList()));
        } else if (type != FormulaTypes.Type.UNKNOWN && type != typeOf(statement.name())) {
            boolean number = typeOf(statement.name()) == FormulaTypes.Type.NUMBER;
            diagnostics.report(Diagnostic.TYPE, statement.value().at(), number ? "a number" : "a truth value",
                number ? "a truth value" : "a number", number ? "write 'condition ? 1 : 0'" : "write 'x != 0'");
        }
    }

    private FormulaTypes.Type typeOf(String name) {
        var known = names.get(name);
        return known == null ? FormulaTypes.Type.UNKNOWN : known.type();
    }

    private void checkPart(Expr part) {
        var intrinsic = part instanceof Expr.Call call ? Intrinsic.of(call.function()) : null;
        if (intrinsic != null && intrinsic.bitwise()) {
            diagnostics.report(Diagnostic.TYPE, part.at(), "a function of real numbers", "'" + intrinsic.text() + "'",
                "parameters have floating dtypes");
        }
        var constant = part instanceof Expr.Name name && !names.containsKey(name.name()) ? Constant.of(name.name()) : null;
        if (constant != null && constant.ofDtype()) {
            diagnostics.report(Diagnostic.TYPE, part.at(), "a number that all dtypes have", "'" + constant + "'",
                "make a setting of it, such as 'float eps = 1e-8'");
        }
    }

    private void checkStates(UpdateForm form) {
        var present = form.present().stream().map(UpdateEntry.State::name).toList();
        for (var statement : form.step()) {
            for (var state : update.states()) {
                if (!present.contains(state.name()) && state.condition() != null) {
                    ExprTree.walk(statement.value(), part -> {
                        if (part instanceof Expr.Name name && name.name().equals(state.name())) {
                            reportAbsent(state, name);
                        }
                    });
                }
            }
        }
    }

    /** The same reading is found in several forms, and told once. */
    private void reportAbsent(UpdateEntry.State state, Expr.Name name) {
        boolean told = diagnostics.findings().stream()
            .anyMatch(finding -> finding.kind() == Diagnostic.ABSENT_STATE && finding.at().equals(name.at()));
        if (!told && state.condition() != null) {
            diagnostics.report(Diagnostic.ABSENT_STATE, name.at(), state.name(), Printer.print(state.condition()));
        }
    }
}
