package dev.tenon.codegen.spec.read;

import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.diagnostic.Suggestion;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.expr.SyntaxException;
import dev.tenon.codegen.expr.Token;
import dev.tenon.codegen.expr.TokenReader;
import dev.tenon.codegen.spec.DtypeNames;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import dev.tenon.codegen.spec.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Parses the results of a signature: {@code F[B,C]}, {@code (T values, int64 indices)}, {@code dtype ?? accum(T)}. */
final class ResultReader {
    private static final List<String> DTYPE_FUNCTIONS = List.of("float", "accum", "int", "statistics");

    private final TokenReader tokens;
    private final Supplier<List<Expr>> sizes;
    private final List<Param> params;
    private @Nullable Expr dtype;

    /** @param sizes takes the sizes of a tensor */
    ResultReader(TokenReader tokens, Supplier<List<Expr>> sizes, List<Param> params) {
        this.tokens = tokens;
        this.sizes = sizes;
        this.params = params;
    }

    /** The dtype where a result says more than {@link Result} can hold. */
    @Nullable Expr dtype() {
        return dtype;
    }

    /** One result, or several with names. */
    List<Result> results() {
        if (!tokens.takeIf("(")) {
            return List.of(result(false));
        }
        var results = new ArrayList<Result>();
        while (!tokens.peek().is(")")) {
            results.add(result(true));
            if (!tokens.peek().is(")")) {
                tokens.expect(",", "separate results by ','");
            }
        }
        tokens.take();
        return List.copyOf(results);
    }

    private Result result(boolean named) {
        var text = dtypeText();
        if (tokens.takeIf("??")) {
            var attribute = new Expr.Name(text, tokens.previous().at());
            var fallback = dtypeText();
            dtype = new Expr.Binary(Operator.OR_ELSE, attribute, dtypeExpr(fallback), tokens.previous().at());
            text = fallback;
        }
        var dims = tokens.peek().is("[") ? sizes.get() : null;
        var name = named ? tokens.expectName("the result's name", "several results are '(T values, int64 indices)'").text() : "output";
        return new Result(name, text, dims);
    }

    private String dtypeText() {
        var token = tokens.expectName("a result type",
            "a result is T, float(T), accum(T), int(T), statistics(T), bool, int64, or 'dtype ?? accum(T)'");
        if (!tokens.peek().is("(")) {
            checkResult(token);
            return token.text();
        }
        tokens.take();
        boolean list = token.text().equals("list");
        if (!list && !DTYPE_FUNCTIONS.contains(token.text())) {
            throw new SyntaxException(token.at(), "float, accum, int or statistics", token.described(),
                Suggestion.fix(token.text(), DTYPE_FUNCTIONS, "float(T), accum(T), int(T) and statistics(T) are known"));
        }
        var inner = tokens.expectName("a letter", "write " + token.text() + "(T)");
        if (!list || !inner.is("int64") && !inner.is("bool")) {
            checkLetter(inner);
        }
        tokens.expect(")", "close the parenthesis");
        return list ? inner.text() : token.text() + "(" + inner.text() + ")";
    }

    private void checkResult(Token token) {
        var name = token.text();
        var attribute = params.stream().filter(p -> p.name().equals(name) && !p.isTensor()).findFirst();
        if (attribute.isPresent() && attribute.get().attribute().kind() == ParamType.Attribute.Kind.DTYPE) {
            if (!tokens.peek().is("??")) {
                dtype = new Expr.Name(name, token.at());
            }
        } else if (!name.equals("bool") && !DtypeNames.ALL.contains(name)) {
            checkLetter(token);
        }
    }

    private void checkLetter(Token token) {
        boolean known = params.stream().anyMatch(p -> p.isTensor() && token.text().equals(String.valueOf(p.tensor().letter())));
        if (!known) {
            throw new SyntaxException(token.at(), "a letter of a parameter", token.described(),
                "write a letter that a tensor parameter has, bool, int64, or a dtype parameter");
        }
    }

    private static Expr dtypeExpr(String text) {
        int open = text.indexOf('(');
        var none = Position.NONE;
        if (open < 0) {
            return new Expr.Name(text, none);
        }
        var letter = new Expr.Name(text.substring(open + 1, text.length() - 1), none);
        return new Expr.Call(text.substring(0, open), List.of(letter), Map.of(), none);
    }
}
