package dev.tenon.codegen.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.tenon.codegen.spec.Kind;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a JUnit class per pointwise operator and reduction: gradients of both orders against finite differences, layouts, dtypes,
 * special values, and the fused backward kernel against the composed one. What a test does is in the hand-written {@code OpChecks}.
 */
final class TestEmitter {
    private static final ClassName TEST = ClassName.get("org.junit.jupiter.api", "Test");

    private final Library library;
    private final String packageName;

    TestEmitter(Library library, String packageName) {
        this.library = library;
        this.packageName = packageName;
    }

    /** One test class per operator, or one per formula where an attribute chooses among several. */
    List<JavaFile> emit() {
        var files = new ArrayList<JavaFile>();
        for (var op : library.spec().ops()) {
            if (!op.internal() && (op.kind() == Kind.POINTWISE || op.kind() == Kind.REDUCTION)) {
                var selector = op.sig().attributes().stream().filter(p -> PointwiseGradients.isSelector(op, p)).findFirst();
                selector.map(p -> p.attribute().constants()).orElse(List.of(""))
                    .forEach(constant -> files.add(JavaFiles.java(packageName, testClass(op, constant))));
            }
        }
        return files;
    }

    private TypeSpec testClass(OpEntry op, String constant) {
        var checks = ClassName.get(packageName, "OpChecks");
        var type = TypeSpec.classBuilder(op.recordName() + Names.pascal(constant) + "Test")
            .addJavadoc("What every $L operator promises, for {@code $L}.\n",
                op.kind() == Kind.POINTWISE ? "pointwise" : "reduction", op.key())
            .addField(
                FieldSpec.builder(checks, "checks", Modifier.PRIVATE, Modifier.FINAL).initializer(checks(op, constant, checks)).build());
        type.addMethod(test("every_length_gives_what_the_scalar_kernel_gives", "lengths"));
        type.addMethod(test("nan_and_infinities_give_what_the_scalar_kernel_gives", "specialValues"));
        if (op.kind() == Kind.POINTWISE) {
            type.addMethod(test("operands_broadcast_as_if_expanded", "broadcast"));
        }
        type.addMethod(test("strided_operands_give_the_result_of_contiguous_ones", "strided"));
        type.addMethod(test("empty_operands_give_a_result", "empty"));
        type.addMethod(test("every_claimed_dtype_is_computed", "claimedDtypes"));
        if (!refused(op).isEmpty()) {
            type.addMethod(test("a_dtype_that_is_not_claimed_is_refused", "refusedDtypes"));
        }
        if (Library.hasRule(op)) {
            type.addMethod(test("the_gradient_agrees_with_finite_differences", "gradient"));
            type.addMethod(test("the_second_gradient_agrees_with_finite_differences", "secondGradient"));
        }
        if (PointwiseGradients.hasFusedKernel(op)) {
            type.addMethod(test("the_fused_gradient_equals_the_composed_one", "fused"));
        }
        return type.build();
    }

    private static MethodSpec test(String name, String check) {
        return MethodSpec.methodBuilder(name).addAnnotation(TEST).addStatement("checks.$L()", check).build();
    }

    private static CodeBlock checks(OpEntry op, String constant, ClassName checks) {
        var code = CodeBlock.builder().add("$T.of($S)", checks, op.name());
        for (var param : op.sig().tensors()) {
            code.add(".tensor($S, '$L', $L)", param.name(), param.tensor().letter(),
                Library.isDifferentiable(op, param.name()) && Library.hasRule(op));
        }
        int numbers = 0;
        for (var param : op.sig().attributes()) {
            var value = PointwiseGradients.isSelector(op, param) ? '"' + constant + '"' : sample(op, param, numbers);
            if (value != null) {
                code.add(".attribute($S, $L)", param.name(), value);
                numbers++;
            }
        }
        var refused = refused(op);
        return refused.isEmpty() ? code.build()
            : code.add(".refuses($L)", refused.stream().map(d -> '"' + d + '"').collect(Collectors.joining(", "))).build();
    }

    /** A value for an attribute that has no default, or whose default the operator may refuse; null to leave it out. */
    private static @Nullable String sample(OpEntry op, Param param, int numbers) {
        var attribute = param.attribute();
        boolean required = param.defaultValue() == null;
        return switch (attribute.kind()) {
            case NUM, FLOAT -> required || attribute.nullable() && !op.requires().isEmpty() ? numbers % 2 == 0 ? "-0.5" : "0.75" : null;
            case ENUM -> required ? '"' + attribute.constants().getFirst() + '"' : null;
            case INT -> required ? "1L" : null;
            case BOOL -> required ? "true" : null;
            case INTS, DIMS -> required && op.kind() == Kind.REDUCTION ? "java.util.List.of(-1L)" : null;
            default -> null;
        };
    }

    private static List<String> refused(OpEntry op) {
        var letters = op.sig().tensors().stream().filter(p -> p.type() instanceof ParamType.TensorType).map(p -> p.tensor().letter())
            .toList();
        char letter = letters.getFirst();
        return switch (letter) {
            case 'F' -> List.of("int64", "int32", "uint8", "bool");
            case 'N' -> List.of("bool");
            case 'I' -> List.of("float32", "float64", "bool");
            case 'Q' -> List.of("float32", "float64");
            case 'B' -> List.of("float32", "int64");
            default -> List.of();
        };
    }
}
