package dev.tenon.nn;

import dev.tenon.core.ArgumentException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Chooses parts of a state by patterns of their names. */
final class StateNames {
    /** As many names as an error lists. */
    private static final int LISTED = 24;
    private static final Pattern PART = Pattern.compile("[*?]|[^*?]+");

    private StateNames() {}

    /** What a pattern means, which must be something. */
    static <T> Map<String, T> matching(String caller, String pattern, Map<String, T> all) {
        var regex = Pattern.compile(PART.matcher(pattern).replaceAll(part -> switch (part.group()) {
            case "*" -> ".*";
            case "?" -> ".";
            default -> java.util.regex.Matcher.quoteReplacement(Pattern.quote(part.group()));
        }));
        var chosen = new LinkedHashMap<String, T>();
        all.forEach((name, value) -> {
            if (regex.matcher(name).matches()) {
                chosen.put(name, value);
            }
        });
        if (chosen.isEmpty()) {
            boolean layer = all.keySet().stream().anyMatch(name -> name.startsWith(pattern + "."));
            throw new ArgumentException(caller + ": '" + pattern + "' matches no parameter\n  names: " + listed(all.keySet())
                + "\n  try:   " + (layer ? pattern + ".*" : "a pattern such as '" + example(all.keySet()) + "'"));
        }
        return chosen;
    }

    private static String example(Collection<String> names) {
        var first = names.stream().findFirst().orElse("*");
        int dot = first.indexOf('.');
        return dot < 0 ? first : first.substring(0, dot) + ".*";
    }

    static String listed(Collection<String> names) {
        return names.stream().limit(LISTED).collect(Collectors.joining(", "))
            + (names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "");
    }
}
