package dev.tenon.samples.conformance;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One golden case: the members of a JSON object, read by name. */
final class GoldenCase {
    private final Map<?, ?> members;

    GoldenCase(@Nullable Object json) {
        if (!(json instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("golden case: expected an object, found " + json);
        }
        this.members = map;
    }

    String id() {
        return text("id");
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    String text(String name) {
        return String.valueOf(required(name));
    }

    double number(String name) {
        return GoldenTensor.number(required(name));
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(required(name));
    }

    /** The list of that name; empty if it is absent. */
    List<?> list(String name) {
        return members.get(name) instanceof List<?> list ? list : List.of();
    }

    /** The object of that name; empty if it is absent. */
    Map<?, ?> map(String name) {
        return members.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    private Object required(String name) {
        var value = members.get(name);
        if (value == null) {
            throw new IllegalArgumentException("golden case: '" + name + "' is missing");
        }
        return value;
    }
}
