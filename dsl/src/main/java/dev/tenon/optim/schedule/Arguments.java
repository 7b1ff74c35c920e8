package dev.tenon.optim.schedule;

import dev.tenon.core.ArgumentException;
import dev.tenon.optim.Setting;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The arguments of a schedule by PyTorch's names, each of one kind. Immutable. */
final class Arguments {
    /** What an argument may be. */
    private enum Kind {
        NUMBER, WHOLE, FLAG, WORD, NUMBERS, WHOLES, FUNCTIONS
    }

    private record Argument(Kind kind, @Nullable Object value) {}

    private final String schedule;
    private final Map<String, Argument> all;

    private Arguments(String schedule, Map<String, Argument> all) {
        this.schedule = schedule;
        this.all = all;
    }

    /** None yet, of a schedule of this name. */
    static Arguments of(String schedule) {
        return new Arguments(schedule, Map.of());
    }

    private Arguments put(String name, Kind kind, @Nullable Object value) {
        var more = new LinkedHashMap<>(all);
        more.put(name, new Argument(kind, value));
        return new Arguments(schedule, more);
    }

    /** These and one more; its default is null where it must be given, or may be left out. */
    Arguments number(String name, @Nullable Double value) {
        return put(name, Kind.NUMBER, value);
    }

    Arguments whole(String name, @Nullable Long value) {
        return put(name, Kind.WHOLE, value);
    }

    Arguments flag(String name, boolean value) {
        return put(name, Kind.FLAG, value);
    }

    Arguments word(String name, String value) {
        return put(name, Kind.WORD, value);
    }

    /** A number for all groups, or one for each. */
    Arguments numbers(String name, @Nullable Double value) {
        return put(name, Kind.NUMBERS, value == null ? null : List.of(value));
    }

    Arguments wholeList(String name) {
        return put(name, Kind.WHOLES, null);
    }

    /** A function for all groups, or one for each. */
    Arguments functions(String name) {
        return put(name, Kind.FUNCTIONS, null);
    }

    String schedule() {
        return schedule;
    }

    /** Another value of one of these. */
    Arguments with(String name, @Nullable Object value) {
        var known = all.get(name);
        if (known == null) {
            throw Setting.unknown(schedule, name, Setting.of(all.keySet().stream().flatMap(n -> List.of(n, "").stream()).toArray()));
        }
        return put(name, known.kind, value == null ? null : converted(name, known.kind, value));
    }

    private Object converted(String name, Kind kind, Object value) {
        return switch (kind) {
            case NUMBER -> Setting.number(name, value);
            case WHOLE -> Setting.integer(name, value);
            case FLAG -> Setting.flag(name, value);
            case WORD -> value.toString();
            case NUMBERS -> list(value).stream().map(item -> Setting.number(name, item)).toList();
            case WHOLES -> list(value).stream().map(item -> Setting.integer(name, item)).toList();
            case FUNCTIONS -> list(value).stream().map(item -> function(name, item)).toList();
        };
    }

    private static List<?> list(Object value) {
        return value instanceof List<?> list ? list : List.of(value);
    }

    private LongToDoubleFunction function(String name, Object value) {
        if (value instanceof LongToDoubleFunction function) {
            return function;
        }
        throw new ArgumentException(schedule + ": " + name + " must be a function, got " + value + "\n  try:   step -> 1.0 / (1 + step)");
    }

    // ---- values -----------------------------------------------------------------------------------------------------

    private Object value(String name) {
        var argument = all.get(name);
        var value = argument == null ? null : argument.value;
        if (value == null) {
            throw new ArgumentException(schedule + ": " + name + " is missing\n  try:   o -> o." + method(name) + "(...)");
        }
        return value;
    }

    /** How the method is called that changes an argument. */
    private static String method(String name) {
        var method = new StringBuilder();
        for (var word : name.split("_")) {
            method.append(method.isEmpty() ? word.substring(0, 1).toLowerCase(Locale.ROOT) : word.substring(0, 1).toUpperCase(
                Locale.ROOT)).append(word.substring(1));
        }
        return method.toString();
    }

    boolean has(String name) {
        var argument = all.get(name);
        return argument != null && argument.value != null;
    }

    double number(String name) {
        return (Double) value(name);
    }

    long whole(String name) {
        return (Long) value(name);
    }

    boolean flag(String name) {
        return (Boolean) value(name);
    }

    String word(String name) {
        return (String) value(name);
    }

    List<Long> wholes(String name) {
        return ((List<?>) value(name)).stream().map(Long.class::cast).toList();
    }

    /** The number of a group. */
    double number(String name, int group) {
        return (Double) ofGroup(name, group);
    }

    LongToDoubleFunction function(String name, int group) {
        return (LongToDoubleFunction) ofGroup(name, group);
    }

    private Object ofGroup(String name, int group) {
        var values = (List<?>) value(name);
        return values.get(values.size() == 1 ? 0 : group);
    }

    /** Checks that every list has one value, or one for each of the groups, and that all is there that must be. */
    void requireGroups(int groups) {
        all.forEach((name, argument) -> {
            boolean grouped = argument.kind == Kind.NUMBERS || argument.kind == Kind.FUNCTIONS;
            if (grouped && argument.value instanceof List<?> values && values.size() != 1 && values.size() != groups) {
                throw new ArgumentException(schedule + ": " + name + " must have one value or one for each of the " + groups
                    + (groups == 1 ? " group" : " groups") + ", got " + values.size());
            }
        });
    }

    void require(boolean holds, String name, String range) {
        if (!holds) {
            throw new ArgumentException(schedule + ": " + name + " must be " + range + ", got " + all.getOrDefault(name,
                new Argument(Kind.WORD, "nothing")).value);
        }
    }

    /** What a state can hold of these: all but functions. */
    Map<String, Object> saved() {
        var saved = new LinkedHashMap<String, Object>();
        all.forEach((name, argument) -> {
            if (argument.value != null && argument.kind != Kind.FUNCTIONS) {
                saved.put(name, argument.value);
            }
        });
        return Collections.unmodifiableMap(saved);
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        saved().forEach((name, value) -> text.append(text.isEmpty() ? "" : ", ").append(name).append('=').append(value));
        return schedule + "(" + text + ")";
    }
}
