package dev.tenon.codegen.spec.read;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Validates against a JSON Schema, as far as ours goes: a keyword that is not known here is an error. */
final class JsonSchema {
    private static final Set<String> NOTES = Set.of("$schema", "$id", "$defs", "title", "description", "default", "errorMessage",
        "patternErrorMessage", "then", "else");

    private final Map<?, ?> root;
    private final List<String> errors = new ArrayList<>();

    private JsonSchema(Map<?, ?> root) {
        this.root = root;
    }

    /** What is wrong with a value, each with its place; empty if it is valid. */
    static List<String> errors(Map<?, ?> schema, @Nullable Object value) {
        var validator = new JsonSchema(schema);
        validator.validate(schema, value, "");
        return validator.errors;
    }

    private boolean isValid(@Nullable Object schema, @Nullable Object value) {
        var inner = new JsonSchema(root);
        inner.validate(schema, value, "");
        return inner.errors.isEmpty();
    }

    private void validate(@Nullable Object schema, @Nullable Object value, String at) {
        if (schema instanceof Boolean allowed) {
            require(allowed, at, "is not allowed");
            return;
        }
        var rules = (Map<?, ?>) Objects.requireNonNull(schema);
        rules.forEach((key, rule) -> {
            var keyword = key.toString();
            if (!NOTES.contains(keyword)) {
                check(keyword, Objects.requireNonNull(rule), rules, value, at);
            }
        });
    }

    private void check(String keyword, Object rule, Map<?, ?> rules, @Nullable Object value, String at) {
        switch (keyword) {
            case "$ref" -> validate(reference(rule.toString()), value, at);
            case "if" -> validate(Objects.requireNonNullElse(rules.get(isValid(rule, value) ? "then" : "else"), true), value, at);
            case "not" -> require(!isValid(rule, value), at, "is refused");
            case "allOf" -> ((List<?>) rule).forEach(part -> validate(part, value, at));
            case "anyOf" -> require(((List<?>) rule).stream().anyMatch(part -> isValid(part, value)), at, "fits none");
            case "oneOf" -> require(((List<?>) rule).stream().filter(part -> isValid(part, value)).count() == 1, at, "fits not one");
            case "const" -> require(rule.equals(value), at, "is not " + rule);
            case "enum" -> require(((List<?>) rule).contains(value), at, "is none of " + rule);
            case "type" -> require(types(rule).stream().anyMatch(type -> is(type.toString(), value)), at, "is no " + rule);
            case "pattern" -> require(!(value instanceof String text) || Pattern.compile(rule.toString()).matcher(text).find(), at,
                "does not match " + rule);
            case "minLength" -> require(!(value instanceof String text) || text.length() >= (int) rule, at, "is too short");
            case "minItems" -> require(!(value instanceof List<?> list) || list.size() >= (int) rule, at, "has too few items");
            case "minProperties" -> require(!(value instanceof Map<?, ?> map) || map.size() >= (int) rule, at, "has too few keys");
            case "uniqueItems" -> require(!(value instanceof List<?> list) || new HashSet<>(list).size() == list.size(), at, "repeats");
            case "items" -> each(value, (i, item) -> validate(rule, item, at + '/' + i));
            case "required" -> keys(value, keys -> ((List<?>) rule).forEach(key -> require(keys.containsKey(key), at, "has no " + key)));
            case "propertyNames" -> keys(value, keys -> keys.keySet().forEach(key -> validate(rule, key, at + '/' + key)));
            case "properties" -> keys(value, keys -> ((Map<?, ?>) rule).forEach((key, part) -> {
                if (keys.containsKey(key)) {
                    validate(part, keys.get(key), at + '/' + key);
                }
            }));
            case "patternProperties" -> keys(value, keys -> ((Map<?, ?>) rule).forEach((pattern, part) -> keys.forEach((key, inner) -> {
                if (Pattern.compile(pattern.toString()).matcher(key.toString()).find()) {
                    validate(part, inner, at + '/' + key);
                }
            })));
            case "additionalProperties" -> keys(value, keys -> keys.forEach((key, inner) -> {
                if (!names(rules, key.toString())) {
                    validate(rule, inner, at + '/' + key);
                }
            }));
            default -> throw new IllegalStateException("JsonSchema does not know '" + keyword + "'");
        }
    }

    private static boolean names(Map<?, ?> rules, String key) {
        return rules.get("properties") instanceof Map<?, ?> named && named.containsKey(key)
            || rules.get("patternProperties") instanceof Map<?, ?> patterns
                && patterns.keySet().stream().anyMatch(pattern -> Pattern.compile(pattern.toString()).matcher(key).find());
    }

    private void require(boolean holds, String at, String otherwise) {
        if (!holds) {
            errors.add((at.isEmpty() ? "/" : at) + ' ' + otherwise);
        }
    }

    private Object reference(String path) {
        Object found = root;
        for (var step : path.substring(2).split("/")) {
            found = Objects.requireNonNull(((Map<?, ?>) found).get(step), path);
        }
        return found;
    }

    private static Collection<?> types(Object rule) {
        return rule instanceof List<?> list ? list : List.of(rule);
    }

    private static boolean is(String type, @Nullable Object value) {
        return switch (type) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "number" -> value instanceof Number;
            case "boolean" -> value instanceof Boolean;
            case "null" -> value == null;
            default -> throw new IllegalStateException(type);
        };
    }

    @FunctionalInterface
    private interface Item {
        void accept(int i, @Nullable Object item);
    }

    private static void each(@Nullable Object value, Item visitor) {
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                visitor.accept(i, list.get(i));
            }
        }
    }

    private static void keys(@Nullable Object value, java.util.function.Consumer<Map<?, ?>> visitor) {
        if (value instanceof Map<?, ?> map) {
            visitor.accept(map);
        }
    }
}
