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

    /** A finding with the texts of its kind, which the arguments fill. */
    public static Finding of(Diagnostic kind, Position at, Object... args) {
        return new Finding(kind, at, kind.message(args), kind.fix(args));
    }

    /** The finding as text, with the line it is about. */
    public String render(String sourceLine) {
        var head = at + ": " + kind.severity() + " " + kind.id() + ": " + message;
        var caret = at.line() == 0 ? "" : "\n    " + sourceLine.stripTrailing() + "\n    " + indent(sourceLine) + "^";
        return head + caret + "\n    fix: " + fix;
    }

    /**
     * The finding as javac writes one of its own: file and line before the kind, and the line with the caret as in the file. What follows the
     * caret is the finding's text for programs that take line and caret away, as Maven does where it reads a forked javac's output.
     */
    public String renderAsJavac(String sourceLine) {
        // A line must be there to point into, and must not look like the caret's.
        var line = (sourceLine.isBlank() ? "(empty)" : sourceLine.stripTrailing()) + " ";
        var caret = indent(sourceLine) + "^";
        return at.file() + ":" + Math.max(1, at.line()) + ": " + kind.severity() + ": " + kind.id() + ": " + message
            + "\n" + line + "\n" + caret + "\n    " + line + "\n    " + caret + "\n    fix: " + fix.replace("\n", "\n    ");
    }

    private String indent(String sourceLine) {
        var blanks = new StringBuilder();
        for (int i = 0; i < at.column() - 1; i++) {
            blanks.append(i < sourceLine.length() && sourceLine.charAt(i) == '\t' ? '\t' : ' ');
        }
        return blanks.toString();
    }
}
