package dev.tenon.codegen.spec.yaml;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.diagnostic.SourceFile;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * What is wrong with a text that is not YAML, and where it began: a parser stops at the first sign that it cannot go on with, which is
 * often a line further.
 *
 * @param line counted from 1
 * @param column counted from 1
 * @param what the mistake
 * @param fix what to do about it; null for {@link Diagnostic#YAML_COLON}, which has its own
 */
record YamlProblem(int line, int column, String what, @Nullable String fix) {
    private static final String BLOCK = "write the text on lines of its own after '|', or between quotes";
    /** A value that begins with a sign that has a meaning of its own there. */
    private static final Pattern VALUE = Pattern.compile("^\\s*[^:#]+:\\s+([!&*%@`,?|>])");
    private static final Pattern KEY = Pattern.compile("\\s*[^\\s#:][^:]*:(\\s.*|)");

    /**
     * The problem behind an exception.
     *
     * @param last the last text before it, or null
     */
    static YamlProblem of(MarkedYamlEngineException e, SourceFile file, @Nullable ScalarEvent last) {
        var problem = e.getProblem() == null ? "" : e.getProblem();
        var mark = e.getProblemMark().or(e::getContextMark).orElse(null);
        var context = e.getContextMark().orElse(mark);
        if (mark == null || context == null) {
            return new YamlProblem(1, 1, String.valueOf(e.getMessage()).strip(), "correct the indentation, the quotes or the colon here");
        }
        int line = mark.getLine() + 1;
        if (indentation(file.line(line)).indexOf('\t') >= 0) {
            return new YamlProblem(line, indentation(file.line(line)).indexOf('\t') + 1, "a tab indents this line",
                "indent it with blanks: YAML takes no tabs there");
        }
        if (problem.contains("mapping values are not allowed")) {
            return colon(file, line, mark.getColumn() + 1);
        }
        if (problem.contains("could not find expected ':'")) {
            return withoutColon(file, context.getLine() + 1);
        }
        if (problem.contains("another document")) {
            return new YamlProblem(line, mark.getColumn() + 1, "a second document begins here",
                "remove this line, or make it a file of its own");
        }
        if (problem.contains("end of stream") || problem.contains("expected ',' or") || problem.contains("unexpected document separator")) {
            return unended(context, file);
        }
        if (problem.contains("expected <block end>")) {
            return unexpected(file, line, mark.getColumn() + 1, last);
        }
        if (problem.contains("chomping or indentation") || problem.contains("a comment or a line break")) {
            return new YamlProblem(line, mark.getColumn() + 1, "text on the line of '|' or '>'",
                "write it on the next line, indented below its key; or between quotes");
        }
        var value = VALUE.matcher(file.line(line));
        return value.find() ? new YamlProblem(line, value.start(1) + 1, "no text begins with '" + value.group(1) + "'", BLOCK)
            : new YamlProblem(line, mark.getColumn() + 1, problem.replaceAll("\\s+", " ").strip(), BLOCK);
    }

    void report(String file, Diagnostics diagnostics) {
        var at = new Position(file, line, column);
        if (fix == null) {
            diagnostics.report(Diagnostic.YAML_COLON, at, what);
        } else {
            diagnostics.report(Diagnostic.YAML, at, what, fix);
        }
    }

    /** A second colon on a line, a line before this one that has none, or one that is indented too deep. */
    private static YamlProblem colon(SourceFile file, int line, int column) {
        var before = file.line(line).substring(0, Math.min(column - 1, file.line(line).length()));
        int above = above(file, line);
        if (KEY.matcher(before).matches() || above == 0) {
            return new YamlProblem(line, column, "a second ': ' on one line", null);
        }
        if (!KEY.matcher(file.line(above)).matches()) {
            return withoutColon(file, above);
        }
        int wanted = indentation(file.line(above)).length();
        return new YamlProblem(line, indentation(file.line(line)).length() + 1,
            "this line is indented deeper than '" + key(file.line(above)) + "' above, which has a value already",
            "indent it by " + wanted + " blanks, as line " + above);
    }

    /** The line before that has something in it, or 0. */
    private static int above(SourceFile file, int line) {
        int above = line - 1;
        while (above > 0 && (file.line(above).isBlank() || file.line(above).strip().startsWith("#"))) {
            above--;
        }
        return above;
    }

    private static YamlProblem withoutColon(SourceFile file, int line) {
        var text = file.line(line).strip();
        int end = text.indexOf(' ');
        var fix = text.contains(":") ? "write '" + text.replaceFirst(":", ": ") + "', with a blank behind the colon"
            : "write '" + (end < 0 ? text + ":' with what belongs to it below, indented"
                : text.substring(0, end) + ":" + text.substring(end) + "'");
        return new YamlProblem(line, indentation(file.line(line)).length() + 1,
            text.contains(":") ? "no blank behind the colon" : "a line without a colon", fix);
    }

    private static YamlProblem unended(Mark start, SourceFile file) {
        int line = start.getLine() + 1;
        int column = start.getColumn() + 1;
        var text = file.line(line);
        char first = column <= text.length() ? text.charAt(column - 1) : ' ';
        return first == '"' || first == '\''
            ? new YamlProblem(line, column, "the quote that opens here is not closed", "close it with " + first + ", or remove it")
            : new YamlProblem(line, column, "the bracket that opens here is not closed", "close it, or write the text between quotes");
    }

    /** A line that stands further left than its neighbours and is in no row with any above, or text behind a closing quote. */
    private static YamlProblem unexpected(SourceFile file, int line, int column, @Nullable ScalarEvent last) {
        int indent = indentation(file.line(line)).length();
        var start = last == null || last.getScalarStyle() == ScalarStyle.PLAIN ? null : last.getStartMark().orElse(null);
        if (column > indent + 1 && start != null) {
            int from = start.getLine() + 1;
            return new YamlProblem(from, start.getColumn() + 1, "the quotes that open here are closed before the text ends"
                + (from == line ? "" : ", on line " + line),
                "write the text after '|', where quotes are part of it, or double those within it");
        }
        int sibling = above(file, line);
        while (sibling > 0 && indentation(file.line(sibling)).length() < indent) {
            sibling = above(file, sibling);
        }
        int upper = sibling;
        while (upper > 0 && indentation(file.line(upper)).length() >= indent) {
            upper = above(file, upper);
        }
        int row = upper == 0 ? 0 : indentation(file.line(nextKey(file, upper, line))).length();
        return new YamlProblem(line, indent + 1,
            "this line is indented by " + blanks(indent) + ", and no line above that it could belong to",
            upper == 0 ? "indent it as the lines above" : "indent it by " + blanks(row) + ", as line " + nextKey(file, upper, line));
    }

    /** The first line below this one that has something in it. */
    private static int nextKey(SourceFile file, int above, int line) {
        int next = above + 1;
        while (next < line && (file.line(next).isBlank() || file.line(next).strip().startsWith("#"))) {
            next++;
        }
        return next;
    }

    private static String blanks(int count) {
        return count == 1 ? "1 blank" : count + " blanks";
    }

    private static String key(String line) {
        return line.strip().substring(0, line.strip().indexOf(':'));
    }

    private static String indentation(String line) {
        return line.substring(0, line.length() - line.stripLeading().length());
    }
}
