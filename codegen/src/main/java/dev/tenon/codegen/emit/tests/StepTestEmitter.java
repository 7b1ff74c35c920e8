package dev.tenon.codegen.emit.tests;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.tenon.codegen.emit.formula.Piece;
import dev.tenon.codegen.emit.library.JavaFiles;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.update.StepText;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.spec.ParamType;
import dev.tenon.codegen.spec.UpdateEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a JUnit class per optimizer that holds its kernels to the formulas of its entry, written out for one element, for every combination
 * of its settings. What a test does is in the hand-written {@code StepChecks}.
 */
public final class StepTestEmitter {
    private static final ClassName CHECKS = TestEmitter.testing("StepChecks");
    private static final ClassName TESTED_GPU = TestEmitter.testing("TestedGpu");
    private static final List<String> DTYPES = List.of("float64", "float32", "float16", "bfloat16");

    private final Library library;
    private final String packageName;
    private final boolean gpu;

    /** @param gpu whether the parameters of the tests are on a GPU */
    public StepTestEmitter(Library library, String packageName, boolean gpu) {
        this.library = library;
        this.packageName = packageName;
        this.gpu = gpu;
    }

    public List<JavaFile> emit() {
        return library.spec().updates().stream().map(update -> JavaFiles.java(packageName, testClass(update))).toList();
    }

    private TypeSpec testClass(UpdateEntry update) {
        var options = library.options(update);
        var type = TypeSpec.classBuilder(update.stepRecord() + (gpu ? "GpuTest" : "Test"))
            .addJavadoc("What a step of $L promises$L.\n", update.className(), gpu ? " on a GPU" : "")
            .addField(FieldSpec.builder(ParameterizedTypeName.get(CHECKS, options), "checks", Modifier.PRIVATE, Modifier.FINAL)
                .initializer(checks(update)).build());
        if (gpu) {
            type.addMethod(GpuTestEmitter.device());
        }
        for (var dtype : gpu ? DTYPES.subList(0, 2) : DTYPES) {
            type.addMethod(TestEmitter.test("parameters_of_" + dtype + "_step_as_the_formulas_say", "formulas",
                CodeBlock.of("$T.$L", Names.DTYPE, Names.constant(dtype))));
        }
        type.addMethod(TestEmitter.test("strided_and_empty_parameters_step_as_others_do", "layouts"));
        if (!gpu) {
            type.addMethod(TestEmitter.test("its_state_comes_back_by_name", "state", CodeBlock.of("$S", update.className())));
            update.arguments().stream().flatMap(StepTestEmitter::refused).forEach(type::addMethod);
        }
        return type.addMethod(formulas(update)).build();
    }

    // ---- settings -------------------------------------------------------------------------------------------------------

    private CodeBlock checks(UpdateEntry update) {
        var states = update.states().stream().map(state -> CodeBlock.of(", $S", state.name())).collect(CodeBlock.joining(""));
        var code = CodeBlock.builder().add("$T.of($T.DEFAULT, $L::formulas$L)", CHECKS, library.options(update),
            update.stepRecord() + (gpu ? "GpuTest" : "Test"), states);
        if (gpu) {
            code.add("\n.on($T.device())", TESTED_GPU);
        }
        for (var argument : update.arguments()) {
            var values = argument.isList() ? "" : values(argument.settings().getFirst());
            if (!values.isEmpty()) {
                code.add("\n.values($S, $L)", argument.name(), values);
            }
        }
        return code.build();
    }

    /** Both values of a flag; of a number that is 0 if left out, as formulas take another way then, 0 and another one. */
    private static String values(UpdateEntry.Setting setting) {
        if (setting.isFlag()) {
            return "false, true";
        }
        boolean zero = setting.param().defaultValue() instanceof Expr.Num num && num.value() == 0;
        boolean whole = setting.param().attribute().kind() == ParamType.Attribute.Kind.INT;
        return !zero ? "" : whole ? "0L, 2L" : "0.0, " + sample(setting.range());
    }

    private static double sample(UpdateEntry.@Nullable Range range) {
        return range == null || range.holds(0.3) ? 0.3
            : Double.isInfinite(range.high()) ? range.low() + 1 : (range.low() + range.high()) / 2;
    }

    /** A test for each bound of a setting. */
    private static Stream<MethodSpec> refused(UpdateEntry.Argument argument) {
        var setting = argument.settings().getFirst();
        if (argument.isList() || setting.range() == null) {
            return Stream.of();
        }
        var low = refused(argument, "too_little", setting.range().low() - 1);
        return Double.isInfinite(setting.range().high()) ? Stream.of(low)
            : Stream.of(low, refused(argument, "too_much", setting.range().high() + 1));
    }

    private static MethodSpec refused(UpdateEntry.Argument argument, String how, double value) {
        return TestEmitter.test(how + "_" + argument.name().replaceAll("\\W", "_") + "_is_refused", "refused",
            CodeBlock.of("$S", argument.name()), CodeBlock.of("$L", value));
    }

    // ---- formulas -------------------------------------------------------------------------------------------------------

    /** The entry's lines, for one element. */
    private MethodSpec formulas(UpdateEntry update) {
        var text = StepText.ofOptions(update);
        var method = MethodSpec.methodBuilder("formulas").addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .addParameter(library.options(update), "o").addParameter(TypeName.DOUBLE, "step").addParameter(double[].class, "x");
        var tensors = new ArrayList<>(List.of(UpdateEntry.PARAM, UpdateEntry.GRAD));
        update.states().forEach(state -> tensors.add(state.name()));
        for (int i = 0; i < tensors.size(); i++) {
            method.addStatement("double $L = x[$L]", Names.camel(tensors.get(i)), i);
            text.declare(tensors.get(i), Piece.number(Names.camel(tensors.get(i))));
        }
        var declared = new HashSet<>(tensors);
        for (var statement : update.step()) {
            var local = Names.camel(statement.name());
            var value = text.translate(statement.value());
            boolean flag = value.kind() == Piece.Kind.FLAG;
            boolean isNew = declared.add(statement.name());
            method.addStatement("$L$L = $L", !isNew ? "" : flag ? "boolean " : "double ", local, value.text());
            text.declare(statement.name(), flag ? Piece.flag(local) : Piece.number(local));
        }
        for (int i = 0; i < tensors.size(); i++) {
            if (i != 1) {
                method.addStatement("x[$L] = $L", i, Names.camel(tensors.get(i)));
            }
        }
        return method.build();
    }
}
