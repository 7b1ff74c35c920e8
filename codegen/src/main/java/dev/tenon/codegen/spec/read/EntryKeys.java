package dev.tenon.codegen.spec.read;

import dev.tenon.codegen.spec.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys of an entry and the kinds that know them. */
final class EntryKeys {
    private static final Set<Kind> ANY = EnumSet.allOf(Kind.class);
    private static final Set<Kind> OPERATORS = EnumSet.complementOf(EnumSet.of(Kind.UPDATE));
    private static final Map<String, Set<Kind>> KEYS = new LinkedHashMap<>();

    static {
        for (var key : List.of("kind", "sig", "doc", "source", "java", "record", "require", "mixin", "mixins")) {
            KEYS.put(key, ANY);
        }
        for (var key : List.of("grad_fn", "aliases", "names", "legacy", "fixed", "fluent", "internal", "nograd", "example", "let",
            "missing", "layer", "autocast")) {
            KEYS.put(key, OPERATORS);
        }
        for (var key : List.of("shape", "dtype")) {
            KEYS.put(key, EnumSet.complementOf(EnumSet.of(Kind.VIEW, Kind.UPDATE)));
        }
        for (var key : List.of("formula", "integer", "kinks", "grad")) {
            KEYS.put(key, EnumSet.of(Kind.POINTWISE));
        }
        KEYS.put("surrogate", EnumSet.of(Kind.POINTWISE, Kind.COMPOSITE));
        KEYS.put("inplace", EnumSet.of(Kind.POINTWISE, Kind.COMPOSITE, Kind.NATIVE));
        KEYS.put("reduce", EnumSet.of(Kind.REDUCTION));
        KEYS.put("backward", OPERATORS);
        KEYS.put("adjoint", EnumSet.of(Kind.REDUCTION, Kind.NATIVE, Kind.VIEW));
        KEYS.put("writes", EnumSet.of(Kind.NATIVE));
        KEYS.put("saved", EnumSet.of(Kind.REDUCTION, Kind.COMPOSITE, Kind.NATIVE, Kind.VIEW));
        KEYS.put("rule", EnumSet.of(Kind.POINTWISE, Kind.REDUCTION, Kind.NATIVE));
        KEYS.put("fused", EnumSet.of(Kind.REDUCTION, Kind.COMPOSITE, Kind.NATIVE));
        KEYS.put("body", EnumSet.of(Kind.COMPOSITE));
        KEYS.put("java_body", EnumSet.of(Kind.COMPOSITE));
        KEYS.put("kernels", EnumSet.of(Kind.NATIVE));
        KEYS.put("view", EnumSet.of(Kind.VIEW));
        for (var key : List.of("class", "settings", "arguments", "variants", "state", "step")) {
            KEYS.put(key, EnumSet.of(Kind.UPDATE));
        }
    }

    private EntryKeys() {}

    static Set<String> all() {
        return KEYS.keySet();
    }

    static boolean isKnown(String key) {
        return KEYS.containsKey(key);
    }

    static boolean belongs(String key, Kind kind) {
        return KEYS.getOrDefault(key, Set.of()).contains(kind);
    }

    /** The kinds that know a key, as text. */
    static String kinds(String key) {
        var names = new ArrayList<String>();
        KEYS.getOrDefault(key, Set.of()).forEach(kind -> names.add(kind.text()));
        return String.join(" or ", names);
    }

    /** The key that says what an operator of this kind computes, and an example of its value. */
    static String essential(Kind kind) {
        return switch (kind) {
            case POINTWISE -> "formula";
            case REDUCTION -> "reduce";
            case COMPOSITE -> "body";
            case NATIVE -> "kernels";
            case VIEW -> "view";
            case UPDATE -> "step";
        };
    }

    static String example(String key) {
        return switch (key) {
            case "kind" -> "pointwise";
            case "sig" -> "(F input) -> F";
            case "formula" -> "input * sigmoid(input)";
            case "reduce" -> "init 0, map input, combine a + b";
            case "body" -> "softmax(input, dim)";
            case "kernels" -> "cpu ClassName";
            case "view" -> "ViewRules.name";
            case "class" -> "Adam";
            case "step" -> "param = param - lr * grad";
            default -> "...";
        };
    }
}
