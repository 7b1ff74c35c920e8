package dev.tenon.codegen.emit;

import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Latex;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.Kind;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the operator reference: one Markdown page per operator, overloads together, and an index. */
final class DocEmitter {
    private static final List<String> FLOATING = List.of("float64", "float32", "float16", "bfloat16");
    private static final List<String> INTEGERS = List.of("int64", "int32", "int16", "int8", "uint8");

    private final Library library;

    DocEmitter(Library library) {
        this.library = library;
    }

    /** File name to page. */
    Map<String, String> pages() {
        var byName = new TreeMap<String, List<OpEntry>>();
        for (var op : library.spec().ops()) {
            if (!op.internal()) {
                byName.computeIfAbsent(op.name(), name -> new ArrayList<>()).add(op);
            }
        }
        var pages = new LinkedHashMap<String, String>();
        var index = new StringBuilder("# Operators\n\n| operator | kind | what it computes |\n|---|---|---|\n");
        byName.forEach((name, overloads) -> {
            var file = fileName(name, pages);
            pages.put(file, page(name, overloads));
            index.append("| [").append(name).append("](").append(file).append(") | ").append(kind(overloads.getFirst())).append(" | ")
                .append(firstSentence(overloads.getFirst().doc())).append(" |\n");
        });
        pages.put("index.md", index.toString());
        return pages;
    }

    /** {@code T} and {@code t} must not be one file where file names ignore case. */
    private static String fileName(String name, Map<String, String> taken) {
        var file = name + ".md";
        while (taken.keySet().stream().anyMatch(file::equalsIgnoreCase) || file.equals("index.md")) {
            file = "_" + file;
        }
        return file;
    }

    private static String firstSentence(String doc) {
        var line = doc.strip().replaceAll("\\s+", " ").replace("|", "\\|");
        int end = line.indexOf(". ");
        return end < 0 ? line : line.substring(0, end + 1);
    }

    private static String kind(OpEntry op) {
        return op.kind().name().toLowerCase(Locale.ROOT);
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
        var text = new StringBuilder("\n" + op.doc().strip() + "\n");
        formulas(op, text);
        text.append("\n**Signature**\n\n```\n").append(signature(op)).append("\n```\n\n```java\n").append(javaCall(op)).append("\n```\n");
        parameters(op, text);
        text.append("\n**Shape.** ").append(shape(op)).append("\n\n**Dtypes.** ").append(dtypes(op)).append("\n\n**Gradient.** ")
            .append(gradient(op)).append('\n');
        if (!op.requires().isEmpty()) {
            text.append("\n**Requires.** ")
                .append(op.requires().stream().map(r -> "`" + r.text().strip() + "`").collect(Collectors.joining("; "))).append(".\n");
        }
        if (!op.names().isEmpty() || !op.aliases().isEmpty()) {
            text.append("\n**Also called.** ").append(Stream.concat(op.names().stream(), op.aliases().stream()).map(n -> "`" + n + "`")
                .collect(Collectors.joining(", "))).append(".\n");
        }
        if (op.example() != null) {
            text.append("\n**Example**\n\n```java\n").append(op.example().strip()).append("\n```\n");
        }
        if (op.source() != null) {
            text.append("\n**Source.** ").append(op.source().strip()).append('\n');
        }
        return text.toString();
    }

    private static void formulas(OpEntry op, StringBuilder text) {
        var result = op.sig().results().getFirst().name();
        op.formula().forEach((constant, formula) -> {
            text.append("\n$$\\mathrm{").append(result).append("} = ").append(Latex.print(formula)).append("$$\n");
            if (!constant.isEmpty()) {
                text.append("\nwhere the formula is `").append(constant).append("`.\n");
            }
        });
        if (op.reduce() != null) {
            text.append("\nStarts at $").append(Latex.print(op.reduce().init())).append("$, takes $").append(Latex.print(op.reduce().map()))
                .append("$ of each element, and combines by $").append(Latex.print(op.reduce().combine())).append("$.\n");
        }
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

    private static String javaCall(OpEntry op) {
        var names = op.sig().params().stream().filter(p -> p.defaultValue() == null).map(Param::javaName).toList();
        boolean fluent = op.fluent() && !op.sig().tensors().isEmpty() && op.sig().params().getFirst().isTensor()
            && !op.sig().tensors().getFirst().tensor().list();
        return fluent && !names.isEmpty()
            ? names.getFirst() + "." + op.javaName() + "(" + String.join(", ", names.subList(1, names.size())) + ")"
            : op.javaName() + "(" + String.join(", ", names) + ")";
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

    private static String shape(OpEntry op) {
        if (op.kind() == Kind.POINTWISE) {
            return op.sig().tensors().size() > 1 ? "The operands broadcast together." : "That of the input.";
        }
        if (op.kind() == Kind.VIEW) {
            return "The result shares the storage of the input.";
        }
        var declared = op.sig().results().stream().filter(r -> r.dims() != null)
            .map(r -> "`" + r.name() + ": [" + r.dims().stream().map(Printer::print).collect(Collectors.joining(", ")) + "]`")
            .collect(Collectors.joining(", "));
        if (!declared.isEmpty()) {
            return declared + ".";
        }
        return op.shape() != null ? "`" + Printer.print(op.shape()).strip() + "`." : "As described.";
    }

    private static String dtypes(OpEntry op) {
        return op.sig().tensors().stream().map(p -> "`" + p.name() + "`: " + String.join(", ", accepted(p.tensor())))
            .collect(Collectors.joining("; ")) + ".";
    }

    private static List<String> accepted(ParamType.TensorType tensor) {
        var result = new ArrayList<String>();
        if ("TNFX".indexOf(tensor.letter()) >= 0) {
            result.addAll(FLOATING);
        }
        if ("TNIQX".indexOf(tensor.letter()) >= 0) {
            result.addAll(INTEGERS);
        }
        if ("TQBX".indexOf(tensor.letter()) >= 0) {
            result.add("bool");
        }
        return result;
    }

    private static String gradient(OpEntry op) {
        var parts = new ArrayList<String>();
        for (var param : op.sig().tensors()) {
            var reason = op.nogradReason(param.name());
            if (reason != null) {
                parts.add("`" + param.name() + "` has none: " + reason.strip());
            } else if (Library.isDifferentiable(op, param.name())) {
                parts.add("`" + param.name() + "`: " + gradientText(op, param.name()));
            }
        }
        return parts.isEmpty() ? "None." : String.join("; ", parts) + ".";
    }

    private static String gradientText(OpEntry op, String param) {
        if (op.kind() == Kind.POINTWISE) {
            var gradients = PointwiseGradients.of(op);
            int at = gradients.params().stream().map(Param::name).toList().indexOf(param);
            return gradients.byConstant().values().stream().map(list -> "$" + Latex.print(list.get(at)) + "$")
                .collect(Collectors.joining(" or "));
        }
        Expr written = op.backward().get(param);
        return written == null ? "through the operators it consists of" : "`" + Printer.print(written).strip().replace("\n", "; ") + "`";
    }
}
