package dev.tenon.codegen.spec.read;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceText;
import dev.tenon.codegen.diagnostic.Suggestion;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Kink;
import dev.tenon.codegen.expr.Lexer;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.expr.Parser;
import dev.tenon.codegen.expr.SyntaxException;
import dev.tenon.codegen.expr.TokenReader;
import dev.tenon.codegen.spec.Reduce;
import dev.tenon.codegen.spec.Require;
import dev.tenon.codegen.spec.Template;
import dev.tenon.codegen.spec.UpdateEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses the values that are phrases of words and expressions: requirements, kinks, reductions, kernels, states and steps. */
final class PhraseReader {
    private static final List<String> REDUCE_WORDS = List.of("init", "map", "combine", "finish", "order", "acc");
    private static final String REDUCE_FORM = "the form is 'init 0, map x, combine a + b [, finish a / n] [, order p] [, acc wide]'";
    private static final String KERNELS_FORM = "the form is 'cpu ClassName [, cuda ClassName]', or 'cuda host' for one that the CPU computes";
    private static final String STATEMENT_FORM = "a step consists of lines 'let name = value' and 'name = value', after '|'";

    private static final String STATE_FORM = "the form is '0', '0 if condition' with a condition on the settings, or '1 per parameter' for one number";

    private static final String HINT = "; try: ";

    private final Diagnostics diagnostics;

    PhraseReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    private void report(SyntaxException e) {
        diagnostics.report(Diagnostic.EXPRESSION, e.at(), e.expected(), e.found(), e.fix());
    }

    /** Each requirement of a text: a line that is indented deeper belongs to the one before. */
    List<Require> requires(SourceText text) {
        var requires = new ArrayList<Require>();
        int from = 0;
        for (int end = nextRequire(text.value(), from); from < text.length(); end = nextRequire(text.value(), from)) {
            var require = text.part(from, end).strip().length() == 0 ? null : require(text.part(from, end).strip());
            if (require != null) {
                requires.add(require);
            }
            from = end;
        }
        return requires;
    }

    /** Where the next line begins that is not indented. */
    private static int nextRequire(String text, int from) {
        int at = from;
        do {
            int line = text.indexOf('\n', at);
            at = line < 0 ? text.length() : line + 1;
        } while (at < text.length() && Character.isWhitespace(text.charAt(at)));
        return at;
    }

    /** {@code condition : message; try: hint}, or a beginning of this. */
    @Nullable Require require(SourceText text) {
        try {
            var tokens = new TokenReader(Lexer.tokens(text));
            var condition = new Parser(tokens).expression();
            var next = tokens.peek();
            if (tokens.atEnd()) {
                return new Require(condition, null, null, text.value(), text.at(0));
            }
            tokens.expect(":", "write 'condition : what to say where it does not hold'");
            int start = next.start() + 1;
            int hint = text.value().indexOf(HINT, start);
            var message = text.part(start, hint < 0 ? text.length() : hint).strip();
            return new Require(condition, Template.read(message, diagnostics),
                hint < 0 ? null : Template.read(text.part(hint + HINT.length(), text.length()).strip(), diagnostics),
                text.value().substring(0, next.start()).strip(), text.at(0));
        } catch (SyntaxException e) {
            report(e);
            return null;
        }
    }

    /** {@code a == b} and the subgradient there. */
    @Nullable Kink kink(SourceText where, SourceText subgradient) {
        var condition = Parser.parse(where, diagnostics);
        var value = Parser.parse(subgradient, diagnostics);
        if (condition == null || value == null) {
            return null;
        }
        if (condition instanceof Expr.Binary equal && equal.op() == Operator.EQUAL) {
            return new Kink(equal.a(), equal.b(), value, where.at(0));
        }
        diagnostics.report(Diagnostic.EXPRESSION, where.at(0), "'a == b'", "'" + where + "'",
            "a kink is a place where two values are equal");
        return null;
    }

    /** {@code init 0, map x, combine a + b, finish a / n, acc wide}. */
    @Nullable Reduce reduce(SourceText text) {
        try {
            var parts = reduceParts(new TokenReader(Lexer.tokens(text)));
            return new Reduce(needed(parts, "init", text), needed(parts, "map", text), needed(parts, "combine", text), parts.get("finish"),
                parts.get("order"), parts.containsKey("acc"));
        } catch (SyntaxException e) {
            report(e);
            return null;
        }
    }

    private static Expr needed(Map<String, Expr> parts, String word, SourceText text) {
        var part = parts.get(word);
        if (part == null) {
            throw new SyntaxException(text.at(0), "'" + word + "'", "a reduction without it", REDUCE_FORM);
        }
        return part;
    }

    private static Map<String, Expr> reduceParts(TokenReader tokens) {
        Map<String, Expr> parts = new LinkedHashMap<>();
        do {
            var word = tokens.expectName("init, map, combine, finish, order or acc", REDUCE_FORM);
            if (!REDUCE_WORDS.contains(word.text())) {
                throw new SyntaxException(word.at(), "init, map, combine, finish, order or acc", word.described(),
                    Suggestion.fix(word.text(), REDUCE_WORDS, REDUCE_FORM));
            }
            if (word.is("acc") && !tokens.peek().is("wide")) {
                throw tokens.failure("'wide'", REDUCE_FORM);
            }
            if (parts.put(word.text(), new Parser(tokens).expression()) != null) {
                throw new SyntaxException(word.at(), "'" + word.text() + "' once", "it again", "remove one of them");
            }
        } while (tokens.takeIf(","));
        if (!tokens.atEnd()) {
            throw tokens.failure("',' or the end", REDUCE_FORM);
        }
        return parts;
    }

    /**
     * The initial value of a state, and the condition under which it is kept: {@code 0}, {@code 0 if amsgrad}; or of one number for each
     * parameter: {@code 1 per parameter}.
     */
    UpdateEntry.@Nullable State state(SourceText name, SourceText text) {
        try {
            var tokens = new TokenReader(Lexer.tokens(text));
            var initial = new Parser(tokens).expression();
            boolean isNumber = tokens.takeIf("per");
            if (isNumber) {
                tokens.expect("parameter", STATE_FORM);
            }
            var condition = !isNumber && tokens.takeIf("if") ? new Parser(tokens).expression() : null;
            if (!tokens.atEnd()) {
                throw tokens.failure(isNumber ? "the end" : "'per parameter', 'if' or the end", STATE_FORM);
            }
            return new UpdateEntry.State(name.value(), initial, isNumber, condition, name.at(0));
        } catch (SyntaxException e) {
            report(e);
            return null;
        }
    }

    /** Lines {@code let name = value} and {@code name = value}. */
    List<UpdateEntry.Statement> statements(SourceText text) {
        var statements = new ArrayList<UpdateEntry.Statement>();
        try {
            var tokens = new TokenReader(Lexer.tokens(text));
            while (!tokens.atEnd()) {
                if (!statements.isEmpty() && !tokens.peek().startsLine()) {
                    throw tokens.failure("the end of the line", STATEMENT_FORM);
                }
                boolean isLet = tokens.takeIf("let");
                var name = tokens.expectName("a name", STATEMENT_FORM);
                tokens.expect("=", STATEMENT_FORM);
                statements.add(new UpdateEntry.Statement(name.text(), isLet, new Parser(tokens).expression(), name.at()));
            }
        } catch (SyntaxException e) {
            report(e);
        }
        return statements;
    }

    /** {@code cpu ClassName, cuda name} by backend. */
    Map<String, String> kernels(SourceText text) {
        Map<String, String> kernels = new LinkedHashMap<>();
        try {
            var tokens = new TokenReader(Lexer.tokens(text));
            do {
                var backend = tokens.expectName("cpu or cuda", KERNELS_FORM);
                if (!backend.is("cpu") && !backend.is("cuda")) {
                    throw new SyntaxException(backend.at(), "cpu or cuda", backend.described(), KERNELS_FORM);
                }
                if (kernels.containsKey(backend.text())) {
                    throw new SyntaxException(backend.at(), "one kernel for '" + backend.text() + "'", "a second one",
                        backend.is("cpu") ? "write 'cuda ClassName' for the one of the GPU, or remove it" : "remove it");
                }
                var name = tokens.peek();
                kernels.put(backend.text(), dotted(tokens));
                if (backend.is("cpu") && name.is("host")) {
                    throw new SyntaxException(name.at(), "a class", name.described(), "write the class of the kernel: 'cpu ClassName'");
                }
            } while (tokens.takeIf(","));
            if (!tokens.atEnd()) {
                throw tokens.failure("',' or the end", KERNELS_FORM);
            }
        } catch (SyntaxException e) {
            report(e);
        }
        return kernels;
    }

    private static String dotted(TokenReader tokens) {
        var name = new StringBuilder(tokens.expectName("a name", KERNELS_FORM).text());
        while (tokens.takeIf(".")) {
            name.append('.').append(tokens.expectName("a name", KERNELS_FORM).text());
        }
        return name.toString();
    }

    /** {@code Class.method}; null after a report. */
    @Nullable String method(SourceText text) {
        if (text.value().matches("[A-Z]\\w*\\.[a-z]\\w*")) {
            return text.value();
        }
        diagnostics.report(Diagnostic.JAVA_NAME, text.at(0), text.value(), "static method", "write 'ClassName.methodName'");
        return null;
    }
}
