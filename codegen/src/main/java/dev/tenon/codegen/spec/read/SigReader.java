package dev.tenon.codegen.spec.read;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceText;
import dev.tenon.codegen.diagnostic.Suggestion;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Lexer;
import dev.tenon.codegen.expr.Parser;
import dev.tenon.codegen.expr.SyntaxException;
import dev.tenon.codegen.expr.Token;
import dev.tenon.codegen.expr.TokenReader;
import dev.tenon.codegen.spec.JavaNames;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import dev.tenon.codegen.spec.Result;
import dev.tenon.codegen.spec.Signature;
import dev.tenon.codegen.spec.Sizes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parses signatures: {@code (F[B,C] input, F? bias = null, *, enum(a|b) mode = a) -> F[B,C]}. */
final class SigReader {
    static final String LETTERS = "TNFWIQBX";
    private static final Map<String, ParamType.Attribute.Kind> KINDS = Arrays.stream(ParamType.Attribute.Kind.values())
        .collect(Collectors.toUnmodifiableMap(kind -> kind.name().toLowerCase(Locale.ROOT), kind -> kind));
    private static final String TYPES = "a type is T N F W I Q B X, num, float, int, bool, ints, floats, dims, dtype, device, text, index, enum(a|b), list(T), "
        + "or the name of an enum";
    private static final Pattern DTYPE = Pattern.compile("u?int\\d+|b?float\\d+");
    private static final String OF_DTYPE = "a tensor of integers is 'I', one of floating numbers 'F'; results alone name a dtype";

    /** A signature and, where its result says more than {@link Result} can hold, the dtype. */
    record Parsed(Signature signature, @Nullable Expr dtype) {}

    private final TokenReader tokens;
    private final Parser expressions;
    private final Map<String, List<String>> enums;
    private final List<Param> params = new ArrayList<>();

    private SigReader(SourceText text, Map<String, List<String>> enums) {
        this.tokens = new TokenReader(Lexer.tokens(text));
        this.expressions = new Parser(tokens);
        this.enums = enums;
    }

    /** Parses a signature; null after a mistake, which is reported. */
    static @Nullable Parsed parse(SourceText text, Map<String, List<String>> enums, Diagnostics diagnostics) {
        try {
            return new SigReader(text, enums).signature();
        } catch (SyntaxException e) {
            diagnostics.report(Diagnostic.SIGNATURE, e.at(), e.expected(), e.found(), e.fix());
            return null;
        }
    }

    /** Parses the signature of an optimizer, which has no result; null after a mistake, which is reported. */
    static @Nullable Signature parseUpdate(SourceText text, Diagnostics diagnostics) {
        try {
            var reader = new SigReader(text, Map.of());
            int positional = reader.parameters();
            if (!reader.tokens.atEnd()) {
                throw reader.tokens.failure("the end", "a step changes its parameter, and has no result");
            }
            return new Signature(List.copyOf(reader.params), positional, List.of(), false);
        } catch (SyntaxException e) {
            diagnostics.report(Diagnostic.SIGNATURE, e.at(), e.expected(), e.found(), e.fix());
            return null;
        }
    }

    /** Parses one parameter, {@code int start_dim = 1}; null after a mistake, which is reported. */
    static @Nullable Param parameter(SourceText text, Map<String, List<String>> enums, Diagnostics diagnostics) {
        try {
            var reader = new SigReader(text, enums);
            var param = reader.param();
            if (!reader.tokens.atEnd()) {
                throw reader.tokens.failure("the end", "a parameter is 'TYPE name' or 'TYPE name = default'");
            }
            return param;
        } catch (SyntaxException e) {
            diagnostics.report(Diagnostic.SIGNATURE, e.at(), e.expected(), e.found(), e.fix());
            return null;
        }
    }

    private Parsed signature() {
        int count = parameters();
        tokens.expect("->", "a signature is '(parameters) -> result'");
        boolean list = tokens.peek().is("list");
        var reader = new ResultReader(tokens, this::dims, params);
        var results = reader.results();
        if (!tokens.atEnd()) {
            throw tokens.failure("the end", "several results are written '(T values, int64 indices)'");
        }
        return new Parsed(new Signature(optionalDefaults(count), count, results, list), reader.dtype());
    }

    /** Takes all parameters; answers how many stand before the asterisk. */
    private int parameters() {
        tokens.expect("(", "a signature is '(parameters) -> result'");
        int positional = -1;
        while (!tokens.peek().is(")")) {
            if (tokens.peek().is("*")) {
                tokens.take();
                positional = params.size();
            } else {
                params.add(param());
            }
            if (!tokens.peek().is(")")) {
                tokens.expect(",", "separate parameters by ','");
            }
        }
        tokens.take();
        return positional < 0 ? params.size() : positional;
    }

    /** An optional tensor is null by default where the parameters behind it need not be given either. */
    private List<Param> optionalDefaults(int positional) {
        var complete = new ArrayList<Param>();
        boolean mayLack = true;
        for (int i = params.size() - 1; i >= 0; i--) {
            var param = params.get(i);
            mayLack &= i >= positional || param.defaultValue() != null || param.isTensor() && param.tensor().optional();
            boolean missing = param.defaultValue() == null && param.isTensor() && param.tensor().optional();
            complete.addFirst(missing && mayLack
                ? new Param(param.name(), param.javaName(), param.type(), new Expr.NullLit(param.at()), param.at()) : param);
        }
        return List.copyOf(complete);
    }

    private Param param() {
        var type = type();
        var name = tokens.expectName("the parameter's name", "a parameter is 'TYPE name' or 'TYPE name = default'");
        Expr value = null;
        if (tokens.takeIf("=")) {
            value = expressions.expression();
        }
        return new Param(name.text(), JavaNames.parameter(name.text()), type, value, name.at());
    }

    private ParamType type() {
        var token = tokens.expectName("a type", TYPES);
        var name = token.text();
        if (isLetter(name)) {
            return tensor(name.charAt(0));
        }
        if (name.equals("list")) {
            tokens.expect("(", "a list of tensors is 'list(T)'");
            char letter = letter();
            tokens.expect(")", "a list of tensors is 'list(T)'");
            return new ParamType.TensorType(letter, null, false, false, true);
        }
        return attribute(token);
    }

    private static boolean isLetter(String name) {
        return name.length() == 1 && LETTERS.contains(name);
    }

    private char letter() {
        if (!isLetter(tokens.peek().text())) {
            throw tokens.failure("one of the letters T N F W I Q B X", TYPES);
        }
        return tokens.take().text().charAt(0);
    }

    private ParamType tensor(char letter) {
        boolean optional = tokens.takeIf("?");
        var dims = tokens.peek().is("[") ? dims() : null;
        optional |= tokens.takeIf("?");
        boolean number = false;
        if (tokens.takeIf("|")) {
            tokens.expect("num", "only '|num' may follow a tensor's letter");
            number = true;
        }
        return new ParamType.TensorType(letter, dims, optional, number, false);
    }

    private List<Expr> dims() {
        tokens.take();
        var dims = new ArrayList<Expr>();
        while (!tokens.peek().is("]")) {
            dims.add(tokens.peek().is(Sizes.REST) ? new Expr.Name(Sizes.REST, tokens.take().at()) : expressions.expression());
            if (!tokens.peek().is("]")) {
                tokens.expect(",", "separate sizes by ',' and close them with ']'");
            }
        }
        tokens.take();
        return List.copyOf(dims);
    }

    private ParamType attribute(Token token) {
        var name = token.text();
        var kind = KINDS.get(name);
        List<String> constants = List.of();
        String enumName = null;
        if (kind == null) {
            constants = enums.get(name);
            if (constants == null) {
                throw new SyntaxException(token.at(), "a type", token.described(),
                    DTYPE.matcher(name).matches() ? OF_DTYPE : Suggestion.fix(name, known(), TYPES));
            }
            kind = ParamType.Attribute.Kind.ENUM;
            enumName = name;
        } else if (kind == ParamType.Attribute.Kind.ENUM) {
            constants = constants();
        }
        int length = 0;
        if (kind == ParamType.Attribute.Kind.INTS && tokens.takeIf("[")) {
            length = length();
        }
        return new ParamType.Attribute(kind, tokens.takeIf("?") || kind == ParamType.Attribute.Kind.DIMS, length, enumName, constants);
    }

    private List<String> known() {
        var known = new ArrayList<>(KINDS.keySet());
        known.addAll(enums.keySet());
        known.add("list");
        return known;
    }

    private List<String> constants() {
        tokens.expect("(", "an enum is 'enum(a|b)'");
        var constants = new ArrayList<String>();
        do {
            constants.add(tokens.expectName("a constant", "an enum is 'enum(a|b)'").text());
        } while (tokens.takeIf("|"));
        tokens.expect(")", "an enum is 'enum(a|b)'");
        return List.copyOf(constants);
    }

    private int length() {
        if (tokens.peek().kind() != Token.Kind.NUMBER) {
            throw tokens.failure("a number", "integers that may be given as one are 'ints[2]'");
        }
        var token = tokens.take();
        double number = Double.parseDouble(token.text());
        if (number < 1 || number > 64 || number != Math.rint(number)) {
            throw new SyntaxException(token.at(), "an integer from 1 to 64", token.described(),
                "integers that may be given as one are 'ints[2]', a list of any length is 'ints'");
        }
        int length = (int) number;
        tokens.expect("]", "integers that may be given as one are 'ints[2]'");
        return length;
    }
}
