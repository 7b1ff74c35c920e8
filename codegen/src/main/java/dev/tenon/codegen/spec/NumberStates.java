package dev.tenon.codegen.spec;

import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The states of an optimizer that are one number for each parameter. To the operator of a step they are settings: what they become is
 * computed with all else that is the same for every element, before a kernel runs. An assignment to one is a {@code let} of a new name
 * there, which what follows reads.
 */
public final class NumberStates {
    private final UpdateEntry update;
    /** By state, the name that it has in the end. */
    private final Map<String, String> names = new LinkedHashMap<>();
    private final List<UpdateEntry.Statement> step = new ArrayList<>();

    private NumberStates(UpdateEntry update) {
        this.update = update;
        update.numbers().forEach(state -> names.put(state.name(), state.name()));
        update.step().forEach(statement -> step.add(renamed(statement)));
    }

    /** The name that the value after an assignment has. */
    public static String next(String name) {
        return "next_" + name;
    }

    /** The optimizer as the operator of its step and its kernels see it. */
    public static UpdateEntry asSettings(UpdateEntry update) {
        return update.numbers().isEmpty() ? update : new NumberStates(update).asSettings();
    }

    /** What each becomes in a step, over settings, numbers and the number of the step; a number that reads tensors is not among them. */
    public static Map<String, Expr> after(UpdateEntry update) {
        var states = new NumberStates(update);
        var values = new StepScalars(states.asSettings()).values();
        Map<String, Expr> after = new LinkedHashMap<>();
        states.names.forEach((state, name) -> {
            var value = name.equals(state) ? new Expr.Name(state, update.at()) : values.get(name);
            if (value != null) {
                after.put(state, value);
            }
        });
        return after;
    }

    private UpdateEntry.Statement renamed(UpdateEntry.Statement statement) {
        Map<String, Expr> current = new HashMap<>();
        names.forEach((state, name) -> current.put(state, new Expr.Name(name, statement.at())));
        var value = ExprTree.substitute(statement.value(), current);
        if (!names.containsKey(statement.name())) {
            return new UpdateEntry.Statement(statement.name(), statement.isLet(), value, statement.at());
        }
        var name = next(names.get(statement.name()));
        names.put(statement.name(), name);
        return new UpdateEntry.Statement(name, true, value, statement.at());
    }

    private UpdateEntry asSettings() {
        var settings = new ArrayList<>(update.settings());
        update.numbers().forEach(state -> settings.add(setting(state)));
        var states = update.states().stream().filter(state -> !state.isNumber()).toList();
        return new UpdateEntry(update.key(), update.className(), update.recordName(), update.doc(), update.source(), update.sig(), settings,
            update.arguments(), update.variants(), update.requires(), states, List.copyOf(step), update.at());
    }

    private static UpdateEntry.Setting setting(UpdateEntry.State state) {
        var type = new ParamType.Attribute(ParamType.Attribute.Kind.FLOAT, false, 0, null, List.of());
        var param = new Param(state.name(), JavaNames.parameter(state.name()), type, null, state.at());
        return new UpdateEntry.Setting(param, "its state " + state.name() + " before this step", null);
    }
}
