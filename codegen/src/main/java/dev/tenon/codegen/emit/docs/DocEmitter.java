package dev.tenon.codegen.emit.docs;

import dev.tenon.codegen.emit.api.ApiEmitter;
import dev.tenon.codegen.emit.api.Javadocs;
import dev.tenon.codegen.emit.library.LayerModel;
import dev.tenon.codegen.emit.library.LayerPlaces;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.PointwiseGradients;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Latex;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the operator reference: one Markdown page per operator, overloads together, and an index. */
public final class DocEmitter {
    private static final String INDEX = "index.md";
    private static final String DEVICES = "devices.md";
    private static final String GRADIENTS = "gradients.md";
    /** The pages that are not of an operator, {@code counts.md} among them, which is written when all modules are built. */
    private static final Set<String> RESERVED = Set.of(INDEX, DEVICES, GRADIENTS, OptimizerPage.FILE, "counts.md");

    private final Library library;
    private final Examples examples;
    private final LayerPlaces places;
    private final List<LayerModel> layers;

    public DocEmitter(Library library, LayerPlaces places) {
        this.library = library;
        this.places = places;
        this.layers = LayerModel.of(library, places);
        this.examples = new Examples(library);
    }

    /** File name to page. */
    public Map<String, String> pages() {
        var byName = new TreeMap<String, List<OpEntry>>();
        for (var op : library.spec().ops()) {
            if (!op.internal()) {
                byName.computeIfAbsent(op.name(), name -> new ArrayList<>()).add(op);
            }
        }
        var files = new LinkedHashMap<String, String>();
        byName.keySet().forEach(name -> files.put(name, fileName(name, files.values())));
        var pages = new LinkedHashMap<String, String>();
        byName.forEach((name, overloads) -> pages.put(files.get(name), page(name, overloads)));
        pages.put(DEVICES, new DeviceTable(library).page(files));
        pages.put(GRADIENTS, new GradientTable(library, files).page());
        if (!library.spec().updates().isEmpty()) {
            pages.put(OptimizerPage.FILE, new OptimizerPage(library).page());
        }
        pages.put(INDEX, index(byName, files));
        return pages;
    }

    /** Groups in the order of the spec, the operators of each by name. */
    private String index(Map<String, List<OpEntry>> byName, Map<String, String> files) {
        var head = "| operator | kind | what it computes |\n|---|---|---|\n";
        var groups = new LinkedHashMap<String, String>();
        for (var title : library.spec().ops().stream().map(library.spec()::group).distinct().toList()) {
            var rows = byName.values().stream().map(List::getFirst).filter(op -> library.spec().group(op).equals(title))
                .map(op -> indexRow(op, files)).collect(Collectors.joining());
            if (!rows.isEmpty()) {
                groups.put(title, "\n## " + MarkdownText.line(title) + "\n\n" + head + rows);
            }
        }
        return "# Operators\n\n" + byName.size() + " operators in " + groups.size() + (groups.size() == 1 ? " group" : " groups")
            + ". By device and dtype: [devices](" + DEVICES + "). What has no gradient, and why: [gradients](" + GRADIENTS
            + ")." + (library.spec().updates().isEmpty() ? "" : " Optimizers: [optimizers](" + OptimizerPage.FILE + ").")
            + "\nThe examples begin with `import static dev.tenon.Tenon.*;`.\n" + String.join("", groups.values());
    }

    private static String indexRow(OpEntry op, Map<String, String> files) {
        return "| [" + op.name() + "](" + files.get(op.name()) + ") | " + kind(op) + " | " + firstSentence(op.doc()) + " |\n";
    }

    /** {@code T} and {@code t} must not be one file where file names ignore case. */
    private static String fileName(String name, Collection<String> taken) {
        var file = name + ".md";
        while (taken.stream().anyMatch(file::equalsIgnoreCase) || RESERVED.contains(file)) {
            file = "_" + file;
        }
        return file;
    }

    private static String firstSentence(String doc) {
        var line = doc.strip().replaceAll("\\s+", " ");
        int end = line.indexOf(". ");
        return MarkdownText.cell(end < 0 ? line : line.substring(0, end + 1));
    }

    private static String kind(OpEntry op) {
        return op.kind().text();
    }

    private String page(String name, List<OpEntry> overloads) {
        var text = new StringBuilder("# " + name + "\n");
        for (var op : overloads) {
            if (overloads.size() > 1) {
                text.append("\n## ").append(op.key()).append('\n');
            }
            text.append(section(op));
        }
        return text.toString();
    }

    private String section(OpEntry op) {
        var text = new StringBuilder("\n" + MarkdownText.paragraph(op.doc()) + "\n");
        formulas(op, text);
        text.append("\n**Signature**\n\n```\n").append(signature(op)).append("\n```\n\n```java\n").append(javaCall(op)).append("\n```\n");
        parameters(op, text);
        text.append("\n**Shape.** ").append(new ShapeText(op).paragraph()).append("\n\n**Dtypes.** ").append(dtypes(op))
            .append("\n\n**Devices.** ")
            .append(devices(op)).append("\n\n**Gradient.** ")
            .append(gradient(op)).append('\n');
        if (!op.requires().isEmpty()) {
            text.append("\n**Requires.** ")
                .append(op.requires().stream().map(ShapeText::requirement).collect(Collectors.joining("; "))).append(".\n");
        }
        if (!op.head().names().isEmpty() || !op.head().aliases().isEmpty()) {
            text.append("\n**Also called.** ")
                .append(Stream.concat(op.head().names().stream(), op.head().aliases().stream()).map(n -> "`" + n + "`")
                    .collect(Collectors.joining(", ")))
                .append(".\n");
        }
        if (op.inplace() != null) {
            text.append("\n**In place.** `").append(op.javaName()).append("_` writes the result into `")
                .append(op.sig().tensors().getFirst().javaName()).append("`.\n");
        }
        layers.stream().filter(layer -> layer.op().equals(op)).forEach(layer -> text.append(LayerText.section(layer, places)));
        var example = examples.shown(op);
        if (example != null) {
            // Where the comment is, the build puts what the example has printed, if its test has run.
            text.append("\n**Example**\n\n").append(MarkdownText.code("java", example)).append("\n<!-- printed by ").append(op.key())
                .append(" -->\n");
        }
        if (op.source() != null) {
            text.append("\n**Source.** ").append(source(op.source())).append('\n');
        }
        return text.toString();
    }

    /** An address is a link. */
    private static String source(String source) {
        return MarkdownText.line(source).replaceAll("(https?://[^\\s,;]+)", "<$1>");
    }

    private static void formulas(OpEntry op, StringBuilder text) {
        switch (op) {
            case OpEntry.Pointwise pointwise -> formulas(pointwise, text);
            case OpEntry.Reduction reduction -> {
                var reduce = reduction.reduce();
                var finish = reduce.finish();
                text.append("\nStarts at $").append(Latex.print(reduce.init())).append("$, takes $").append(Latex.print(reduce.map()))
                    .append("$ of each element, ").append(finish == null ? "and " : "").append("combines by $")
                    .append(Latex.print(reduce.combine())).append('$').append(finish == null ? ".\n" : finished(finish));
            }
            case OpEntry.Composite composite when composite.body() instanceof OpEntry.Body.Written written ->
                text.append("\nMade of other operators:\n\n```\n").append(Printer.print(written.expr()).strip()).append("\n```\n");
            case OpEntry.Composite _, OpEntry.Native _, OpEntry.View _ -> {
            }
        }
    }

    /** What a fold ends with, and what the names in it are. */
    private static String finished(Expr finish) {
        var names = ExprTree.names(finish);
        return ", and ends with $" + Latex.print(finish) + "$ of the fold $a$"
            + (names.contains("n") ? ", $n$ being the number of elements" : "")
            + (names.contains("s") ? ", $s$ a power of two that elements too large or small were divided by" : "") + ".\n";
    }

    private static void formulas(OpEntry.Pointwise op, StringBuilder text) {
        var result = op.sig().results().getFirst().name();
        op.formula().forEach((constant, formula) -> {
            text.append("\n$$\\mathrm{").append(result).append("} = ").append(Latex.print(formula)).append("$$\n");
            if (!constant.isEmpty()) {
                text.append("\nwhere the formula is `").append(constant).append("`.\n");
            }
        });
    }

    private static String signature(OpEntry op) {
        var params = new ArrayList<String>();
        for (int i = 0; i < op.sig().params().size(); i++) {
            if (i == op.sig().positional() && i > 0) {
                params.add("*");
            }
            var param = op.sig().params().get(i);
            params.add(param.name() + (param.defaultValue() == null ? "" : " = " + Printer.print(param.defaultValue())));
        }
        var results = op.sig().listResult() ? "list of tensors"
            : op.sig().results().stream().map(r -> r.name()).collect(Collectors.joining(", "));
        return op.name() + "(" + String.join(", ", params) + ") -> " + results;
    }

    private String javaCall(OpEntry op) {
        var names = op.sig().params().stream().filter(p -> p.defaultValue() == null).map(Param::javaName).toList();
        boolean fluent = library.fluent() != null && ApiEmitter.isFluent(op) && op.sig().params().getFirst().isTensor();
        return fluent && !names.isEmpty()
            ? names.getFirst() + "." + op.javaName() + "(" + String.join(", ", names.subList(1, names.size())) + ")"
            : (library.fluent() == null ? library.api().simpleName() + "." : "") + op.javaName() + "(" + String.join(", ", names) + ")";
    }

    private static void parameters(OpEntry op, StringBuilder text) {
        if (op.sig().params().isEmpty()) {
            return;
        }
        text.append("\n| parameter | meaning |\n|---|---|\n");
        for (var param : op.sig().params()) {
            text.append("| `").append(param.name()).append("` | ")
                .append(Javadocs.describe(param).replace("{@code ", "`").replace("}", "`").replace("|", "\\|"))
                .append(" |\n");
        }
    }

    private static String dtypes(OpEntry op) {
        return op.sig().tensors().stream().map(p -> "`" + p.name() + "`: " + String.join(", ", DeviceTable.dtypes(p.tensor())))
            .collect(Collectors.joining("; ")) + (op.sig().tensors().isEmpty() ? "Takes no tensor." : ".");
    }

    private static String devices(OpEntry op) {
        return switch (op) {
            case OpEntry.Pointwise _, OpEntry.Reduction _ -> "Kernels generated from the formula, on the CPU and on GPUs.";
            case OpEntry.Composite _ -> "Those of the operators it is made of"
                + (op.missingReason("cuda") == null ? "." : "; on a GPU it is a " + DeviceTable.cuda(op) + ".");
            case OpEntry.View _ -> "All: no element moves.";
            case OpEntry.Native _ -> "CPU: " + DeviceTable.cpu(op) + ". GPU: " + DeviceTable.cuda(op) + ".";
        };
    }

    private static String gradient(OpEntry op) {
        var parts = new ArrayList<String>();
        for (var param : op.sig().tensors()) {
            var reason = op.nogradReason(param.name());
            if (reason != null) {
                parts.add("`" + param.name() + "` has none: " + MarkdownText.line(reason));
            } else if (Library.isDifferentiable(op, param.name())) {
                parts.add("`" + param.name() + "`: " + gradientText(op, param.name()));
            }
        }
        return parts.isEmpty() ? "None." : String.join("; ", parts) + ".";
    }

    private static String gradientText(OpEntry op, String param) {
        if (op instanceof OpEntry.Pointwise pointwise) {
            var gradients = PointwiseGradients.of(pointwise);
            int at = gradients.params().stream().map(Param::name).toList().indexOf(param);
            return gradients.byConstant().values().stream().map(list -> "$" + Latex.print(list.get(at)) + "$")
                .collect(Collectors.joining(" or "));
        }
        Expr written = op.backward().get(param);
        return written == null ? "through the operators it consists of" : "`" + Printer.print(written).strip().replace("\n", "; ") + "`";
    }
}
