package dev.tenon.codegen.spec;

import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.expr.Expr;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A layer without state that an entry declares: its operator, with some of the arguments held.
 *
 * @param name PyTorch's name of the module, and the Java class
 * @param method what declares and makes it
 * @param topic the part of its package that says what it is about, instead of the spec file's name; null for that
 * @param arguments what it is made with, in the operator's order
 * @param fixed the operator's parameters that the layer does not let choose, with their values
 * @param shown what a printed layer tells, in order; null for all arguments, or for none where it has several inputs
 * @param all on what argument the layer gives all that another operator gives; null where it has one output
 * @param at where the name is written
 */
public record LayerSpec(String name, String method, @Nullable String topic, List<Argument> arguments, Map<String, Expr> fixed,
    @Nullable List<Shown> shown, @Nullable All all, Position at) {
    /** The operator's parameter that a layer fills with its mode, if the operator has it; such an operator draws random numbers. */
    public static final String TRAINING = "training";

    /**
     * An argument of a layer.
     *
     * @param of the operator's parameter that it becomes
     * @param param its name, type and default in the layer
     */
    public record Argument(String of, Param param) {
        /** Whether it may be left out. */
        public boolean hasDefault() {
            return param.defaultValue() != null || param.isTensor();
        }
    }

    /**
     * A truth value, false unless given, that makes the outputs of the layer all those of another operator with the same arguments.
     *
     * @param flag the argument
     * @param op the other operator, whose first output is that of the layer
     * @param at where it is written
     */
    public record All(Param flag, String op, Position at) {}

    /**
     * A part of what a printed layer tells.
     *
     * @param name the argument, or the word in front of a text
     * @param placed whether the value stands without a name
     * @param repeated how many numbers a list is shown as; 0 for as many as were given
     * @param otherwise the argument that is shown in the place of an absent one; null to tell that it is absent
     * @param optional whether nothing is told of an absent one
     * @param text what is told in the place of an argument, or null
     */
    public record Shown(String name, boolean placed, int repeated, @Nullable String otherwise, boolean optional, @Nullable String text) {}

    /** The argument that becomes this parameter of the operator, or null. */
    public @Nullable Argument argument(String of) {
        return arguments.stream().filter(argument -> argument.of().equals(of)).findFirst().orElse(null);
    }
}
