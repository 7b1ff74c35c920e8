package dev.tenon.samples.conformance;

import dev.tenon.core.DType;
import dev.tenon.tensor.Index;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the arguments of a golden case into what the catalogue takes. */
final class Arguments {
    private Arguments() {}

    /**
     * Arguments by name.
     *
     * @param args members of a JSON object
     * @param tensors what {@code {"$tensor": INDEX}} stands for
     */
    static Map<String, @Nullable Object> resolve(Map<?, ?> args, List<Tensor> tensors) {
        var resolved = new LinkedHashMap<String, @Nullable Object>();
        args.forEach((name, value) -> resolved.put(String.valueOf(name), value(value, tensors)));
        return resolved;
    }

    private static @Nullable Object value(@Nullable Object value, List<Tensor> tensors) {
        return switch (value) {
            case Map<?, ?> marked -> marked(marked, tensors);
            // What PyTorch takes as any number of tensors may be written as one list of them.
            case List<?> list when list.size() == 1 && list.getFirst() instanceof List<?> inner && holdsTensors(inner) ->
                value(inner, tensors);
            case List<?> list -> {
                var items = new ArrayList<@Nullable Object>();
                list.forEach(item -> items.add(value(item, tensors)));
                yield items;
            }
            case String word when word.equals("Infinity") || word.equals("-Infinity") || word.equals("NaN") -> Double.valueOf(word);
            case null, default -> value;
        };
    }

    private static boolean holdsTensors(List<?> list) {
        return list.stream().allMatch(item -> item instanceof Map<?, ?> marked && marked.containsKey("$tensor"));
    }

    private static Object marked(Map<?, ?> marked, List<Tensor> tensors) {
        if (marked.get("$tensor") instanceof Long index) {
            return tensors.get(index.intValue());
        }
        if (marked.get("$dtype") instanceof String name) {
            return DType.named(name);
        }
        if (marked.get("$slice") instanceof List<?> bounds) {
            var step = (Long) bounds.get(2);
            return Index.slice((Long) bounds.get(0), (Long) bounds.get(1), step == null ? 1 : step);
        }
        if (marked.containsKey("$ellipsis")) {
            return Index.ellipsis();
        }
        throw new IllegalArgumentException("golden case: unknown argument " + marked);
    }
}
