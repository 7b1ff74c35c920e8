package dev.tenon.codegen.emit.docs;

import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.Result;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The page of operators, and of single parameters, that have no gradient, each with the reason that the spec gives. */
final class GradientTable {
    private final List<OpEntry> ops;
    private final Map<String, String> files;

    /** @param files the file of each operator's page, by its name */
    GradientTable(Library library, Map<String, String> files) {
        this.ops = library.spec().ops().stream().filter(op -> !op.internal()).toList();
        this.files = files;
    }

    String page() {
        long differentiable = ops.stream().filter(GradientTable::isDifferentiable).count();
        return "# Gradients\n\n%d of %d entries have a gradient, of every order. ".formatted(differentiable, ops.size())
            + "This page lists what has none, and why.\n"
            + table("## Operators without a gradient\n\n| operator | reason |\n|---|---|\n", op -> !isDifferentiable(op), this::without)
            + table("## Parameters without a gradient\n\n| operator | parameter | reason |\n|---|---|---|\n",
                GradientTable::isDifferentiable, this::parameters);
    }

    private String table(String head, Predicate<OpEntry> wanted, Function<OpEntry, String> rows) {
        var text = ops.stream().filter(wanted).map(rows).collect(Collectors.joining());
        return text.isEmpty() ? "" : "\n" + head + text;
    }

    private static boolean isDifferentiable(OpEntry op) {
        return op.sig().tensors().stream().anyMatch(p -> Library.isDifferentiable(op, p.name()))
            && op.sig().results().stream().anyMatch(Result::differentiable);
    }

    private String without(OpEntry op) {
        var given = op.sig().tensors().stream().map(p -> op.nogradReason(p.name())).filter(reason -> reason != null).distinct().toList();
        var reason = !given.isEmpty() ? given.stream().map(MarkdownText::cell).collect(Collectors.joining("; "))
            : op.sig().tensors().isEmpty() ? "takes no tensor"
                : op.sig().results().stream().noneMatch(Result::differentiable) ? "its result holds integers or booleans"
                    : "its tensors hold integers or booleans";
        return "| " + link(op) + " | " + reason + " |\n";
    }

    private String parameters(OpEntry op) {
        return op.sig().tensors().stream().filter(param -> op.nogradReason(param.name()) != null).map(param -> row(op, param))
            .collect(Collectors.joining());
    }

    private String row(OpEntry op, Param param) {
        return "| " + link(op) + " | `" + param.name() + "` | " + MarkdownText.cell(String.valueOf(op.nogradReason(param.name()))) + " |\n";
    }

    private String link(OpEntry op) {
        return "[" + op.key() + "](" + files.get(op.name()) + ")";
    }
}
