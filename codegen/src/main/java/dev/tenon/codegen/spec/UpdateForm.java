package dev.tenon.codegen.spec;

import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.expr.Printer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A step where it is settled which of the states that hang on a condition are there. Conditions of the formulas that follow from it are
 * decided, assignments to states that are not there are left out, and so is what nobody reads.
 *
 * @param present the states that are there
 * @param holds of each condition, whether it holds
 * @param step what is left of the step
 */
public record UpdateForm(List<UpdateEntry.State> present, Map<Condition, Boolean> holds, List<UpdateEntry.Statement> step) {
    /**
     * A condition on which states hang.
     *
     * @param state the first of these states, by which the condition is called
     */
    public record Condition(String state, Expr test) {
        /** Whether this state hangs on it. */
        public boolean isOf(UpdateEntry.State other) {
            return other.condition() != null && same(test, other.condition());
        }
    }

    /** Conditions that one entry may have: each doubles the forms. */
    public static final int MOST_CONDITIONS = 4;

    /** All forms of a step, that with every state first. */
    public static List<UpdateForm> of(UpdateEntry update) {
        var conditions = conditions(update);
        var forms = new ArrayList<UpdateForm>();
        for (int left = 0; left < 1 << conditions.size(); left++) {
            var holds = new LinkedHashMap<Condition, Boolean>();
            for (int c = 0; c < conditions.size(); c++) {
                holds.put(conditions.get(c), (left >> c & 1) == 0);
            }
            forms.add(form(update, holds));
        }
        return forms;
    }

    /** The different conditions of an optimizer's states. */
    public static List<Condition> conditions(UpdateEntry update) {
        var conditions = new ArrayList<Condition>();
        for (var state : update.states()) {
            if (state.condition() != null && conditions.stream().noneMatch(condition -> condition.isOf(state))) {
                conditions.add(new Condition(state.name(), state.condition()));
            }
        }
        return conditions;
    }

    private static UpdateForm form(UpdateEntry update, Map<Condition, Boolean> holds) {
        var present = new ArrayList<UpdateEntry.State>();
        var absent = new HashSet<String>();
        for (var state : update.states()) {
            boolean isThere = state.condition() == null
                || holds.entrySet().stream().anyMatch(entry -> entry.getValue() && entry.getKey().isOf(state));
            if (isThere) {
                present.add(state);
            } else {
                absent.add(state.name());
            }
        }
        var step = new ArrayList<UpdateEntry.Statement>();
        for (var statement : update.step()) {
            if (!absent.contains(statement.name())) {
                step.add(new UpdateEntry.Statement(statement.name(), statement.isLet(), decided(statement.value(), holds), statement.at()));
            }
        }
        return new UpdateForm(List.copyOf(present), holds, live(update, step));
    }

    /** Statements whose value is read afterwards, or kept. */
    private static List<UpdateEntry.Statement> live(UpdateEntry update, List<UpdateEntry.Statement> step) {
        Set<String> read = new HashSet<>(update.tensors());
        var live = new ArrayList<UpdateEntry.Statement>();
        for (var statement : step.reversed()) {
            if (read.contains(statement.name())) {
                live.addFirst(statement);
                read.addAll(ExprTree.names(statement.value()));
            }
        }
        return List.copyOf(live);
    }

    private static boolean same(Expr a, Expr b) {
        return Printer.print(a).equals(Printer.print(b));
    }

    private static Expr decided(Expr expr, Map<Condition, Boolean> holds) {
        var result = expr;
        for (var condition : holds.entrySet()) {
            result = decided(result, condition.getKey().test(), condition.getValue());
        }
        return folded(result);
    }

    private static Expr decided(Expr expr, Expr condition, boolean holds) {
        if (same(expr, condition)) {
            return new Expr.Bool(holds, expr.at());
        }
        if (same(expr, negated(condition))) {
            return new Expr.Bool(!holds, expr.at());
        }
        if (condition instanceof Expr.Binary both && both.op() == (holds ? Operator.AND : Operator.OR)) {
            return decided(decided(expr, both.a(), holds), both.b(), holds);
        }
        return ExprTree.map(expr, part -> decided(part, condition, holds));
    }

    private static Expr negated(Expr condition) {
        return switch (condition) {
            case Expr.Unary not when not.op() == Operator.NOT -> not.a();
            case Expr.Binary equal when equal.op() == Operator.EQUAL -> new Expr.Binary(Operator.UNEQUAL, equal.a(), equal.b(), equal.at());
            case Expr.Binary unequal when unequal.op() == Operator.UNEQUAL ->
                new Expr.Binary(Operator.EQUAL, unequal.a(), unequal.b(), unequal.at());
            default -> new Expr.Unary(Operator.NOT, condition, Position.NONE);
        };
    }

    private static Expr folded(Expr expr) {
        var parts = ExprTree.map(expr, UpdateForm::folded);
        return switch (parts) {
            case Expr.Cond cond when cond.test() instanceof Expr.Bool test -> test.value() ? cond.then() : cond.otherwise();
            case Expr.Unary not when not.op() == Operator.NOT && not.a() instanceof Expr.Bool bool ->
                new Expr.Bool(!bool.value(), not.at());
            case Expr.Binary both when both.op().isLogical() && both.a() instanceof Expr.Bool bool ->
                bool.value() == (both.op() == Operator.AND) ? both.b() : bool;
            case Expr.Binary both when both.op().isLogical() && both.b() instanceof Expr.Bool bool ->
                bool.value() == (both.op() == Operator.AND) ? both.a() : bool;
            default -> parts;
        };
    }
}
