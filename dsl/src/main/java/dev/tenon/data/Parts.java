package dev.tenon.data;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Named tensors in an order, as batches and samples hold them. */
final class Parts {
    private Parts() {}

    static Map<String, Tensor> copy(Map<String, Tensor> parts) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    static void check(String holder, Map<String, Tensor> inputs, Map<String, Tensor> targets) {
        if (inputs.isEmpty()) {
            throw new ArgumentException(holder + ": there must be at least one input");
        }
        for (var name : targets.keySet()) {
            if (inputs.containsKey(name)) {
                throw new ArgumentException(holder + ": '" + name + "' is an input and a target");
            }
        }
    }

    static Tensor first(Map<String, Tensor> parts) {
        return parts.values().iterator().next();
    }

    /** The first target, which not everything has. */
    static Tensor target(String holder, Map<String, Tensor> inputs, Map<String, Tensor> targets) {
        if (targets.isEmpty()) {
            throw new ArgumentException(holder + ": there is no target, only inputs " + inputs.keySet());
        }
        return first(targets);
    }

    static Tensor named(String holder, String name, Map<String, Tensor> inputs, Map<String, Tensor> targets) {
        @Nullable Tensor input = inputs.get(name);
        @Nullable Tensor part = input != null ? input : targets.get(name);
        if (part == null) {
            throw new ArgumentException(holder + ": there is no '" + name + "', only inputs " + inputs.keySet() + " and targets "
                + targets.keySet());
        }
        return part;
    }

    static Map<String, Tensor> with(Map<String, Tensor> parts, String name, Tensor part) {
        var changed = new LinkedHashMap<>(parts);
        changed.put(name, part);
        return changed;
    }

    /** With another first tensor, of the same name. */
    static Map<String, Tensor> withFirst(Map<String, Tensor> parts, String name, Tensor part) {
        return with(parts, parts.isEmpty() ? name : parts.keySet().iterator().next(), part);
    }

    static Map<String, Tensor> map(Map<String, Tensor> parts, UnaryOperator<Tensor> change) {
        var changed = new LinkedHashMap<String, Tensor>();
        parts.forEach((name, part) -> changed.put(name, change.apply(part)));
        return changed;
    }
}
