package dev.tenon.codegen.emit.tests;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.tenon.codegen.emit.docs.Examples;
import dev.tenon.codegen.emit.library.JavaFiles;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.PointwiseGradients;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.expr.Evaluator;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a JUnit class per pointwise operator and reduction: gradients of both orders against finite differences, layouts, dtypes,
 * special values, and the fused backward kernel against the composed one. What a test does is in the hand-written {@code OpChecks}.
 */
public final class TestEmitter {
    private static final ClassName TEST = ClassName.get("org.junit.jupiter.api", "Test");

    private final Library library;
    private final String packageName;

    public TestEmitter(Library library, String packageName) {
        this.library = library;
        this.packageName = packageName;
    }

    /** One test class per operator, or one per formula where an attribute chooses among several. */
    public List<JavaFile> emit() {
        var tests = cases(library).map(each -> JavaFiles.java(packageName, testClass(each)));
        return Stream.concat(tests, Stream.of(examples())).toList();
    }

    /**
     * An operator with a formula, and the constant that chooses it.
     *
     * @param bare whether optional tensors are left out
     */
    record Case(OpEntry op, String constant, boolean bare) {
        /** What the class of its tests begins with. */
        String name() {
            return op.recordName() + Names.pascal(constant) + (bare ? "Alone" : "");
        }

        /** The tensors that it is given. */
        List<Param> tensors() {
            return op.sig().tensors().stream().filter(param -> !bare || !param.tensor().optional()).toList();
        }
    }

    /** What is tested of a library. */
    static Stream<Case> cases(Library library) {
        return library.spec().ops().stream()
            .filter(op -> !op.internal() && (op instanceof OpEntry.Pointwise || op instanceof OpEntry.Reduction))
            .flatMap(TestEmitter::cases);
    }

    private static Stream<Case> cases(OpEntry op) {
        var selector = op.sig().attributes().stream().filter(p -> PointwiseGradients.isSelector(op, p)).findFirst();
        boolean optional = op.sig().tensors().stream().anyMatch(param -> param.tensor().optional());
        boolean required = op.sig().tensors().stream().anyMatch(param -> !param.tensor().optional());
        return selector.map(p -> p.attribute().constants()).orElse(List.of("")).stream().flatMap(constant -> optional && required
            ? Stream.of(new Case(op, constant, false), new Case(op, constant, true)) : Stream.of(new Case(op, constant, false)));
    }

    /** The examples of the reference pages, run. */
    private JavaFile examples() {
        var printed = testing("PrintedExamples");
        var hosts = library.spec().ops().stream().filter(OpEntry::isOnHost).map(op -> CodeBlock.of("$S", op.key()));
        var type = TypeSpec.classBuilder("OperatorExamplesTest")
            .addJavadoc("The examples of the operator reference, run as the pages show them; what they print goes to the pages.\n")
            .addField(FieldSpec.builder(printed, "examples", Modifier.PRIVATE, Modifier.FINAL)
                .initializer("new $T($L)", printed, hosts.collect(CodeBlock.joining(",$W"))).build());
        var examples = new Examples(library);
        library.spec().ops().stream().filter(op -> !op.internal()).map(op -> example(op, examples)).forEach(type::addMethod);
        library.spec().ops().stream().filter(TestEmitter::hasOwnGradient).flatMap(op -> gradients(op, examples)).forEach(type::addMethod);
        return JavaFiles.java(packageName, type.build()).toBuilder().addStaticImport(ClassName.get("dev.tenon", "Tenon"), "*").build();
    }

    private static MethodSpec example(OpEntry op, Examples examples) {
        var example = examples.of(op);
        if (example == null) {
            throw new IllegalStateException(op.at() + ": the signature of " + op.key() + " does not say enough for an example\n"
                + "    fix: add 'example:' with a call of it");
        }
        var name = op.key().replace("/", "_with_").replaceAll("\\W", "_");
        var check = isPartlyOnHost(op) ? "runPartlyOnHost" : "run";
        return MethodSpec.methodBuilder("example_of_" + name + "_prints_its_result").addAnnotation(TEST)
            .addCode("examples.$L($S, $S, () -> {\n$>$L$<});\n", check, op.key(), String.valueOf(op.at()), examples.code(example)).build();
    }

    /** Whether it has gradients that were written, and are of a form whose operands only its example knows. */
    private static boolean hasOwnGradient(OpEntry op) {
        return !op.internal() && Library.hasRule(op)
            && (op instanceof OpEntry.Composite || op instanceof OpEntry.View || op instanceof OpEntry.Native && !op.backward().isEmpty());
    }

    private static Stream<MethodSpec> gradients(OpEntry op, Examples examples) {
        var params = op.sig().tensors().stream().map(Param::name).filter(name -> Library.isDifferentiable(op, name))
            .filter(name -> op.surrogateReason(name) == null).toList();
        var name = op.key().replace("/", "_with_").replaceAll("\\W", "_");
        var example = examples.of(op);
        var names = params.stream().map(param -> CodeBlock.of("$S", param)).collect(CodeBlock.joining(", "));
        var orders = op instanceof OpEntry.View ? List.of("first") : List.of("first", "second");
        return orders.stream().filter(_ -> example != null && !params.isEmpty())
            .map(order -> MethodSpec.methodBuilder("the_" + order + "_gradient_of_" + name + "_agrees_with_finite_differences")
                .addAnnotation(TEST).addCode("$T.of($S, $T.of($L), () -> {\n$>$L$<}).$L();\n", testing("ExampleGradients"), op.key(),
                    Names.LIST_CLASS, names, examples.code(String.valueOf(example)), order)
                .build());
    }

    /** Whether its page says that the CPU computes a part of it for a GPU. */
    private static boolean isPartlyOnHost(OpEntry op) {
        return op.isOnHost() || op instanceof OpEntry.Composite && op.missingReason("cuda") != null;
    }

    private TypeSpec testClass(Case tested) {
        var op = tested.op();
        var checks = testing("OpChecks");
        var type = TypeSpec.classBuilder(tested.name() + "Test")
            .addJavadoc("What every $L operator promises, for {@code $L}.\n",
                op instanceof OpEntry.Pointwise ? "pointwise" : "reduction", op.key())
            .addField(
                FieldSpec.builder(checks, "checks", Modifier.PRIVATE, Modifier.FINAL).initializer(checks(tested, checks)).build());
        type.addMethod(test("every_length_gives_what_the_scalar_kernel_gives", "lengths"));
        type.addMethod(test("nan_and_infinities_give_what_the_scalar_kernel_gives", "specialValues"));
        boolean joint = op instanceof OpEntry.Reduction && op.sig().tensors().size() > 1;
        var tolerance = joint ? new CodeBlock[] {CodeBlock.of("1e-14")} : new CodeBlock[0];
        if (op instanceof OpEntry.Pointwise || joint) {
            type.addMethod(test("operands_broadcast_as_if_expanded", "broadcast", tolerance));
        }
        type.addMethod(test("strided_operands_give_the_result_of_contiguous_ones", "strided", tolerance));
        type.addMethod(test("empty_operands_give_a_result", "empty"));
        type.addMethod(test("every_claimed_dtype_is_computed", "claimedDtypes"));
        if (refuses(op)) {
            type.addMethod(test("a_dtype_that_is_not_claimed_is_refused", "refusedDtypes"));
        }
        if (Library.hasRule(op) && !isSurrogate(op)) {
            type.addMethod(test("the_gradient_agrees_with_finite_differences", "gradient"));
            type.addMethod(test("the_second_gradient_agrees_with_finite_differences", "secondGradient"));
        }
        if (Library.hasRule(op) && !kinks(tested).isEmpty()) {
            type.addMethod(test("the_gradient_at_a_kink_is_the_declared_one", "kinks"));
        }
        if (PointwiseGradients.hasFusedKernel(op)) {
            type.addMethod(test("the_fused_gradient_equals_the_composed_one", "fused"));
        }
        return type.build();
    }

    /** Whether a gradient is on purpose none that differences have. */
    static boolean isSurrogate(OpEntry op) {
        return op.sig().tensors().stream().anyMatch(param -> op.surrogateReason(param.name()) != null);
    }

    static ClassName testing(String name) {
        return ClassName.get("dev.tenon.testing", name);
    }

    static MethodSpec test(String name, String check, CodeBlock... args) {
        return MethodSpec.methodBuilder(name).addAnnotation(TEST).addStatement("checks.$L($L)", check, CodeBlock.join(List.of(args), ", "))
            .build();
    }

    /** Whether the dimensions that are folded can be chosen, as Java text: the name of the attribute, or null. */
    static CodeBlock folded(OpEntry op) {
        return op.sig().attributes().stream().filter(Types::isList).findFirst().map(param -> CodeBlock.of("$S", param.name()))
            .orElse(CodeBlock.of("null"));
    }

    /** The checks of an operator, with its tensors and the attributes that the tests give it. */
    static CodeBlock called(CodeBlock made, Case tested) {
        var op = tested.op();
        var code = made.toBuilder();
        for (var param : tested.tensors()) {
            code.add(".tensor($S, '$L', $L)", param.name(), param.tensor().letter(),
                Library.isDifferentiable(op, param.name()) && Library.hasRule(op));
        }
        samples(op).forEach((name, value) -> code.add(".attribute($S, $L)", name, value));
        op.sig().attributes().stream().filter(p -> PointwiseGradients.isSelector(op, p))
            .forEach(p -> code.add(".attribute($S, $S)", p.name(), tested.constant()));
        op.sig().attributes().stream().filter(p -> isFloatingBy(op, p)).forEach(p -> code.add(".floatingBy($S)", p.name()));
        return code.build();
    }

    /** Whether this is the wish for a dtype that a requirement wants to be floating. */
    private static boolean isFloatingBy(OpEntry op, Param param) {
        return param.attribute().kind() == ParamType.Attribute.Kind.DTYPE && op.requires().stream()
            .anyMatch(require -> require.text().contains("is_floating(" + param.name()));
    }

    private CodeBlock checks(Case tested, ClassName checks) {
        var op = tested.op();
        var code = called(CodeBlock.of("$T.of($T::call, $S)", checks, library.catalog(), op.name()), tested).toBuilder();
        tested.tensors().stream().map(Param::name).filter(name -> op.surrogateReason(name) != null)
            .forEach(name -> code.add(".surrogate($S)", name));
        for (var param : op.sig().attributes()) {
            var value = known(param, null);
            if (param.attribute().kind() == ParamType.Attribute.Kind.NUM && value != null && value < 0
                && "TNX".indexOf(op.sig().tensors().getFirst().tensor().letter()) >= 0) {
                code.add(".negative($S, $L)", param.name(), number(-value));
            }
        }
        if (Library.hasRule(op)) {
            for (var kink : kinks(tested)) {
                code.add(".kink($S, $L, $L)", kink.param(), number(kink.subgradient()),
                    kink.values().stream().map(TestEmitter::number).collect(Collectors.joining(", ")));
            }
        }
        return code.build();
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "Double.NaN" : String.valueOf(value);
    }

    private static List<KinkCases.Case> kinks(Case tested) {
        var op = tested.op();
        if (tested.bare()) {
            return List.of();
        }
        var samples = samples(op);
        var attributes = new HashMap<String, @Nullable Double>();
        op.sig().attributes().forEach(p -> attributes.put(p.name(), known(p, samples.get(p.name()))));
        return op instanceof OpEntry.Pointwise pointwise ? new KinkCases(pointwise, attributes).cases() : List.of();
    }

    /** The number that the attribute has in the tests, or null if it is none. */
    private static @Nullable Double known(Param param, @Nullable String sample) {
        return switch (param.attribute().kind()) {
            case NUM, FLOAT -> sample != null ? Double.valueOf(sample)
                : param.defaultValue() == null || param.defaultValue() instanceof Expr.NullLit ? null
                    : Double.valueOf(Evaluator.evaluate(param.defaultValue(), Map.of()));
            default -> null;
        };
    }

    /** Values for attributes, as Java text, by name. */
    private static Map<String, String> samples(OpEntry op) {
        var samples = new LinkedHashMap<String, String>();
        for (var param : op.sig().attributes()) {
            var value = PointwiseGradients.isSelector(op, param) ? null : sample(op, param, samples.size());
            if (value != null) {
                samples.put(param.name(), value);
            }
        }
        return samples;
    }

    /** A value for an attribute that has no default, or whose default the operator may refuse; null to leave it out. */
    private static @Nullable String sample(OpEntry op, Param param, int numbers) {
        var attribute = param.attribute();
        boolean required = param.defaultValue() == null;
        return switch (attribute.kind()) {
            case NUM, FLOAT -> required || attribute.nullable() && !op.requires().isEmpty() ? numbers % 2 == 0 ? "-0.5" : "0.75" : null;
            case ENUM -> required ? '"' + attribute.constants().getFirst() + '"' : null;
            case INT -> required ? op instanceof OpEntry.Reduction ? "-1L" : "1L" : null;
            case BOOL -> required ? "true" : null;
            case TEXT -> required ? Examples.TEXT : null;
            case INTS, DIMS -> required && op instanceof OpEntry.Reduction ? "java.util.List.of(-1L)" : null;
            default -> null;
        };
    }

    /** Whether there are dtypes that the operator does not claim. */
    private static boolean refuses(OpEntry op) {
        return "TX".indexOf(op.sig().tensors().getFirst().tensor().letter()) < 0;
    }
}
