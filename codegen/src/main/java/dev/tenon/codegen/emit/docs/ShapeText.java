package dev.tenon.codegen.emit.docs;

import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Require;
import dev.tenon.codegen.spec.ShapeFunction;
import dev.tenon.codegen.spec.Sizes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the reference says of an operator's shapes: the sizes of operands and results, how they follow, and what the functions in them mean. */
final class ShapeText {
    private final OpEntry op;

    ShapeText(OpEntry op) {
        this.op = op;
    }

    /** One paragraph in Markdown. */
    String paragraph() {
        var said = results();
        var operands = op.sig().tensors().stream().filter(p -> p.tensor().dims() != null)
            .map(p -> code(p.name() + " " + Sizes.text(Objects.requireNonNull(p.tensor().dims())))).collect(Collectors.joining(", "));
        var text = new StringBuilder(said == null ? otherwise() : operands.isEmpty() ? said : operands + " → " + said);
        var lets = lets();
        if (!lets.isEmpty()) {
            text.append(", where ").append(String.join(", ", lets));
        }
        text.append(text.charAt(text.length() - 1) == '.' ? "" : ".");
        meanings(functions(Stream.concat(sizes(), Stream.ofNullable(op.shape())))).forEach(text::append);
        return text.toString();
    }

    /** What a requirement says, and what its functions mean. */
    static String requirement(Require require) {
        var meanings = meanings(functions(Stream.of(require.condition())));
        return code(require.line())
            + (meanings.isEmpty() ? "" : " (" + String.join("", meanings).strip().replaceAll("\\.$", "") + ")");
    }

    /** The results' sizes; null if the entry does not say them. */
    private @Nullable String results() {
        var value = op.shape();
        while (value instanceof Expr.Let let) {
            value = let.body();
        }
        var rest = value instanceof Expr.NullLit ? null : value;
        var results = op.sig().results();
        if (op.sig().listResult() || rest == null && results.stream().anyMatch(r -> r.dims() == null)) {
            return null;
        }
        var texts = new ArrayList<String>();
        for (int i = 0; i < results.size(); i++) {
            var dims = results.get(i).dims();
            var shape = rest instanceof Expr.ListLit list && results.size() > 1 ? list.items().get(i) : rest;
            texts.add(code((results.size() > 1 ? results.get(i).name() + " " : "")
                + (dims != null ? Sizes.text(dims) : Printer.print(Objects.requireNonNull(shape)))));
        }
        return String.join(", ", texts);
    }

    private String otherwise() {
        return switch (op) {
            case OpEntry.Pointwise _ -> op.sig().tensors().size() > 1 ? "The operands broadcast together." : "That of the input.";
            case OpEntry.View _ -> "The result shares the storage of the input.";
            case OpEntry.Composite composite when composite.body() instanceof OpEntry.Body.Written ->
                "That of the operators it is made of.";
            case OpEntry.Composite _, OpEntry.Reduction _, OpEntry.Native _ -> "As the description and the example say.";
        };
    }

    private List<String> lets() {
        var lets = new ArrayList<String>();
        for (var rest = op.shape(); rest instanceof Expr.Let let; rest = let.body()) {
            lets.add(code(let.name() + " = " + Printer.print(let.value())));
        }
        return lets;
    }

    private Stream<Expr> sizes() {
        var dims = new ArrayList<Expr>();
        op.sig().tensors().stream().map(p -> p.tensor().dims()).filter(Objects::nonNull).forEach(dims::addAll);
        op.sig().results().stream().map(r -> r.dims()).filter(Objects::nonNull).forEach(dims::addAll);
        return dims.stream();
    }

    private static Set<ShapeFunction> functions(Stream<Expr> exprs) {
        var functions = new LinkedHashSet<ShapeFunction>();
        exprs.forEach(expr -> ExprTree.walk(expr, part -> {
            if (part instanceof Expr.Call call && ShapeFunction.byName().containsKey(call.function())) {
                functions.add(ShapeFunction.byName().get(call.function()));
            }
        }));
        return functions;
    }

    private static List<String> meanings(Set<ShapeFunction> functions) {
        return functions.stream().filter(function -> !function.meaning().isEmpty())
            .map(function -> " " + code(function.form()) + ": " + function.meaning().replace("<", "&lt;") + ".").toList();
    }

    private static String code(String text) {
        return "`" + text.strip().replaceAll("\\s+", " ") + "`";
    }
}
