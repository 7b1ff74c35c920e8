package dev.tenon.codegen.emit.cpu;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.tenon.codegen.emit.formula.Compute;
import dev.tenon.codegen.emit.formula.Formulas;
import dev.tenon.codegen.emit.formula.Piece;
import dev.tenon.codegen.emit.formula.ScalarText;
import dev.tenon.codegen.emit.formula.Uniform;
import dev.tenon.codegen.emit.library.JavaFiles;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.expr.Intrinsic;
import dev.tenon.codegen.expr.Operator;
import dev.tenon.codegen.expr.Series;
import dev.tenon.codegen.spec.Param;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/** Writes the CPU kernels of a pointwise operator: a scalar class, which is also the reference, and a vector class that extends it. */
public final class CpuPointwiseEmitter {
    private static final ClassName KERNEL = Names.cpu("pointwise", "PointwiseKernel");
    private static final ClassName BLOCK = Names.cpu("engine", "Block");
    private static final ClassName MEM = Names.cpu("engine", "UncheckedAccess");

    private final Formulas formulas;
    private final String packageName;
    private final List<MethodSpec> helpers = new ArrayList<>();

    CpuPointwiseEmitter(Formulas formulas, String packageName) {
        this.formulas = formulas;
        this.packageName = packageName;
    }

    List<JavaFile> emit() {
        var scalar = JavaFiles.java(packageName, scalar());
        return formulas.isFloating() ? List.of(scalar, JavaFiles.java(packageName, new CpuVectorEmitter(formulas, packageName).vector()))
            : List.of(scalar);
    }

    private TypeSpec scalar() {
        var name = ClassName.get(packageName, formulas.name() + "Kernel");
        var type = TypeSpec.classBuilder(name).superclass(ParameterizedTypeName.get(KERNEL, formulas.record()))
            .addJavadoc("Computes $L, one element at a time; the reference of the vector kernel.", formulas.what());
        type.addMethod(MethodSpec.constructorBuilder()
            .addStatement("super($L, $L)", formulas.operands().size(), formulas.results().size()).build());
        type.addMethod(cost());
        runs(Compute.F64).forEach(type::addMethod);
        runs(Compute.F32).forEach(type::addMethod);
        if (formulas.integral() != null) {
            runs(Compute.I64).forEach(type::addMethod);
        }
        return type.addMethods(helpers).build();
    }

    /** A rough count of operations, functions counting for several. */
    private MethodSpec cost() {
        int cost = formulas.byConstant().values().stream().mapToInt(list -> list.stream().mapToInt(CpuPointwiseEmitter::cost).sum()).max()
            .orElse(1);
        return MethodSpec.methodBuilder("cost").addAnnotation(Override.class).addModifiers(Modifier.PROTECTED).returns(TypeName.INT)
            .addStatement("return $L", Math.max(1, cost)).build();
    }

    public static int cost(Expr expr) {
        int own = switch (expr) {
            case Expr.Call call when Series.of(call.function()) != null -> 2 * call.args().size();
            case Expr.Call call ->
                Intrinsic.of(call.function()) == Intrinsic.ABS || call.function().equals("min") || call.function().equals("max") ? 1 : 8;
            case Expr.Binary binary -> binary.op() == Operator.DIVIDE ? 4 : 1;
            case Expr.Unary _, Expr.Cond _ -> 1;
            default -> 0;
        };
        return own + ExprTree.children(expr).stream().mapToInt(CpuPointwiseEmitter::cost).sum();
    }

    /** The method for one compute type, and where an attribute chooses the formula one more per constant. */
    private List<MethodSpec> runs(Compute compute) {
        var chosen = formulas.chosen(compute);
        var selector = formulas.selector();
        if (selector == null) {
            return List.of(run(compute.method(), true, loop(compute, "", chosen.values().iterator().next())));
        }
        var methods = new ArrayList<MethodSpec>();
        methods.add(run(compute.method(), true, choice(selector, compute.method(), chosen)));
        chosen
            .forEach((constant, list) -> methods.add(run(compute.method() + Names.pascal(constant), false, loop(compute, constant, list))));
        return methods;
    }

    static CodeBlock choice(Param selector, String method, Map<String, List<Expr>> chosen) {
        var body = CodeBlock.builder().beginControlFlow("switch (op.$N())", selector.javaName());
        chosen.keySet()
            .forEach(constant -> body.addStatement("case $L -> $L(op, block)", Names.constant(constant), method + Names.pascal(constant)));
        return body.endControlFlow().build();
    }

    private MethodSpec run(String name, boolean override, CodeBlock body) {
        var method = MethodSpec.methodBuilder(name).addParameter(formulas.record(), "op").addParameter(BLOCK, "block").addCode(body);
        if (override) {
            return method.addAnnotation(Override.class).addModifiers(Modifier.PROTECTED).build();
        }
        return method.addModifiers(Modifier.PRIVATE, Modifier.STATIC).build();
    }

    private CodeBlock loop(Compute compute, String constant, List<Expr> list) {
        var body = CodeBlock.builder();
        var results = formulas.prepare(constant, list);
        addresses(formulas, body);
        uniforms(formulas, Formulas.uniforms(results), compute, body);
        body.beginControlFlow("for (long i = 0; i < n; i++)");
        if (results.size() > 1) {
            operands(results)
                .forEach(operand -> body.addStatement("$T $L = $L", compute.element(), formulas.local(operand), load(compute, operand)));
        }
        for (int r = 0; r < results.size(); r++) {
            store(compute, r, results, body);
            if (compute != Compute.F32) {
                helpers.add(formula(results.get(r), compute));
            }
        }
        return body.endControlFlow().build();
    }

    static void addresses(Formulas formulas, CodeBlock.Builder body) {
        body.addStatement("long n = block.n()");
        for (int i = 0; i < formulas.operands().size(); i++) {
            body.addStatement("long $L = block.in($L)", formulas.address(formulas.operands().get(i)), i);
        }
        for (int r = 0; r < formulas.results().size(); r++) {
            body.addStatement("long $L = block.out($L)", formulas.address(r), r);
        }
    }

    static void uniforms(Formulas formulas, Collection<Uniform> uniforms, Compute compute, CodeBlock.Builder body) {
        for (var uniform : uniforms) {
            body.addStatement("$T $L = $L", uniform.flag() ? TypeName.BOOLEAN : compute.scalar(), uniform.local(),
                initializer(formulas, uniform, compute));
        }
    }

    private static CodeBlock initializer(Formulas formulas, Uniform uniform, Compute compute) {
        var tensor = uniform.tensor(formulas.op());
        return tensor == null ? uniform.initializer(formulas.op(), compute)
            : CodeBlock.of(uniform.isOfMissing() ? "!block.has($L)" : "block.has($L)", formulas.operands().indexOf(tensor.name()));
    }

    /** The operands that any result reads: those of a kernel with several results are read before the first is written over one. */
    static List<String> operands(List<Formulas.Result> results) {
        return results.stream().flatMap(result -> result.operands().stream()).distinct().toList();
    }

    private CodeBlock load(Compute compute, String operand) {
        return CodeBlock.of("$T.$L($L, i)", MEM, compute.method(), formulas.address(operand));
    }

    private void store(Compute compute, int r, List<Formulas.Result> results, CodeBlock.Builder body) {
        var result = results.get(r);
        var args = new ArrayList<CodeBlock>();
        result.operands()
            .forEach(operand -> args.add(results.size() > 1 ? CodeBlock.of("$L", formulas.local(operand)) : load(compute, operand)));
        result.uniforms().values().forEach(uniform -> args.add(CodeBlock.of("$L", uniform.local())));
        var value = CodeBlock.of("$L($L)", result.name(), args.stream().collect(CodeBlock.joining(",$W")));
        var stored = formulas.truth() ? CodeBlock.of("$L ? 1 : 0", value)
            : compute == Compute.F32 ? CodeBlock.of("(float) $L", value) : value;
        body.addStatement("$T.$L($L, i, $L)", MEM, compute.method(), formulas.address(r), stored);
    }

    /** The formula as a method of one element; float32 uses that of float64. */
    private MethodSpec formula(Formulas.Result result, Compute compute) {
        var text = new ScalarText(compute.dialect());
        var method = MethodSpec.methodBuilder(result.name()).addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .returns(formulas.truth() ? TypeName.BOOLEAN : compute.scalar());
        result.operands().forEach(operand -> {
            text.declare(operand, Piece.number(formulas.local(operand)));
            method.addParameter(compute.scalar(), formulas.local(operand));
        });
        result.uniforms().forEach((key, uniform) -> {
            text.declare(key, uniform.flag() ? Piece.flag(uniform.local()) : Piece.number(uniform.local()));
            method.addParameter(uniform.flag() ? TypeName.BOOLEAN : compute.scalar(), uniform.local());
        });
        for (var assign : result.schedule().assigns()) {
            var value = text.translate(assign.value());
            boolean flag = value.kind() == Piece.Kind.FLAG;
            method.addStatement("$T $L = $L", flag ? TypeName.BOOLEAN : compute.scalar(), assign.name(), value.text());
            text.declare(assign.name(), flag ? Piece.flag(assign.name()) : Piece.number(assign.name()));
        }
        var value = text.translate(result.schedule().results().getFirst());
        return method.addStatement("return $L", formulas.truth() ? ScalarText.flag(value).text() : text.number(value).text())
            .build();
    }
}
