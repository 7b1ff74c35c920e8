package dev.tenon.codegen.spec;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceText;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A text with values in it: {@code k must be at most {n}, got {k}}. */
public record Template(List<Part> parts) {
    /**
     * A piece of the text, and the value behind it.
     *
     * @param value null behind the last piece
     */
    public record Part(String text, @Nullable Expr value) {}

    /** Reads a text; values with mistakes are reported and left out. */
    public static Template read(SourceText text, Diagnostics diagnostics) {
        var parts = new ArrayList<Part>();
        int from = 0;
        for (int open = text.value().indexOf('{'); open >= 0; open = text.value().indexOf('{', from)) {
            int close = text.value().indexOf('}', open);
            if (close < 0) {
                diagnostics.report(Diagnostic.EXPRESSION, text.at(open), "'}' behind the value", "the end",
                    "write '{input.rank}' for a value");
                break;
            }
            reportClosed(text, from, open, diagnostics);
            var value = Parser.parse(text.part(open + 1, close), diagnostics);
            if (value != null) {
                parts.add(new Part(text.value().substring(from, open), value));
            }
            from = close + 1;
        }
        reportClosed(text, from, text.length(), diagnostics);
        parts.add(new Part(text.value().substring(from), null));
        return new Template(List.copyOf(parts));
    }

    private static void reportClosed(SourceText text, int from, int to, Diagnostics diagnostics) {
        int close = text.value().indexOf('}', from);
        if (close >= 0 && close < to) {
            diagnostics.report(Diagnostic.EXPRESSION, text.at(close), "'{' before the value", "'}' alone",
                "write '{input.rank}' for a value");
        }
    }

    /** Whether the text has values. */
    public boolean hasValues() {
        return parts.size() > 1;
    }

    List<Expr> values() {
        return parts.stream().map(Part::value).filter(Objects::nonNull).toList();
    }

    /** The text without its values. */
    public String plain() {
        return parts.stream().map(Part::text).collect(Collectors.joining("..."));
    }
}
