package dev.tenon.codegen.emit.docs;

import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Latex;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.UpdateEntry;
import java.util.Map;
import java.util.stream.Collectors;

/** The page of the reference with a library's optimizers: each with its step, its settings and its states. */
final class OptimizerPage {
    static final String FILE = "optimizers.md";

    private final Library library;

    OptimizerPage(Library library) {
        this.library = library;
    }

    String page() {
        var text = new StringBuilder(
            "# Optimizers\n\nA step is computed for all parameters of a group in one pass, on the CPU and on GPUs: of float64"
                + " in float64, of narrower dtypes in float32.\n$\\leftarrow$ assigns in this order; $\\mathrm{step}$ is the number of the step, from 1.\n");
        library.spec().updates().forEach(update -> text.append(section(update)));
        return text.toString();
    }

    private String section(UpdateEntry update) {
        var text = new StringBuilder(
            "\n## " + update.className() + "\n\n" + MarkdownText.paragraph(update.doc()) + "\n\n$$\\begin{aligned}\n");
        text.append(update.step().stream().map(OptimizerPage::line).collect(Collectors.joining(" \\\\\n"))).append("\n\\end{aligned}$$\n");
        text.append("\n**By name**\n\n```\n").append(signature(update)).append("\n```\n\n```java\n").append(calls(update)).append("```\n");
        text.append("\n| setting | meaning | default |\n|---|---|---|\n");
        update.settings().forEach(setting -> text.append(row(update, setting)));
        if (!update.requires().isEmpty()) {
            text.append("\n**Requires.** ").append(update.requires().stream().map(require -> "`" + require.line() + "`")
                .collect(Collectors.joining("; "))).append(".\n");
        }
        text.append("\n**State.** ").append(update.states().isEmpty() ? "None"
            : update.states().stream().map(OptimizerPage::state).collect(Collectors.joining(", "))).append(".\n");
        if (update.source() != null) {
            text.append("\n**Source.** ").append(MarkdownText.line(update.source())).append(".\n");
        }
        return text.toString();
    }

    private static String line(UpdateEntry.Statement statement) {
        return Latex.print(new Expr.Name(statement.name(), statement.at())) + (statement.isLet() ? " &= " : " &\\leftarrow ")
            + Latex.print(statement.value());
    }

    /** As PyTorch's class is called. */
    private static String signature(UpdateEntry update) {
        return update.className() + update.arguments().stream().map(argument -> argument.name() + " = " + values(argument))
            .collect(Collectors.joining(", ", "(params, ", ")"));
    }

    private static String values(UpdateEntry.Argument argument) {
        var values = argument.settings().stream().map(setting -> value(setting, Map.of())).collect(Collectors.joining(", "));
        return argument.isList() ? "[" + values + "]" : values;
    }

    private static String value(UpdateEntry.Setting setting, Map<String, Expr> others) {
        return Printer.print(others.getOrDefault(setting.name(), Types.defaultValue(setting.param())));
    }

    private String calls(UpdateEntry update) {
        var name = library.optimizersClass().simpleName();
        var text = new StringBuilder(name + "." + Names.camel(update.key()) + "(o -> o.lr(" + rate(update) + "))\n");
        update.variants().forEach(variant -> text.append(name).append('.').append(Names.camel(variant.className())).append("(o -> o.lr(")
            .append(rate(update)).append("))   // ").append(variant.className()).append(": ").append(variant.defaults().entrySet().stream()
                .map(other -> other.getKey() + " = " + Printer.print(other.getValue())).collect(Collectors.joining(", ")))
            .append('\n'));
        return text.toString();
    }

    private static String rate(UpdateEntry update) {
        return update.settings().stream().filter(setting -> setting.name().equals("lr")).map(setting -> value(setting, Map.of()))
            .findFirst()
            .orElse("");
    }

    private static String row(UpdateEntry update, UpdateEntry.Setting setting) {
        var range = setting.range() == null ? "" : ", " + setting.range().text();
        var argument = update.arguments().stream().filter(a -> a.settings().contains(setting) && !a.name().equals(setting.name()))
            .map(a -> "; PyTorch's `" + a.name() + "`").findFirst().orElse("");
        return "| `" + setting.param().javaName() + "` | " + MarkdownText.cell(setting.about() + range) + argument + " | `"
            + value(setting, Map.of()) + "` |\n";
    }

    private static String state(UpdateEntry.State state) {
        return "`" + state.name() + (state.isNumber() ? "`, one number per parameter, at first " : "`, at first ")
            + Printer.print(state.initial())
            + (state.condition() == null ? "" : ", if `" + Printer.print(state.condition()) + "`");
    }
}
