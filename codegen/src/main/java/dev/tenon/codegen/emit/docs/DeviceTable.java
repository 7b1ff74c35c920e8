package dev.tenon.codegen.emit.docs;

import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.ParamType;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The page with the table of operator, device and dtype: what computes an operator on the CPU and on GPUs, and what it takes there. */
final class DeviceTable {
    private static final List<String> FLOATING = List.of("float64", "float32", "float16", "bfloat16");
    private static final List<String> INTEGERS = List.of("int64", "int32", "int16", "int8", "uint8");
    private static final List<String> ALL = Stream.of(FLOATING, INTEGERS, List.of("bool")).flatMap(List::stream).toList();

    private final Library library;

    DeviceTable(Library library) {
        this.library = library;
    }

    /** @param files the file of each operator's page, by its name */
    String page(Map<String, String> files) {
        var ops = library.spec().ops();
        var text = new StringBuilder("""
            # Operators by device and dtype

            The mark says that the first tensor may have the dtype, on both devices unless it names one.
            The page of an operator has the dtypes of its other tensors.

            - generated: kernels made of the formula in the spec
            - a class: a hand-written kernel
            - composition: made of other operators, and on every device that has these
            - view: sizes and strides only, no element moves
            - on the CPU: copied there, computed by the CPU's kernel and copied back, for the reason given
            """);
        for (var group : ops.stream().map(library.spec()::group).distinct().toList()) {
            var rows = rows(op -> !op.internal() && library.spec().group(op).equals(group), files);
            if (!rows.isEmpty()) {
                text.append("\n## ").append(MarkdownText.line(group)).append("\n\n").append(head()).append(rows);
            }
        }
        var internal = rows(OpEntry::internal, files);
        if (!internal.isEmpty()) {
            text.append("\n## What compositions are made of\n\nOperators without a method of their own.\n\n").append(head())
                .append(internal);
        }
        return text.toString();
    }

    private static String head() {
        return "| operator | CPU | GPU | " + String.join(" | ", ALL) + " |\n|---|---|---|" + "---|".repeat(ALL.size()) + "\n";
    }

    private String rows(Predicate<OpEntry> wanted, Map<String, String> files) {
        return library.spec().ops().stream().filter(wanted).map(op -> row(op, files.get(op.name()))).collect(Collectors.joining());
    }

    private static String row(OpEntry op, @Nullable String file) {
        var tensors = op.sig().tensors();
        var taken = tensors.isEmpty() ? List.<String>of() : dtypes(tensors.getFirst().tensor());
        var mark = isMissing(op) ? "CPU" : "•";
        return "| " + (file == null ? op.key() : "[" + op.key() + "](" + file + ")") + " | " + cpu(op) + " | " + cuda(op) + " | "
            + ALL.stream().map(dtype -> taken.contains(dtype) ? mark : "").collect(Collectors.joining(" | ")) + " |\n";
    }

    private static boolean isMissing(OpEntry op) {
        return op instanceof OpEntry.Native kernel && kernel.gpuKernel() instanceof OpEntry.GpuKernel.None;
    }

    /** What computes it on the CPU. */
    static String cpu(OpEntry op) {
        return op instanceof OpEntry.Native kernel ? "`" + kernel.cpuKernel() + "`" : common(op);
    }

    /** What computes it on a GPU, or why nothing does. */
    static String cuda(OpEntry op) {
        var reason = op.missingReason("cuda");
        if (!(op instanceof OpEntry.Native kernel)) {
            return common(op) + (reason == null ? "" : ", in part on the CPU: " + MarkdownText.cell(reason));
        }
        var because = reason == null ? "" : ": " + MarkdownText.cell(reason);
        return switch (kernel.gpuKernel()) {
            case OpEntry.GpuKernel.None _ -> "none" + because;
            case OpEntry.GpuKernel.Host _ -> "on the CPU" + because;
            case OpEntry.GpuKernel.Written written -> "`" + written.name() + "`";
        };
    }

    private static String common(OpEntry op) {
        return switch (op) {
            case OpEntry.Pointwise _, OpEntry.Reduction _ -> "generated";
            case OpEntry.Composite _ -> "composition";
            case OpEntry.View _ -> "view";
            case OpEntry.Native _ -> "native";
        };
    }

    /** The dtypes that a tensor of this type may have. */
    static List<String> dtypes(ParamType.TensorType tensor) {
        return ALL.stream().filter(dtype -> letters(dtype).indexOf(tensor.letter()) >= 0).toList();
    }

    /** Those whose tensors may have this dtype. */
    private static String letters(String dtype) {
        return dtype.equals("bool") ? "TQBX" : INTEGERS.contains(dtype) ? "TNIQX" : dtype.endsWith("16") ? "TNFX" : "TNFWX";
    }
}
