package dev.tenon.samples.conformance;

import dev.tenon.samples.conformance.Verdict.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All verdicts of a run: the closing line of each section, and the whole as JSON. */
final class Report {
    private final List<Verdict> verdicts = new ArrayList<>();

    void add(Verdict verdict) {
        verdicts.add(verdict);
    }

    List<Verdict> failures() {
        return verdicts.stream().filter(Verdict::failed).toList();
    }

    /** Subjects for which the library has nothing. */
    List<String> unsupported(String section) {
        return of(section).stream().filter(v -> v.outcome() == Outcome.UNSUPPORTED).map(Verdict::subject).distinct().toList();
    }

    long passed(String section) {
        return count(of(section), Outcome.PASSED);
    }

    /** Such as {@code ops: 369 operators, 4682 cases, 4600 passed, 0 failed, 82 unsupported}; what has no kernel is counted by operator. */
    String closingLine(String section, String unit) {
        var of = of(section);
        long subjects = of.stream().map(Verdict::subject).distinct().count();
        return "%s: %d %s, %d cases, %d passed, %d failed, %d unsupported".formatted(section, subjects, unit, of.size(),
            count(of, Outcome.PASSED), count(of, Outcome.FAILED), count(of, Outcome.UNSUPPORTED)) + withoutKernel(of);
    }

    private static String withoutKernel(List<Verdict> of) {
        var counts = new TreeMap<String, Integer>();
        of.stream().filter(v -> v.outcome() == Outcome.NO_KERNEL).forEach(v -> counts.merge(v.detail(), 1, Integer::sum));
        return counts.isEmpty() ? "" : counts.entrySet().stream().map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
            .collect(Collectors.joining(", ", ", " + count(of, Outcome.NO_KERNEL) + " with no kernel on the device: ", ""));
    }

    /** A list of objects with section, subject, id, outcome and detail. */
    String json() {
        return verdicts.stream().map(Report::json).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    }

    private static String json(Verdict v) {
        var outcome = v.outcome().name().toLowerCase(Locale.ROOT);
        return "  {\"section\": %s, \"subject\": %s, \"id\": %s, \"outcome\": %s, \"detail\": %s}".formatted(quoted(v.section()),
            quoted(v.subject()),
            quoted(v.id()), quoted(outcome), quoted(v.detail()));
    }

    private List<Verdict> of(String section) {
        return verdicts.stream().filter(v -> v.section().equals(section)).toList();
    }

    private static long count(List<Verdict> verdicts, Outcome outcome) {
        return verdicts.stream().filter(v -> v.outcome() == outcome).count();
    }

    private static String quoted(String text) {
        var out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                default -> out.append(c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
            }
        }
        return out.append('"').toString();
    }
}
