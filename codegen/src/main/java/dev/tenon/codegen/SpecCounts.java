package dev.tenon.codegen;

import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.spec.Kind;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Spec;
import dev.tenon.codegen.spec.UpdateEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The page that counts lines: of specs, of hand-written and of generated code, and what a person writes for an operator of each kind. */
final class SpecCounts {
    private final Path root;
    private final List<SourceFile> specs;
    private final List<OpEntry> ops;
    private final List<UpdateEntry> updates;
    private final SourceLines dsl;
    private final SourceLines cpu;
    private final SourceLines gpu;
    private final SourceLines cuda;
    private final Set<String> cpuNatives;

    SpecCounts(Path root, List<SourceFile> specs, Spec spec) {
        this.root = root;
        this.specs = specs;
        this.ops = spec.ops();
        this.updates = spec.updates();
        this.dsl = new SourceLines(root.resolve("dsl/src/main/java"), ".java");
        this.cpu = new SourceLines(root.resolve("kernels-cpu/src/main/java"), ".java");
        this.gpu = new SourceLines(root.resolve("kernels-gpu/src/main/java/dev/tenon/gpu/kernels"), ".java");
        this.cuda = new SourceLines(root.resolve("kernels-gpu/src/main/resources/META-INF/tenon/cuda/kernels"), ".cu", ".cuh");
        this.cpuNatives = nativesOnly();
    }

    /** The classes that hand-written CPU kernels need, and generated ones do not; the generated provider names both. */
    private Set<String> nativesOnly() {
        var named = ops.stream().map(op -> op instanceof OpEntry.Native kernel ? kernel.cpuKernel() : null).filter(Objects::nonNull)
            .toList();
        var others = generated("kernels-cpu/target/generated-sources/annotations").words();
        named.forEach(others::remove);
        var reached = cpu.reached(named);
        reached.removeAll(cpu.reached(others));
        return reached;
    }

    private SourceLines generated(String folder) {
        return new SourceLines(root.resolve(folder), ".java");
    }

    String page() {
        var head = "# Lines\n\nCounted by the build. A line counts if it holds more than a comment.\n";
        return head + handWritten() + generatedCode() + byKind();
    }

    // ---- what there is ----------------------------------------------------------------------------------------------

    private String handWritten() {
        var named = new TreeSet<String>();
        ops.forEach(op -> named.addAll(classes(op)));
        long shared = cpu.lines() - cpu.lines(cpuNatives);
        long spec = specs.stream().mapToLong(file -> SourceLines.count(file.text().lines().toList())).sum();
        return "\n## Written by hand\n\n| what | files | lines |\n|---|---|---|\n"
            + row("op-spec: " + ops.size() + " entries", specs.size(), spec)
            + row("rules, compositions and gradients in Java that the spec names", named.size(), dsl.lines(named))
            + row("CPU kernels in Java that the spec names, and what only they need", cpuNatives.size(), cpu.lines(cpuNatives))
            + row("loops, functions and threads that generated CPU kernels need, too", cpu.size() - cpuNatives.size(), shared)
            + row("CUDA kernels that the spec names, in CUDA C++", cuda.size(), cuda.lines())
            + row("what launches these, in Java", gpu.size(), gpu.lines());
    }

    private String generatedCode() {
        var cudaFolder = root.resolve("kernels-gpu/target/classes/META-INF/tenon/cuda/dev");
        return "\n## Generated\n\n| what | files | lines |\n|---|---|---|\n"
            + row("methods, records, gradient rules and catalogue", generated("dsl/target/generated-sources/annotations"))
            + row("CPU kernels", generated("kernels-cpu/target/generated-sources/annotations"))
            + row("CUDA kernels", new SourceLines(cudaFolder, ".cu"))
            + row("launches of CUDA kernels", generated("kernels-gpu/target/generated-sources/annotations"))
            + row("tests of CPU kernels", generated("kernels-cpu/target/generated-test-sources"))
            + row("tests of CUDA kernels", generated("kernels-gpu/target/generated-test-sources"))
            + row("reference pages", new SourceLines(root.resolve("dsl/target/classes/META-INF/tenon/docs"), ".md"));
    }

    private static String row(String what, SourceLines source) {
        return source.size() == 0 ? "" : row(what, source.size(), source.lines());
    }

    private static String row(String what, int files, long lines) {
        return "| %s | %,d | %,d |%n".formatted(what, files, lines).replace("\r", "");
    }

    // ---- what an operator takes -------------------------------------------------------------------------------------

    private String byKind() {
        var sharers = new HashMap<String, Integer>();
        ops.forEach(op -> classes(op).forEach(name -> sharers.merge(name, 1, Integer::sum)));
        var text = new StringBuilder("""

            ## Written by hand for one operator, on average

            A class that several entries name is divided among them; kernels and what only they need are divided among the native operators.

            | kind | operators | spec | Java that it names | CPU kernel | CUDA kernel and launch | together |
            |---|---|---|---|---|---|---|
            """);
        for (var kind : EnumSet.complementOf(EnumSet.of(Kind.UPDATE))) {
            var some = ops.stream().filter(op -> op.kind() == kind).toList();
            double spec = mean(some, this::specLines);
            double java = mean(some, op -> classes(op).stream()
                .mapToDouble(name -> dsl.lines(List.of(name)) / sharers.getOrDefault(name, 1).doubleValue()).sum());
            boolean natives = kind == Kind.NATIVE;
            double onCpu = natives ? cpu.lines(cpuNatives) / (double) some.size() : 0;
            double onGpu = natives ? (cuda.lines() + gpu.lines()) / (double) some.stream().filter(op -> !op.isOnHost()).count() : 0;
            text.append("| %s | %d | %.1f | %.1f | %.1f | %.1f | **%.1f** |%n".formatted(kind.text(), some.size(), spec, java, onCpu, onGpu,
                spec + java + onCpu + onGpu).replace("\r", ""));
        }
        return text + updates();
    }

    /** Optimizers name no Java and have no kernel of their own. */
    private String updates() {
        double spec = updates.stream().mapToDouble(update -> entryLines(update.at())).average().orElse(0);
        return "| %s | %d | %.1f | 0.0 | 0.0 | 0.0 | **%.1f** |%n".formatted(Kind.UPDATE.text(), updates.size(), spec, spec).replace("\r",
            "");
    }

    private static double mean(Collection<OpEntry> ops, ToDoubleFunction<OpEntry> lines) {
        return ops.stream().mapToDouble(lines).average().orElse(0);
    }

    /** The lines of the entry itself, from its key to the next line that is not indented deeper. */
    private double specLines(OpEntry op) {
        return entryLines(op.at());
    }

    private double entryLines(Position at) {
        var file = specs.stream().filter(f -> f.name().equals(at.file())).findFirst().orElseThrow();
        var lines = file.text().lines().skip(at.line() - 1L).toList();
        int end = 1;
        while (end < lines.size() && (lines.get(end).isBlank() || lines.get(end).startsWith("    "))) {
            end++;
        }
        return SourceLines.count(lines.subList(0, end));
    }

    /** The hand-written classes that an entry names beside its kernels. */
    private Set<String> classes(OpEntry op) {
        var names = new HashSet<String>();
        var method = switch (op) {
            case OpEntry.View view -> view.view();
            case OpEntry.Primitive primitive -> primitive.rule();
            case OpEntry.Composite composite -> composite.body() instanceof OpEntry.Body.ByHand byHand ? byHand.method() : null;
        };
        if (method != null) {
            names.add(owner(method));
        }
        for (var expr : expressions(op)) {
            ExprTree.walk(expr, part -> {
                if (part instanceof Expr.Call call && Character.isUpperCase(call.function().charAt(0)) && call.function().contains(".")) {
                    names.add(owner(call.function()));
                }
            });
        }
        names.removeIf(name -> !dsl.contains(name));
        return names;
    }

    private static List<Expr> expressions(OpEntry op) {
        var all = new ArrayList<Expr>();
        Stream.of(op.shape(), op.dtype()).filter(Objects::nonNull).forEach(all::add);
        if (op instanceof OpEntry.Pointwise pointwise) {
            all.addAll(pointwise.grad().values());
        }
        switch (op) {
            case OpEntry.Primitive primitive -> {
                all.addAll(primitive.backward().values());
                all.addAll(primitive.saved().values());
                Stream.ofNullable(primitive.fusedBackward()).forEach(all::add);
            }
            case OpEntry.Composite composite -> {
                Stream.ofNullable(composite.fusedForward()).forEach(all::add);
                if (composite.body() instanceof OpEntry.Body.Written written) {
                    all.add(written.expr());
                }
            }
        }
        return all;
    }

    private static String owner(String method) {
        return method.substring(0, method.indexOf('.'));
    }
}
