package dev.tenon.tensor;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue knows of an operator.
 *
 * @param key the name in the spec, with the tag of an overload: {@code max/dim}
 * @param kind how it computes
 * @param differentiable whether it has gradients
 * @param doc what it computes
 * @param params its parameters in order
 * @param legacy names of arguments that are accepted where they say nothing: null or false
 * @param fixed arguments that choose this overload by having exactly these values
 */
public record OpInfo(String key, Kind kind, boolean differentiable, String doc, List<Parameter> params, List<String> legacy,
    Map<String, Object> fixed) {
    /** How an operator computes. */
    public enum Kind {
        POINTWISE, REDUCTION, COMPOSITE, NATIVE, VIEW
    }

    /** What a parameter takes. */
    public enum Type {
        TENSOR, TENSOR_OR_NUMBER, TENSORS, NUMBER, REAL, INTEGER, FLAG, INTEGERS, REALS, DTYPE, DEVICE, TEXT, CONSTANT, INDEX
    }

    /**
     * A parameter.
     *
     * @param name PyTorch's name
     * @param type what it takes
     * @param nullable whether it takes null
     * @param defaultValue the default as the spec writes it; null if the argument must be given
     * @param constants the values of a {@link Type#CONSTANT}
     */
    public record Parameter(String name, Type type, boolean nullable, @Nullable String defaultValue, List<String> constants) {
        /** A parameter of any type but {@link Type#CONSTANT}. */
        public Parameter(String name, Type type, boolean nullable, @Nullable String defaultValue) {
            this(name, type, nullable, defaultValue, List.of());
        }

        @Override
        public String toString() {
            return name + (defaultValue == null ? "" : "=" + defaultValue);
        }
    }

    /** The name without the tag of an overload. */
    public String name() {
        int tag = key.indexOf('/');
        return tag < 0 ? key : key.substring(0, tag);
    }

    /** The call as people read it: {@code gelu(input, approximate=none)}. */
    public String signature() {
        return params.stream().map(Parameter::toString).collect(Collectors.joining(", ", name() + "(", ")"));
    }
}
