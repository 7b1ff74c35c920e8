package dev.tenon.codegen.emit.cpu;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import dev.tenon.codegen.emit.formula.Fold;
import dev.tenon.codegen.emit.formula.Formulas;
import dev.tenon.codegen.emit.library.JavaFiles;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.PointwiseGradients;
import dev.tenon.codegen.emit.library.ProviderEmitter;
import dev.tenon.codegen.spec.OpEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Writes a library's CPU kernels and the provider that registers them, the hand-written ones among them. */
public final class KernelProviderEmitter {
    static final String PROVIDER = "GeneratedKernels";

    private final Library library;
    private final String target;
    private final Predicate<String> exists;

    public KernelProviderEmitter(Library library, String target, Predicate<String> exists) {
        this.library = library;
        this.target = target;
        this.exists = exists;
    }

    /** The kernels and their provider. */
    public List<JavaFile> emit() {
        var files = new ArrayList<JavaFile>();
        for (var op : library.spec().ops()) {
            switch (op) {
                case OpEntry.Pointwise pointwise -> {
                    files.addAll(new CpuPointwiseEmitter(Formulas.forward(library, pointwise), target).emit());
                    for (var gradients : PointwiseGradients.fused(op)) {
                        files.addAll(new CpuPointwiseEmitter(Formulas.backward(library, gradients), target).emit());
                    }
                }
                case OpEntry.Reduction reduction ->
                    files.addAll(new CpuReductionEmitter(Fold.of(library, reduction), target).emit());
                case OpEntry.Native _, OpEntry.View _, OpEntry.Composite _ -> {
                }
            }
        }
        library.spec().updates().forEach(update -> files.addAll(new CpuStepEmitter(library, update, target).emit()));
        files.add(JavaFiles.java(target, provider()));
        return files;
    }

    private TypeSpec provider() {
        var kernels = new LinkedHashMap<ClassName, CodeBlock>();
        library.spec().ops().forEach(op -> add(op, kernels));
        library.spec().updates().forEach(update -> kernels.put(library.step(update), CpuStepEmitter.instance(update, target)));
        return ProviderEmitter.provider(PROVIDER, "CPU", kernels).build();
    }

    private void add(OpEntry op, Map<ClassName, CodeBlock> kernels) {
        switch (op) {
            case OpEntry.Pointwise pointwise -> {
                kernels.put(library.record(op), Formulas.forward(library, pointwise).isFloating() ? generated(library.record(op))
                    : CodeBlock.of("new $T()", ClassName.get(target, op.recordName() + "Kernel")));
                PointwiseGradients.fused(op)
                    .forEach(gradients -> kernels.put(library.backwardRecord(gradients), generated(library.backwardRecord(gradients))));
            }
            case OpEntry.Reduction _ -> kernels.put(library.record(op), generated(library.record(op)));
            case OpEntry.Native kernel -> handWritten(kernel, kernels);
            case OpEntry.View _, OpEntry.Composite _ -> {
            }
        }
    }

    private void handWritten(OpEntry.Native op, Map<ClassName, CodeBlock> kernels) {
        var kernel = op.cpuKernel() == null ? null : library.kernel(op, op.cpuKernel());
        if (kernel != null && exists.test(kernel.canonicalName())) {
            kernels.put(library.record(op), CodeBlock.of("new $T()", kernel));
        }
    }

    private CodeBlock generated(ClassName record) {
        return CodeBlock.of("$T.ENABLED ? new $T() : new $T()", Names.cpu("engine", "Simd"),
            ClassName.get(target, record.simpleName() + "VectorKernel"), ClassName.get(target, record.simpleName() + "Kernel"));
    }
}
