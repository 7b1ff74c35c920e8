package dev.tenon.codegen.spec;

import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.expr.Printer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parts of a step that are the same for every element, because they read settings and the number of the step only: {@code let} names
 * of such a value, settings, and arithmetic on both. They are computed once, in double, and are names in the {@link #forms}.
 */
public final class StepScalars {
    /**
     * A number or a truth value of a step.
     *
     * @param local the variable that holds it
     * @param isFlag whether it is a truth value
     * @param source its expression over settings and the number of the step
     */
    public record Scalar(String local, boolean isFlag, Expr source) {}

    private final UpdateEntry update;
    private final Set<String> ofElements = new HashSet<>();
    /** The values of {@code let} names that are the same for every element, over settings. */
    private final Map<String, Expr> lets = new LinkedHashMap<>();
    private final Map<String, Scalar> scalars = new LinkedHashMap<>();
    private final List<UpdateForm> forms = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();

    public StepScalars(UpdateEntry update) {
        this.update = update;
        ofElements.addAll(update.tensors());
        update.step().stream().filter(statement -> !statement.isLet()).forEach(statement -> ofElements.add(statement.name()));
        update.step().stream().filter(UpdateEntry.Statement::isLet).forEach(this::classify);
        UpdateForm.of(update).forEach(form -> forms.add(form(form)));
    }

    private void classify(UpdateEntry.Statement let) {
        if (ofElements.contains(let.name()) || readsElements(let.value())) {
            ofElements.add(let.name());
        } else {
            lets.put(let.name(), ExprTree.substitute(let.value(), lets));
        }
    }

    private boolean readsElements(Expr expr) {
        return ExprTree.names(expr).stream().anyMatch(ofElements::contains);
    }

    private UpdateForm form(UpdateForm form) {
        var step = form.step().stream().filter(statement -> !lets.containsKey(statement.name()))
            .map(statement -> new UpdateEntry.Statement(statement.name(), statement.isLet(), extract(statement.value()), statement.at()))
            .toList();
        return new UpdateForm(form.present(), form.holds(), step);
    }

    private Expr extract(Expr expr) {
        if (readsElements(expr)) {
            return ExprTree.map(expr, this::extract);
        }
        if (ExprTree.names(expr).stream().noneMatch(this::isScalar)) {
            return expr;
        }
        var key = Printer.print(expr);
        scalars.computeIfAbsent(key, _ -> scalar(expr));
        return new Expr.Name(key, expr.at());
    }

    private boolean isScalar(String name) {
        return name.equals(UpdateEntry.STEP) || lets.containsKey(name) || update.setting(name) != null;
    }

    private Scalar scalar(Expr expr) {
        boolean flag = isFlag(expr);
        if (expr instanceof Expr.Name name) {
            return new Scalar(JavaNames.parameter(name.name()), flag, ExprTree.substitute(expr, lets));
        }
        var kind = flag ? "flag" : "factor";
        return new Scalar(kind + counts.merge(kind, 1, Integer::sum), flag, ExprTree.substitute(expr, lets));
    }

    private boolean isFlag(Expr expr) {
        return switch (expr) {
            case Expr.Bool _ -> true;
            case Expr.Name name -> isFlag(name.name());
            case Expr.Unary unary -> unary.op() == Operator.NOT;
            case Expr.Binary binary -> !binary.op().isArithmetic();
            case Expr.Cond cond -> isFlag(cond.then());
            case Expr.Call call -> call.function().startsWith("is");
            default -> false;
        };
    }

    private boolean isFlag(String name) {
        var let = lets.get(name);
        var setting = update.setting(name);
        return let != null ? isFlag(let) : setting != null && setting.isFlag();
    }

    /** The step in all its forms, where what is the same for every element is a name. */
    public List<UpdateForm> forms() {
        return forms;
    }

    /** What those names stand for, in the order in which they are read. */
    public Map<String, Scalar> scalars() {
        return scalars;
    }

    /** The values of {@code let} names that are the same for every element, over settings and the number of the step. */
    public Map<String, Expr> values() {
        return lets;
    }

    /** The expressions of all numbers and truth values that are computed once. */
    public Collection<Expr> sources() {
        return scalars.values().stream().map(Scalar::source).toList();
    }
}
