package dev.tenon.codegen.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.tenon.codegen.spec.Kind;
import dev.tenon.codegen.spec.OpEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.lang.model.element.Modifier;

/** Writes a library's CPU kernels and the provider that registers them, the hand-written ones among them. */
final class KernelProviderEmitter {
    static final String PROVIDER = "GeneratedKernels";
    private static final int PER_METHOD = 60;

    private final Library library;
    private final String target;
    private final Predicate<String> exists;

    KernelProviderEmitter(Library library, String target, Predicate<String> exists) {
        this.library = library;
        this.target = target;
        this.exists = exists;
    }

    /** The kernels and their provider. */
    List<JavaFile> emit() {
        var files = new ArrayList<JavaFile>();
        for (var op : library.spec().ops()) {
            var reduce = op.reduce();
            if (op.kind() == Kind.POINTWISE) {
                files.addAll(new CpuPointwiseEmitter(Formulas.forward(library, op), target).emit());
                for (var gradients : PointwiseGradients.fused(op)) {
                    files.addAll(new CpuPointwiseEmitter(Formulas.backward(library, gradients), target).emit());
                }
            } else if (op.kind() == Kind.REDUCTION && reduce != null) {
                files.addAll(new CpuReductionEmitter(Fold.of(library, op, reduce), target).emit());
            }
        }
        files.add(JavaFiles.java(target, provider()));
        return files;
    }

    private TypeSpec provider() {
        var registrations = new ArrayList<CodeBlock>();
        library.spec().ops().forEach(op -> add(op, registrations));
        var type = TypeSpec.classBuilder(PROVIDER).addModifiers(Modifier.PUBLIC, Modifier.FINAL).addSuperinterface(Names.KERNEL_PROVIDER)
            .addJavadoc("Registers the CPU kernel of every operator; found by {@link java.util.ServiceLoader}.\n").addMethod(kind());
        var register = MethodSpec.methodBuilder("register").addAnnotation(Override.class).addModifiers(Modifier.PUBLIC)
            .addParameter(Names.KERNEL_PROVIDER.nestedClass("Registry"), "registry");
        for (int from = 0, part = 1; from < registrations.size(); from += PER_METHOD, part++) {
            var name = "register" + part;
            register.addStatement("$L(registry)", name);
            var method = MethodSpec.methodBuilder(name).addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .addParameter(Names.KERNEL_PROVIDER.nestedClass("Registry"), "registry");
            registrations.subList(from, Math.min(from + PER_METHOD, registrations.size())).forEach(method::addStatement);
            type.addMethod(method.build());
        }
        return type.addMethod(register.build()).build();
    }

    private static MethodSpec kind() {
        return MethodSpec.methodBuilder("kind").addAnnotation(Override.class).addModifiers(Modifier.PUBLIC).returns(Names.DEVICE_KIND)
            .addStatement("return $T.CPU", Names.DEVICE_KIND).build();
    }

    private void add(OpEntry op, List<CodeBlock> registrations) {
        if (op.kind() == Kind.POINTWISE || op.kind() == Kind.REDUCTION) {
            boolean vector = op.kind() == Kind.REDUCTION || Formulas.forward(library, op).isFloating();
            registrations.add(vector ? generated(library.record(op))
                : CodeBlock.of("registry.add($T.class, $T::new)", library.record(op), ClassName.get(target, op.recordName() + "Kernel")));
            PointwiseGradients.fused(op).forEach(gradients -> registrations.add(generated(library.backwardRecord(gradients))));
        } else if (op.cpuKernel() != null && exists.test(library.natives() + "." + op.cpuKernel())) {
            registrations
                .add(CodeBlock.of("registry.add($T.class, $T::new)", library.record(op), ClassName.get(library.natives(), op.cpuKernel())));
        }
    }

    private CodeBlock generated(ClassName record) {
        return CodeBlock.of("registry.add($T.class, () -> $T.ENABLED ? new $T() : new $T())", record, Names.cpu("Simd"),
            ClassName.get(target, record.simpleName() + "VectorKernel"), ClassName.get(target, record.simpleName() + "Kernel"));
    }
}
