package dev.tenon.codegen.emit.docs;

import java.util.regex.Pattern;

/** Texts of a spec for the pages of the reference, in Markdown. */
final class MarkdownText {
    /** Code between backticks, which is shown as it is. */
    private static final Pattern CODE = Pattern.compile("`[^`\n]+`");
    private static final Pattern MATH = Pattern.compile("\\$(?=\\S)");

    private MarkdownText() {}

    /** A paragraph: no element of HTML, fence, heading or formula begins in it. */
    static String paragraph(String text) {
        var out = new StringBuilder();
        var code = CODE.matcher(text.strip());
        int from = 0;
        while (code.find()) {
            out.append(plain(text.strip().substring(from, code.start()))).append(code.group());
            from = code.end();
        }
        return out.append(plain(text.strip().substring(from))).toString();
    }

    private static String plain(String text) {
        var escaped = text.replace("\\", "\\\\").replaceAll("&(?=[#\\w]+;)", "&amp;").replace("<", "&lt;").replace("`", "\\`");
        return MATH.matcher(escaped).replaceAll("\\\\\\$").replaceAll("(?m)^(\\s*)([#>])", "$1\\\\$2");
    }

    /** One line, for a heading. */
    static String line(String text) {
        return paragraph(text.strip().replaceAll("\\s+", " "));
    }

    /** A cell of a table. */
    static String cell(String text) {
        return line(text).replace("|", "\\|");
    }

    /** A block of code, in a fence longer than any in it. */
    static String code(String language, String text) {
        var fence = "```";
        while (text.contains(fence)) {
            fence += "`";
        }
        return fence + language + "\n" + text + "\n" + fence + "\n";
    }
}
