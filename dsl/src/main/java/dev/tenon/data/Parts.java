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

    private static String name(InputsAndTargets<?> holder) {
        return holder instanceof Batch ? "batch" : "sample";
    }

    static Tensor first(Map<String, Tensor> parts) {
        return parts.values().iterator().next();
    }

    /** The first target, which not everything has. */
    static Tensor target(InputsAndTargets<?> holder) {
        var targets = holder.targets();
        if (targets.isEmpty()) {
            throw new ArgumentException(name(holder) + ": there is no target, only inputs " + holder.inputs().keySet());
        }
        return first(targets);
    }

    static Tensor named(InputsAndTargets<?> holder, String name) {
        @Nullable Tensor input = holder.inputs().get(name);
        @Nullable Tensor part = input != null ? input : holder.targets().get(name);
        if (part == null) {
            throw new ArgumentException(name(holder) + ": there is no '" + name + "', only inputs " + holder.inputs().keySet()
                + " and targets " + holder.targets().keySet());
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
