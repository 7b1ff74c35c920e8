package dev.tenon.codegen.expr;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.diagnostic.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parses expressions: from loosest to tightest {@code ?:}, {@code ||}, {@code &&}, {@code |}, {@code ^}, {@code &}, equality, order,
 * {@code ??}, shifts, sums, products, signs, and calls, fields and indices: Java's order.
 *
 * <p>A text may begin with lines {@code let name = value}, and so may what follows the colon of {@code condition ? value :}, which is
 * computed only where the condition does not hold. Elsewhere the end of a line ends a statement unless a parenthesis is open,
 * an operand is missing, or the next line is indented deeper or begins with an operator that cannot begin an expression.
 */
public final class Parser {
    private static final int LOOSEST = Operator.OR.precedence();
    private static final int MAX_DEPTH = 200;
    /** Operators, fields, indices and {@code let} lines, each of which makes the tree one level deeper. */
    private static final int MAX_LINKS = 400;

    private final TokenReader tokens;
    private int open;
    private int statementColumn;
    private int depth;
    private int links;

    public Parser(TokenReader tokens) {
        this.tokens = tokens;
    }

    /** Parses a whole text; null after a mistake, which is reported. */
    public static @Nullable Expr parse(SourceText text, Diagnostics diagnostics) {
        return parse(text, diagnostics, false);
    }

    /** Parses a text that may also consist of {@code let} lines only; the missing value is then a {@link Expr.NullLit}. */
    public static @Nullable Expr parseLets(SourceText text, Diagnostics diagnostics) {
        return parse(text, diagnostics, true);
    }

    private static @Nullable Expr parse(SourceText text, Diagnostics diagnostics, boolean valueMayLack) {
        var parser = new Parser(new TokenReader(Lexer.tokens(text)));
        try {
            var expr = parser.statements(valueMayLack);
            var extent = Extent.of(expr);
            if (extent.exceeds()) {
                diagnostics.report(Diagnostic.EXPRESSION_SIZE, expr.at(), "this expression",
                    String.format(Locale.ROOT, "%.0f", extent.parts()),
                    extent.levels(), Extent.MOST_PARTS, Extent.MOST_LEVELS);
                return null;
            }
            if (!parser.tokens.atEnd()) {
                throw parser.tokens.failure("an operator or the end", "join the two parts with an operator, or remove the second");
            }
            return expr;
        } catch (SyntaxException e) {
            diagnostics.report(Diagnostic.EXPRESSION, e.at(), e.expected(), e.found(), e.fix());
            return null;
        }
    }

    private Expr statements(boolean valueMayLack) {
        statementColumn = tokens.peek().at().column();
        if (!tokens.peek().is("let")) {
            if (valueMayLack && tokens.atEnd()) {
                return new Expr.NullLit(tokens.peek().at());
            }
            return expression();
        }
        link();
        var let = tokens.take();
        var name = tokens.expectName("a name", "write 'let name = value'");
        tokens.expect("=", "write 'let name = value'");
        var value = expression();
        var next = tokens.peek();
        if (!next.startsLine() && !tokens.atEnd()) {
            throw tokens.failure("the end of the line", "write each 'let', and the value, on a line of its own, after '|'");
        }
        return new Expr.Let(name.text(), value, statements(valueMayLack), let.at());
    }

    private void link() {
        if (++links > MAX_LINKS) {
            throw tokens.failure("the end of an expression of " + MAX_LINKS + " operators",
                "make several operators of it, and a composite of those");
        }
    }

    /** Parses one expression and leaves what follows it. */
    public Expr expression() {
        if (++depth > MAX_DEPTH) {
            throw tokens.failure("a shorter expression", "name parts of it with 'let'");
        }
        var test = level(LOOSEST);
        if (ends() || !tokens.peek().is("?")) {
            depth--;
            return test;
        }
        var question = tokens.take();
        var then = expression();
        tokens.expect(":", "write 'condition ? value : other value'");
        boolean lines = open == 0 && tokens.peek().is("let");
        var otherwise = lines ? statements(false) : expression();
        depth--;
        return new Expr.Cond(test, then, otherwise, question.at());
    }

    private Expr level(int level) {
        if (level == Precedence.UNARY) {
            return sign();
        }
        var left = level(level + 1);
        for (var operator = operator(level); operator.isPresent(); operator = operator(level)) {
            link();
            var at = tokens.take().at();
            // a ?? b ?? c asks b only where a is null.
            left = joined(operator.get(), left, level(operator.get() == Operator.OR_ELSE ? level : level + 1), at);
        }
        return left;
    }

    private static Expr joined(Operator operator, Expr left, Expr right, Position at) {
        var function = operator.function();
        boolean isTest = operator == Operator.EQUAL || operator == Operator.UNEQUAL;
        if (isTest && left instanceof Expr.NullLit) {
            return new Expr.Binary(operator, right, left, at);
        }
        return function == null ? new Expr.Binary(operator, left, right, at) : new Expr.Call(function, List.of(left, right), Map.of(), at);
    }

    /** The next token, where it is an operator that binds as tightly as this. */
    private Optional<Operator> operator(int precedence) {
        return ends() ? Optional.empty() : Operator.of(tokens.peek().text()).filter(operator -> operator.precedence() == precedence);
    }

    /** Whether the next token begins another statement. */
    private boolean ends() {
        var next = tokens.peek();
        if (!next.startsLine() || open > 0 || next.at().column() > statementColumn) {
            return false;
        }
        return next.kind() != Token.Kind.SYMBOL || next.is("-") || next.is("(") || next.is("[") || next.is("!") || next.is("~");
    }

    private Expr sign() {
        var next = tokens.peek();
        if (!next.is("-") && !next.is("!") && !next.is("~")) {
            return postfix();
        }
        if (++depth > MAX_DEPTH) {
            throw tokens.failure("a shorter expression", "remove the repeated signs");
        }
        tokens.take();
        if (next.is("-") && tokens.peek().kind() == Token.Kind.NUMBER && Literals.isLowest(tokens.peek())) {
            tokens.take();
            depth--;
            return Expr.Num.of(Long.MIN_VALUE, next.at());
        }
        var operand = sign();
        depth--;
        return next.is("~") ? new Expr.Call("bitnot", List.of(operand), Map.of(), next.at())
            : new Expr.Unary(next.is("-") ? Operator.MINUS : Operator.NOT, operand, next.at());
    }

    private Expr postfix() {
        var target = primary();
        while (!ends()) {
            var next = tokens.peek();
            if (next.is(".") || next.is("(") || next.is("[")) {
                link();
            }
            if (next.is(".")) {
                tokens.take();
                var name = tokens.expectName("a name after the dot", "write 'x.shape', or 'Gradients.name(...)'");
                target = new Expr.Field(target, name.text(), name.at());
            } else if (next.is("(")) {
                target = call(target);
            } else if (next.is("[")) {
                target = index(target);
            } else {
                return target;
            }
        }
        return target;
    }

    private Expr index(Expr target) {
        var bracket = tokens.take();
        open++;
        var index = expression();
        tokens.expect("]", "close the index");
        open--;
        return new Expr.Index(target, index, bracket.at());
    }

    private Expr call(Expr target) {
        var function = dotted(target);
        if (function == null) {
            throw tokens.failure("an operator", "only a name can be called");
        }
        tokens.take();
        open++;
        List<Expr> args = new ArrayList<>();
        Map<String, Expr> named = new LinkedHashMap<>();
        while (!tokens.peek().is(")")) {
            argument(args, named);
            if (!tokens.peek().is(")")) {
                tokens.expect(",", "separate arguments by ',' and close the call with ')'");
            }
        }
        tokens.take();
        open--;
        return new Expr.Call(function, List.copyOf(args), named, start(target));
    }

    private void argument(List<Expr> args, Map<String, Expr> named) {
        var next = tokens.peek();
        if (next.kind() == Token.Kind.NAME && tokens.peekSecond().is("=")) {
            tokens.take();
            tokens.take();
            if (named.putIfAbsent(next.text(), expression()) != null) {
                throw new SyntaxException(next.at(), "another name", "'" + next.text() + "' again", "give each argument once");
            }
            return;
        }
        if (!named.isEmpty()) {
            throw tokens.failure("a named argument", "write the arguments without a name first");
        }
        args.add(expression());
    }

    private static @Nullable String dotted(Expr target) {
        return switch (target) {
            case Expr.Name name -> name.name();
            case Expr.Field field -> {
                var left = dotted(field.target());
                yield left == null ? null : left + "." + field.name();
            }
            default -> null;
        };
    }

    private static Position start(Expr target) {
        return target instanceof Expr.Field field ? start(field.target()) : target.at();
    }

    private Expr primary() {
        var next = tokens.peek();
        if (next.kind() == Token.Kind.NUMBER) {
            tokens.take();
            return Literals.number(next);
        }
        if (next.kind() == Token.Kind.NAME && !next.is("let")) {
            tokens.take();
            return switch (next.text()) {
                case "true", "false" -> new Expr.Bool(next.is("true"), next.at());
                case "null" -> new Expr.NullLit(next.at());
                default -> new Expr.Name(next.text(), next.at());
            };
        }
        if (next.is("(")) {
            tokens.take();
            open++;
            var inner = expression();
            tokens.expect(")", "close the parenthesis");
            open--;
            return inner;
        }
        if (next.is("[")) {
            return list();
        }
        throw tokens.failure("a value", hint(next));
    }

    private Expr list() {
        var bracket = tokens.take();
        open++;
        List<Expr> items = new ArrayList<>();
        while (!tokens.peek().is("]")) {
            items.add(expression());
            if (!tokens.peek().is("]")) {
                tokens.expect(",", "separate items by ',' and close the list with ']'");
            }
        }
        tokens.take();
        open--;
        return new Expr.ListLit(List.copyOf(items), bracket.at());
    }

    private static String hint(Token found) {
        return switch (found.text()) {
            case "*" -> "write pow(a, b) for a power";
            case "=" -> "write '==' to compare";
            case "%" -> "write remainder(a, b) or fmod(a, b)";
            case ">" -> "write '>>' to shift bits down; the sign fills up";
            default -> "write a number, a name, a call or a parenthesis";
        };
    }
}
