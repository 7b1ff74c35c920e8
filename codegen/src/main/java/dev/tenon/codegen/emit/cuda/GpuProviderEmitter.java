package dev.tenon.codegen.emit.cuda;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import dev.tenon.codegen.emit.formula.Fold;
import dev.tenon.codegen.emit.formula.Formulas;
import dev.tenon.codegen.emit.library.FoldedDims;
import dev.tenon.codegen.emit.library.JavaFiles;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.PointwiseGradients;
import dev.tenon.codegen.emit.library.ProviderEmitter;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.spec.OpEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Writes the provider of a library's GPU kernels: launches of the generated CUDA sources, and the hand-written kernels. */
public final class GpuProviderEmitter {
    static final String PROVIDER = "GeneratedGpuKernels";

    private final Library library;
    private final ClassName provider;
    private final Predicate<String> exists;

    public GpuProviderEmitter(Library library, String target, Predicate<String> exists) {
        this.library = library;
        this.provider = ClassName.get(target, PROVIDER);
        this.exists = exists;
    }

    public JavaFile emit() {
        var kernels = new LinkedHashMap<ClassName, CodeBlock>();
        for (var op : library.spec().ops()) {
            switch (op) {
                case OpEntry.Pointwise pointwise -> {
                    pointwise(Formulas.forward(library, pointwise), op.key(), kernels);
                    PointwiseGradients.fused(op)
                        .forEach(gradients -> pointwise(Formulas.backward(library, gradients), gradients.key(), kernels));
                }
                case OpEntry.Reduction reduction -> kernels.put(library.record(op), reduction(Fold.of(library, reduction)));
                case OpEntry.Native kernel -> handWritten(kernel, kernels);
                case OpEntry.View _, OpEntry.Composite _ -> {
                }
            }
        }
        for (var update : library.spec().updates()) {
            kernels.put(library.step(update), new CudaStep(update).launch(library.step(update), source(update.stepName())));
        }
        return JavaFiles.java(provider.packageName(), ProviderEmitter.provider(PROVIDER, "GPU", kernels).build());
    }

    private void handWritten(OpEntry.Native op, Map<ClassName, CodeBlock> kernels) {
        switch (op.gpuKernel()) {
            case OpEntry.GpuKernel.Host _ -> kernels.put(library.record(op), CodeBlock.of("new $T<>()", Names.gpu("HostKernel")));
            case OpEntry.GpuKernel.Written written -> {
                var kernel = library.kernel(op, written.name());
                if (exists.test(kernel.canonicalName())) {
                    kernels.put(library.record(op), CodeBlock.of("new $T()", kernel));
                }
            }
            case OpEntry.GpuKernel.None _ -> {
            }
        }
    }

    /** The class beside which the source is found, the source, and the name of its kernels. */
    private CodeBlock source(String key) {
        return CodeBlock.of("$T.class, $S, $S", provider, CudaEmitter.source(library, key), CudaEmitter.kernel(key));
    }

    private void pointwise(Formulas formulas, String key, Map<ClassName, CodeBlock> kernels) {
        var cuda = CudaFormula.of(formulas);
        var code = CodeBlock.builder().add("new $T<$T>($L, $L, $L)", Names.gpu("PointwiseLaunch"), formulas.record(), source(key),
            formulas.operands().size(), formulas.results().size());
        code.add("$>");
        if (cuda.truths() != 0) {
            code.add("\n.truths($L)", cuda.truths());
        }
        if (formulas.truth()) {
            code.add("\n.truth()");
        }
        if (!cuda.isCheap()) {
            code.add("\n.single()");
        }
        if (cuda.divides()) {
            code.add("\n.dividing()");
        }
        var selector = formulas.selector();
        if (selector != null) {
            code.add("\n.chosen($T::$N)", formulas.record(), selector.javaName());
        }
        code.add(cuda.parameters().packed(formulas.op(), formulas.record(), formulas.operands(), !cuda.integral().isEmpty()));
        kernels.put(formulas.record(), code.add("$<").build());
    }

    private CodeBlock reduction(Fold fold) {
        var op = fold.op();
        var code = CodeBlock.builder().add("new $T<$T>($L)", Names.gpu("ReductionLaunch"), fold.record(), source(op.key())).add("$>");
        over(op, fold.record(), code);
        if (op.reduce().wide()) {
            code.add("\n.wide()");
        }
        if (fold.order() != null) {
            code.add("\n.order(op -> $L)", fold.order());
        }
        code.add(CudaEmitter.parameters(fold).packed(op, fold.record(), List.of(), CudaEmitter.isIntegral(fold)));
        return code.add("$<").build();
    }

    private static void over(OpEntry.Reduction op, ClassName record, CodeBlock.Builder code) {
        var folded = op.folded();
        var param = folded instanceof Expr.Name name ? op.param(name.name()) : null;
        if (param != null && param.namesDimensions()) {
            code.add("\n.over($T::$N)", record, param.javaName());
        } else if (folded != null) {
            code.add("\n.over(op -> $L)", FoldedDims.of(op));
        }
    }
}
