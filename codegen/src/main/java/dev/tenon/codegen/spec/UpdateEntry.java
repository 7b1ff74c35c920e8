package dev.tenon.codegen.spec;

import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.expr.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One optimizer of a spec: what its step does to each element of a parameter.
 *
 * @param key the name: {@code adam}
 * @param className PyTorch's class: {@code Adam}
 * @param recordName the Java record of its settings
 * @param doc what it does, in sentences
 * @param source the paper or page it comes from
 * @param sig the tensors {@code param} and {@code grad}, and the settings with their defaults
 * @param settings what the settings mean and which values they may have, in the order of the signature
 * @param arguments the settings by PyTorch's arguments, in the order of the signature
 * @param variants PyTorch's classes that are this one with other defaults
 * @param requires conditions on several settings
 * @param states what is kept of each parameter from step to step
 * @param step what a step does, in order
 * @param at where the key is written
 */
public record UpdateEntry(String key, String className, String recordName, String doc, @Nullable String source, Signature sig,
    List<Setting> settings, List<Argument> arguments, List<Variant> variants, List<Require> requires, List<State> states,
    List<Statement> step, Position at) {
    /** The tensor that a step changes. */
    public static final String PARAM = "param";
    /** The tensor against which it is changed. */
    public static final String GRAD = "grad";
    /** The number of the step, from 1. */
    public static final String STEP = "step";
    /** The number of parameters that one call of the operator steps. */
    public static final String COUNT = "count";

    /**
     * A setting.
     *
     * @param about what it means
     * @param range the values that it may have; null for all
     */
    public record Setting(Param param, String about, @Nullable Range range) {
        public String name() {
            return param.name();
        }

        public boolean isFlag() {
            return param.attribute().kind() == ParamType.Attribute.Kind.BOOL;
        }
    }

    /** Numbers between two bounds, each with or without the bound itself; infinite where there is none. */
    public record Range(double low, boolean withLow, double high, boolean withHigh) {
        /** Whether it holds a number; NaN never. */
        public boolean holds(double value) {
            return (withLow ? value >= low : value > low) && (withHigh ? value <= high : value < high);
        }

        /** How specs and messages say it: {@code at least 0}, {@code in [0, 1)}. */
        public String text() {
            if (Double.isInfinite(high)) {
                return (withLow ? "at least " : "above ") + number(low);
            }
            return "in " + (withLow ? '[' : '(') + number(low) + ", " + number(high) + (withHigh ? ']' : ')');
        }

        private static String number(double value) {
            return value == Math.rint(value) && Math.abs(value) < 1e15 ? String.valueOf((long) value) : String.valueOf(value);
        }
    }

    /** An argument of PyTorch's class: one setting, or several in a list such as {@code betas}. */
    public record Argument(String name, List<Setting> settings) {
        public boolean isList() {
            return settings.size() > 1;
        }
    }

    /** A class of PyTorch's with other defaults: by setting, a number or a truth value. */
    public record Variant(String className, Map<String, Expr> defaults, Position at) {}

    /**
     * What an optimizer keeps of each parameter, of the parameter's shape or one number.
     *
     * @param initial of every element, over the settings
     * @param isNumber whether it is one number, which follows from settings, numbers and the number of the step
     * @param condition on the settings under which it is kept; null for always
     */
    public record State(String name, Expr initial, boolean isNumber, @Nullable Expr condition, Position at) {}

    /**
     * {@code let name = value}, or {@code name = value} for the parameter, a state or a {@code let} name.
     *
     * @param isLet whether the name is new
     */
    public record Statement(String name, boolean isLet, Expr value, Position at) {}

    /** The setting of this name, or null. */
    public @Nullable Setting setting(String name) {
        return settings.stream().filter(setting -> setting.name().equals(name)).findFirst().orElse(null);
    }

    /** The Java record of one step. */
    public String stepRecord() {
        return JavaNames.record(key) + "Step";
    }

    /** The name of the operator that steps. */
    public String stepName() {
        return key + "_step";
    }

    /** The parameter, the gradient and all states of the parameter's shape. */
    public List<String> tensors() {
        var names = new ArrayList<>(List.of(PARAM, GRAD));
        states.stream().filter(state -> !state.isNumber()).forEach(state -> names.add(state.name()));
        return names;
    }

    /** The states that are one number for each parameter. */
    public List<State> numbers() {
        return states.stream().filter(State::isNumber).toList();
    }
}
