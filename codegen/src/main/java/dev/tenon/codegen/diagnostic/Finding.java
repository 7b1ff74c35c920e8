package dev.tenon.codegen.diagnostic;

import java.util.Comparator;

/**
 * One mistake in a spec.
 *
 * @param fix what to do about it
 */
public record Finding(Diagnostic kind, Position at, String message, String fix) {
    static final Comparator<Finding> IN_ORDER = Comparator.comparing((Finding f) -> f.at().file())
        .thenComparingInt(f -> f.at().line())
        .thenComparingInt(f -> f.at().column())
        .thenComparing(Finding::kind)
        .thenComparing(Finding::message);

    /** The finding as text, with the line it is about. */
    public String render(String sourceLine) {
        var head = at + ": " + kind.severity() + " " + kind.id() + ": " + message;
        var caret = at.line() == 0 ? "" : "\n    " + sourceLine.stripTrailing() + "\n    " + indent(sourceLine) + "^";
        return head + caret + "\n    fix: " + fix;
    }

    private String indent(String sourceLine) {
        var blanks = new StringBuilder();
        for (int i = 0; i < at.column() - 1; i++) {
            blanks.append(i < sourceLine.length() && sourceLine.charAt(i) == '\t' ? '\t' : ' ');
        }
        return blanks.toString();
    }
}
