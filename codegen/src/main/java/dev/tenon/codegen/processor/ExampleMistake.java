package dev.tenon.codegen.processor;

import dev.tenon.codegen.diagnostic.Suggestion;
import dev.tenon.codegen.emit.docs.Examples;
import dev.tenon.codegen.spec.OpEntry;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;

/** What Java says to an example, in one line, and what to do about it. */
final class ExampleMistake {
    private static final Pattern UNKNOWN = Pattern.compile("symbol: +(method|variable|class) (\\w+)");
    private static final Pattern PLACE = Pattern.compile("location: +(?:variable \\w+ of type|class|interface) (?:[a-z]\\w*\\.)*(\\w+)");
    private static final Pattern CALLED = Pattern.compile("\\A(?:method|no suitable method found for) (\\w+)");
    private static final Pattern WANTED = Pattern.compile("cannot be converted to (\\S+)");
    private static final Pattern SYNTAX = Pattern.compile("compiler\\.err\\.(expected\\d?|illegal\\.start.*|not\\.stmt|premature\\.eof"
        + "|illegal\\.char|orphaned|else\\.without.*|variable\\.not\\.allowed|invalid\\.meth.*)");
    private static final Pattern PACKAGES = Pattern.compile("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])");
    private static final int MOST_LINES = 3;
    private static final int MOST_FORMS = 3;

    private final Diagnostic<?> mistake;
    private final OpEntry op;
    private final String example;
    private final KnownMethods methods;
    private final String said;

    ExampleMistake(Diagnostic<?> mistake, OpEntry op, String example, KnownMethods methods) {
        this.mistake = mistake;
        this.op = op;
        this.example = example;
        this.methods = methods;
        this.said = PACKAGES.matcher(mistake.getMessage(Locale.ENGLISH)).replaceAll("");
    }

    /** Whether it is not about the example, but about class files that something else is to provide. */
    static boolean isElsewhere(Diagnostic<?> mistake) {
        return mistake.getCode().startsWith("compiler.err.cant.access") || mistake.getCode().startsWith("compiler.err.cant.inherit");
    }

    /** Whether there are several statements and the last does not end, of which Java, given an expression, cannot know. */
    boolean isOpenEnd() {
        return isSyntax() && example.contains(";") && !example.endsWith(";") && count('{') == count('}') && count('(') == count(')');
    }

    private long count(char bracket) {
        return example.chars().filter(c -> c == bracket).count();
    }

    private boolean isSyntax() {
        return SYNTAX.matcher(mistake.getCode()).matches();
    }

    /** The message without the class around the example, of which nobody knows. */
    String reason() {
        return isOpenEnd() ? "';' expected behind the last statement"
            : said.lines().map(line -> line.strip().replaceAll("\\s+", " ").replaceAll(";$", ""))
                .filter(line -> !line.matches("location: class Example\\d+")).limit(MOST_LINES).collect(Collectors.joining("; "));
    }

    String fix() {
        var code = mistake.getCode();
        var unknown = UNKNOWN.matcher(said);
        if (code.contains("cant.resolve") && unknown.find()) {
            return unknown(unknown.group(1), unknown.group(2));
        }
        var called = CALLED.matcher(said);
        var forms = code.contains("cant.apply") && called.find() ? methods.forms(called.group(1)) : List.<String>of();
        if (!forms.isEmpty()) {
            return "call " + forms.stream().limit(MOST_FORMS).collect(Collectors.joining(" or "));
        }
        var wanted = WANTED.matcher(said);
        if (wanted.find()) {
            return "write a value here that is a " + wanted.group(1);
        }
        return isOpenEnd() ? "add ';' at its end"
            : isSyntax() ? "write one expression, or statements that each end in ';', the last one printing: 'println(" + call() + ");'"
                : code.startsWith("compiler.err.unclosed") ? "close it" : "correct it" + (Examples.needsOwn(op) ? ""
                    : ", or remove 'example', and one is made of the signature");
    }

    private String unknown(String kind, String name) {
        var place = PLACE.matcher(said);
        var type = place.find() ? place.group(1) : "";
        if (kind.equals("method") && methods.isOwn(name) && !type.equals(methods.api())) {
            return "write '" + methods.api() + "." + name + "(...)': operators of a project are methods of its own class";
        }
        if (kind.equals("method")) {
            return Suggestion.fix(name, methods.names(type), "write a method that is there, such as '" + call() + "'");
        }
        var called = Pattern.compile("\\b" + name + "\\.(\\w+)\\(").matcher(example);
        if (called.find() && methods.isOwn(called.group(1))) {
            return "write '" + methods.api() + "." + called.group(1) + "(...)': the annotation calls the library's class " + methods.api();
        }
        var home = methods.home(name);
        return home != null ? "write it with its package: '" + home + "'" : Character.isUpperCase(name.charAt(0))
            ? Suggestion.fix(name, methods.classes(), "write the class with its package, as in 'java.util.Map.of()'")
            : "declare it in a line before, 'var " + name + " = tensor(new double[] {1, 2});', and end every line with ';'";
    }

    /** How the operator itself is called. */
    private String call() {
        return (methods.isOwn(op.javaName()) ? methods.api() + "." : "") + op.javaName() + "(...)";
    }
}
