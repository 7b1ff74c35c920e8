package dev.tenon.codegen.emit.tests;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import dev.tenon.codegen.emit.docs.Examples;
import dev.tenon.codegen.emit.library.JavaFiles;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/**
 * Writes a JUnit class per native operator, composite and view, whose sample is the call that its example makes. What a test does is in the
 * hand-written {@code ExampleChecks}.
 */
public final class ExampleTestEmitter {
    private static final Map<String, String> VALUES = new LinkedHashMap<>();
    private static final Map<String, String> LAYOUTS = new LinkedHashMap<>();
    private static final Map<String, String> GRADIENTS = new LinkedHashMap<>();

    static {
        VALUES.put("operands_are_not_changed", "SCHEMA");
        VALUES.put("the_same_call_gives_the_same_bits", "DETERMINISM");
        VALUES.put("empty_operands_give_a_result_or_an_error", "EMPTY");
        VALUES.put("narrow_dtypes_give_what_float64_gives", "DTYPES");
        VALUES.put("no_memory_stays_in_use", "MEMORY");
        LAYOUTS.put("strided_operands_give_the_result_of_contiguous_ones", "STRIDES");
        LAYOUTS.put("nothing_around_the_operands_is_read_or_written", "BOUNDS");
        GRADIENTS.put("the_gradient_agrees_with_finite_differences", "GRADIENT");
        GRADIENTS.put("the_second_gradient_agrees_with_finite_differences", "SECOND_GRADIENT");
        GRADIENTS.put("the_fused_gradient_equals_the_composed_one", "FUSED");
    }

    private final Library library;
    private final String packageName;
    private final Examples examples;

    public ExampleTestEmitter(Library library, String packageName) {
        this.library = library;
        this.packageName = packageName;
        this.examples = new Examples(library);
    }

    /** What is tested on the CPU. */
    public List<JavaFile> emit() {
        return tested().map(op -> file(testClass(op, "Test", checks(op)))).toList();
    }

    /** That a GPU gives the same. */
    public List<JavaFile> emitForGpu() {
        return tested().filter(op -> op instanceof OpEntry.Composite || op.missingReason("cuda") == null).map(op -> {
            var type = testClass(op, "GpuTest", Map.of("a_GPU_gives_what_the_CPU_gives", "DEVICES"));
            return file(type.toBuilder().addMethod(GpuTestEmitter.device()).build());
        }).toList();
    }

    /** Those of which nothing else is tested, with at most one list of tensors: a listener is told the operands in a row. */
    private Stream<OpEntry> tested() {
        return library.spec().ops().stream()
            .filter(op -> !op.internal() && !(op instanceof OpEntry.Pointwise) && !(op instanceof OpEntry.Reduction))
            .filter(op -> !op.sig().tensors().isEmpty() && op.sig().tensors().stream().filter(p -> p.tensor().list()).count() <= 1)
            .filter(op -> examples.of(op) != null);
    }

    private JavaFile file(TypeSpec type) {
        return JavaFiles.java(packageName, type).toBuilder().addStaticImport(ClassName.get("dev.tenon", "Tenon"), "*").build();
    }

    /** By the name of its test. A view may need memory that lies as it wants. */
    private static Map<String, String> checks(OpEntry op) {
        var checks = new LinkedHashMap<>(VALUES);
        if (!(op instanceof OpEntry.View)) {
            checks.putAll(LAYOUTS);
        }
        if (op.sig().tensors().stream().anyMatch(param -> isDifferentiable(op, param))
            && op.sig().results().stream().anyMatch(result -> result.differentiable())) {
            checks.putAll(GRADIENTS);
        }
        if (TestEmitter.isSurrogate(op)) {
            checks.values().removeAll(List.of("GRADIENT", "SECOND_GRADIENT"));
        }
        return checks;
    }

    private static boolean isDifferentiable(OpEntry op, Param param) {
        return Library.isDifferentiable(op, param.name());
    }

    private TypeSpec testClass(OpEntry op, String suffix, Map<String, String> checks) {
        var exampleChecks = TestEmitter.testing("ExampleChecks");
        var example = examples.of(op);
        var field = CodeBlock.builder().add("$T.of($T::call, $S, $S, () -> {\n$>$L$<})", exampleChecks, library.catalog(), op.key(),
            String.valueOf(op.at()), examples.code(example == null ? "" : example));
        op.sig().params().forEach(param -> field.add(parameter(op, param)));
        var type = TypeSpec.classBuilder(op.recordName() + suffix)
            .addJavadoc("What every operator promises, for {@code $L} at the call that its example makes.\n", op.key())
            .addField(FieldSpec.builder(exampleChecks, "checks", Modifier.PRIVATE, Modifier.FINAL).initializer(field.build()).build());
        checks.forEach((name, check) -> type.addMethod(
            TestEmitter.test(name, "check", CodeBlock.of("$T.$L", TestEmitter.testing("OpCheck").nestedClass("Check"), check))));
        return type.build();
    }

    private CodeBlock parameter(OpEntry op, Param param) {
        if (param.isTensor()) {
            return CodeBlock.of("\n.$L($S, $L)", param.tensor().list() ? "tensors" : "tensor", param.name(), isDifferentiable(op, param));
        }
        var record = ClassName.get(library.records(), op.recordName());
        return CodeBlock.of("\n.attribute($S, $T.class, $T::$L)", param.name(), record, record, param.javaName());
    }
}
