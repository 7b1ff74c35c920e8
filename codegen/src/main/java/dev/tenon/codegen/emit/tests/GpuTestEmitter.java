package dev.tenon.codegen.emit.tests;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.tenon.codegen.emit.library.JavaFiles;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.PointwiseGradients;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.ParamType;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * Writes a JUnit class per pointwise operator and reduction that holds its GPU kernels to those of the CPU. What a test does is in the
 * hand-written {@code GpuChecks}.
 */
public final class GpuTestEmitter {
    private static final ClassName ASSUMPTIONS = ClassName.get("org.junit.jupiter.api", "Assumptions");
    private static final ClassName BEFORE_ALL = ClassName.get("org.junit.jupiter.api", "BeforeAll");

    private final Library library;
    private final String packageName;

    public GpuTestEmitter(Library library, String packageName) {
        this.library = library;
        this.packageName = packageName;
    }

    public List<JavaFile> emit() {
        return TestEmitter.cases(library).map(each -> JavaFiles.java(packageName, testClass(each))).toList();
    }

    /** The method that skips the tests where no GPU can be emulated. */
    static MethodSpec device() {
        return MethodSpec.methodBuilder("a_GPU_is_there").addAnnotation(BEFORE_ALL).addModifiers(Modifier.STATIC)
            .addStatement("$T.assumeTrue($T.isAvailable(), $S)", ASSUMPTIONS, TestEmitter.testing("TestedGpu"),
                "no C++ compiler: the emulated GPU is not tested")
            .build();
    }

    private TypeSpec testClass(TestEmitter.Case tested) {
        var op = tested.op();
        var checks = TestEmitter.testing("GpuChecks");
        var fold = TestEmitter.folded(op);
        var type = TypeSpec.classBuilder(tested.name() + "GpuTest")
            .addJavadoc("What the GPU kernels of {@code $L} promise.\n", op.key())
            .addField(FieldSpec.builder(checks, "checks", Modifier.PRIVATE, Modifier.FINAL)
                .initializer(TestEmitter.called(CodeBlock.of("$T.of($T::call, $S)", checks, library.catalog(), op.name()), tested))
                .build());
        type.addMethod(device());
        type.addMethod(TestEmitter.test("they_compute_what_those_of_the_CPU_do_in_several_dtypes", "dtypes"));
        type.addMethod(TestEmitter.test("empty_operands_give_what_they_give_on_the_CPU", "empty"));
        if (op instanceof OpEntry.Reduction) {
            type.addMethod(TestEmitter.test("every_arrangement_folds_alike", "arrangements", fold));
            return type.build();
        }
        type.addMethod(TestEmitter.test("strided_and_broadcast_operands_give_what_they_give_on_the_CPU", "layouts"));
        for (var param : tested.tensors()) {
            if (((ParamType.TensorType) param.type()).orNumber()) {
                type.addMethod(TestEmitter.test("a_number_for_" + param.name() + "_gives_what_it_gives_on_the_CPU", "number",
                    CodeBlock.of("$S", param.name())));
            }
        }
        if (PointwiseGradients.hasFusedKernel(op)) {
            type.addMethod(TestEmitter.test("the_fused_gradient_is_that_of_the_CPU", "gradient"));
        }
        return type.build();
    }
}
