package dev.tenon.codegen.emit.cpu;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.tenon.codegen.emit.formula.Compute;
import dev.tenon.codegen.emit.formula.Piece;
import dev.tenon.codegen.emit.library.JavaFiles;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.update.StepRecordEmitter;
import dev.tenon.codegen.emit.update.StepText;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.spec.NumberStates;
import dev.tenon.codegen.spec.StepScalars;
import dev.tenon.codegen.spec.UpdateEntry;
import dev.tenon.codegen.spec.UpdateForm;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/**
 * Writes the CPU kernels of an optimizer's step: a scalar class that computes in double, which is also the reference, and a vector class that
 * extends it. Each has one loop for every form of the step, in which the states are there that a condition says.
 */
public final class CpuStepEmitter {
    private static final ClassName KERNEL = Names.cpu("kernels.update", "StepKernel");

    private final Library library;
    private final UpdateEntry update;
    private final String packageName;
    private final StepScalars scalars;

    CpuStepEmitter(Library library, UpdateEntry update, String packageName) {
        this.library = library;
        this.update = NumberStates.asSettings(update);
        this.packageName = packageName;
        this.scalars = new StepScalars(this.update);
    }

    List<JavaFile> emit() {
        var scalar = TypeSpec.classBuilder(scalarClass()).superclass(ParameterizedTypeName.get(KERNEL, library.step(update)))
            .addJavadoc("Steps of {@code $L}, one element at a time and in double; the reference of the vector kernel.\n", update.key());
        if (!numbers().isEmpty()) {
            scalar.addMethod(numbersMethod());
        }
        methods("f32", new StepLoop.Scalar(Compute.F32)).forEach(scalar::addMethod);
        methods("f64", new StepLoop.Scalar(Compute.F64)).forEach(scalar::addMethod);
        var files = new ArrayList<JavaFile>();
        files.add(JavaFiles.java(packageName, scalar.build()));
        if (isVector(scalars)) {
            var vector = TypeSpec.classBuilder(vectorClass()).addModifiers(Modifier.FINAL).superclass(scalarClass())
                .addJavadoc("Steps of {@code $L}, as many elements at a time as a vector has lanes.\n", update.key());
            vector.addMethod(MethodSpec.methodBuilder("isVector").addAnnotation(Override.class).addModifiers(Modifier.PROTECTED)
                .returns(TypeName.BOOLEAN).addStatement("return true").build());
            methods("f32", new StepLoop.Vector(Lanes.F)).forEach(vector::addMethod);
            methods("f64", new StepLoop.Vector(Lanes.D)).forEach(vector::addMethod);
            files.add(JavaFiles.java(packageName, vector.build()));
        }
        return files;
    }

    /** Whether vectors can compute the step: functions such as {@code tanh} take whole blocks of memory, which a step has not. */
    static boolean isVector(StepScalars scalars) {
        return scalars.forms().stream().flatMap(form -> form.step().stream())
            .noneMatch(statement -> VectorStages.needsBlocks(statement.value()));
    }

    private ClassName scalarClass() {
        return ClassName.get(packageName, update.stepRecord() + "Kernel");
    }

    private ClassName vectorClass() {
        return ClassName.get(packageName, update.stepRecord() + "VectorKernel");
    }

    /** What makes the kernel. */
    static CodeBlock instance(UpdateEntry update, String packageName) {
        var scalar = ClassName.get(packageName, update.stepRecord() + "Kernel");
        return isVector(new StepScalars(NumberStates.asSettings(update)))
            ? CodeBlock.of("$T.ENABLED ? new $T() : new $T()", Names.cpu("engine", "Simd"),
                ClassName.get(packageName, update.stepRecord() + "VectorKernel"), scalar)
            : CodeBlock.of("new $T()", scalar);
    }

    /** What is computed once a step: numbers that are more than a setting, in the order in which kernels are given them. */
    private List<StepScalars.Scalar> numbers() {
        return scalars.scalars().values().stream().filter(scalar -> !scalar.isFlag() && !(scalar.source() instanceof Expr.Name)).toList();
    }

    private MethodSpec numbersMethod() {
        var values = numbers().stream().map(scalar -> StepText.ofRecord(update).translate(scalar.source()).text())
            .collect(CodeBlock.joining(",\n"));
        return MethodSpec.methodBuilder("numbers").addAnnotation(Override.class).addModifiers(Modifier.PROTECTED).returns(double[].class)
            .addParameter(library.step(update), "op").addStatement("return new double[] {$>\n$L$<\n}", values).build();
    }

    // ---- methods --------------------------------------------------------------------------------------------------------

    private List<MethodSpec> methods(String name, StepLoop loop) {
        if (scalars.forms().size() == 1) {
            return List.of(override(name).addCode(body(scalars.forms().getFirst(), loop)).build());
        }
        var methods = new ArrayList<MethodSpec>();
        methods.add(override(name).addCode(choice(name)).build());
        for (var form : scalars.forms()) {
            methods.add(method(name + suffix(form)).addModifiers(Modifier.PRIVATE, Modifier.STATIC).addCode(body(form, loop)).build());
        }
        return methods;
    }

    private MethodSpec.Builder override(String name) {
        return method(name).addAnnotation(Override.class).addModifiers(Modifier.PROTECTED);
    }

    private MethodSpec.Builder method(String name) {
        return MethodSpec.methodBuilder(name).addParameter(library.step(update), "op").addParameter(double[].class, "numbers")
            .addParameter(long[].class, "at")
            .addParameter(TypeName.LONG, "n");
    }

    /** {@code WithMomentumBuffer}, {@code WithoutMomentumBuffer}: by the first states of the conditions. */
    public static String suffix(UpdateForm form) {
        return form.holds().entrySet().stream()
            .map(entry -> (entry.getValue() ? "With" : "Without") + Names.pascal(entry.getKey().state())).collect(Collectors.joining());
    }

    private CodeBlock choice(String name) {
        var body = CodeBlock.builder();
        var forms = scalars.forms();
        for (int f = 0; f < forms.size(); f++) {
            var test = forms.get(f).holds().entrySet().stream()
                .map(entry -> (entry.getValue() ? "" : "!") + "op." + StepRecordEmitter.has(entry.getKey().state()) + "()")
                .collect(Collectors.joining(" && "));
            if (f == 0) {
                body.beginControlFlow("if ($L)", test);
            } else if (f < forms.size() - 1) {
                body.nextControlFlow("else if ($L)", test);
            } else {
                body.nextControlFlow("else");
            }
            body.addStatement("$L(op, numbers, at, n)", name + suffix(forms.get(f)));
        }
        return body.endControlFlow().build();
    }

    /** One loop: loads what is read, the statements, and stores what has changed. */
    private CodeBlock body(UpdateForm form, StepLoop loop) {
        var body = CodeBlock.builder();
        var tensors = new ArrayList<>(List.of(UpdateEntry.PARAM, UpdateEntry.GRAD));
        form.present().forEach(state -> tensors.add(state.name()));
        for (int i = 0; i < tensors.size(); i++) {
            body.addStatement("long $L = at[$L]", address(tensors.get(i)), i);
        }
        uniforms(form, loop, body);
        body.beginControlFlow("for (long i = 0; i < n; $L)", loop.step());
        var declared = new LinkedHashSet<String>();
        for (var tensor : readFirst(form, tensors)) {
            body.addStatement("$T $L = $L", loop.type(), Names.camel(tensor), loop.load(address(tensor)));
            declare(tensor, loop, declared);
        }
        for (var statement : form.step()) {
            statement(statement, loop, declared, body);
        }
        var assigned = form.step().stream().map(UpdateEntry.Statement::name).toList();
        tensors.stream().filter(assigned::contains)
            .forEach(tensor -> body.addStatement(loop.store(Names.camel(tensor), address(tensor))));
        return body.endControlFlow().build();
    }

    private static void declare(String name, StepLoop loop, Set<String> declared) {
        loop.declare(name, loop.value(Names.camel(name)));
        declared.add(name);
    }

    private static void statement(UpdateEntry.Statement statement, StepLoop loop, Set<String> declared, CodeBlock.Builder body) {
        var local = Names.camel(statement.name());
        if (declared.contains(statement.name())) {
            body.addStatement("$L = $L", local, loop.number(statement));
        } else if (statement.isLet()) {
            var value = loop.translate(statement);
            body.addStatement("$T $L = $L", loop.type(value), local, value.text());
            loop.declare(statement.name(), Piece.of(value.kind(), local));
            declared.add(statement.name());
        } else {
            body.addStatement("$T $L = $L", loop.type(), local, loop.number(statement));
            declare(statement.name(), loop, declared);
        }
    }

    private static String address(String tensor) {
        return "p" + Names.pascal(tensor);
    }

    private void uniforms(UpdateForm form, StepLoop loop, CodeBlock.Builder body) {
        var read = new LinkedHashSet<String>();
        form.step().forEach(statement -> read.addAll(ExprTree.names(statement.value())));
        loop.clear();
        scalars.scalars().forEach((key, scalar) -> {
            if (read.contains(key)) {
                int number = numbers().indexOf(scalar);
                var text = number < 0 ? StepText.ofRecord(update).translate(scalar.source()).text() : CodeBlock.of("numbers[$L]", number);
                body.addStatement("$T $L = $L", scalar.isFlag() ? TypeName.BOOLEAN : TypeName.DOUBLE, scalar.local(), text);
                loop.declare(key, scalar.isFlag() ? Piece.flag(scalar.local()) : Piece.number(scalar.local()));
            }
        });
    }

    /** The tensors that a step reads before it assigns them. */
    private static List<String> readFirst(UpdateForm form, List<String> tensors) {
        var read = new LinkedHashSet<String>();
        var assigned = new LinkedHashSet<String>();
        for (var statement : form.step()) {
            ExprTree.names(statement.value()).stream().filter(name -> !assigned.contains(name)).forEach(read::add);
            assigned.add(statement.name());
        }
        return tensors.stream().filter(read::contains).toList();
    }
}
