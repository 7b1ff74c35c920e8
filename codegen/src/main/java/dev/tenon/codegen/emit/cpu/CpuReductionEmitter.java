package dev.tenon.codegen.emit.cpu;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.tenon.codegen.emit.formula.Compute;
import dev.tenon.codegen.emit.formula.Fold;
import dev.tenon.codegen.emit.formula.KernelClasses;
import dev.tenon.codegen.emit.formula.Piece;
import dev.tenon.codegen.emit.formula.ScalarText;
import dev.tenon.codegen.emit.library.FoldedDims;
import dev.tenon.codegen.emit.library.JavaFiles;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.expr.Expr;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Writes the CPU kernels of a reduction: a class that folds element by element, and one that extends it and folds vectors. */
final class CpuReductionEmitter {
    private final Fold fold;
    private final String packageName;

    CpuReductionEmitter(Fold fold, String packageName) {
        this.fold = fold;
        this.packageName = packageName;
    }

    List<JavaFile> emit() {
        return List.of(JavaFiles.java(packageName, scalar()),
            JavaFiles.java(packageName, new CpuVectorFoldEmitter(fold, packageName).vector()));
    }

    private TypeSpec scalar() {
        var type = TypeSpec.classBuilder(ClassName.get(packageName, fold.name() + "Kernel"))
            .superclass(ParameterizedTypeName.get(Names.cpu("reduce", "ReductionKernel"), fold.record()))
            .addJavadoc("Folds by $L, one element at a time.", fold.op().key());
        type.addMethod(dims());
        if (fold.order() != null) {
            type.addMethod(override("order").returns(TypeName.DOUBLE).addStatement("return $L", fold.order()).build());
        }
        for (var compute : computes()) {
            type.addMethod(init(compute)).addMethod(row(compute)).addMethod(columns(compute)).addMethod(merge(compute))
                .addMethod(combine(compute));
            if (fold.finish() != null) {
                type.addMethod(finish(compute, fold.finish(), compute.dialect().literal(1)));
                if (fold.order() != null) {
                    type.addMethod(finish(compute, fold.finish(), "s"));
                }
            }
            if (compute == Compute.F64) {
                type.addMethod(row(Compute.F32)).addMethod(columns(Compute.F32)).addMethod(merge(Compute.F32));
            }
        }
        return type.build();
    }

    /** The types that partial results travel in. */
    private List<Compute> computes() {
        boolean floatingOnly = fold.op().sig().tensors().stream().anyMatch(param -> param.tensor().isFloating());
        return floatingOnly ? List.of(Compute.F64) : List.of(Compute.F64, Compute.I64);
    }

    private MethodSpec.Builder override(String name) {
        return MethodSpec.methodBuilder(name).addAnnotation(Override.class).addModifiers(Modifier.PROTECTED).addParameter(fold.record(),
            "op");
    }

    private MethodSpec dims() {
        return override("dims").returns(Types.nullable(Names.INTS)).addStatement("return $L", FoldedDims.of(fold.op())).build();
    }

    private MethodSpec init(Compute compute) {
        return override(compute == Compute.I64 ? "initLong" : "init").returns(compute.scalar()).addCode(value(compute, fold.init()))
            .build();
    }

    private MethodSpec combine(Compute compute) {
        return override("combine").returns(compute.scalar()).addParameter(compute.scalar(), "a").addParameter(compute.scalar(), "b")
            .addCode(value(compute, fold.combine())).build();
    }

    private MethodSpec finish(Compute compute, Expr finish, String divisor) {
        var method = override("finish").returns(compute.scalar()).addParameter(compute.scalar(), "a").addParameter(TypeName.LONG, "n");
        if (divisor.equals("s")) {
            method.addParameter(compute.scalar(), "s");
        }
        return method.addCode(fold.declarations(compute, List.of(finish)))
            .addStatement("return $L", text(compute, finish, "b", divisor)).build();
    }

    private CodeBlock value(Compute compute, Expr part) {
        return CodeBlock.builder().add(fold.declarations(compute, List.of(part)))
            .addStatement("return $L", text(compute, part, "b")).build();
    }

    private CodeBlock text(Compute compute, Expr part, String b) {
        return text(compute, part, b, "s");
    }

    /** A part over {@code a} and another operand. */
    private CodeBlock text(Compute compute, Expr part, String b, String s) {
        var text = new ScalarText(compute.dialect());
        text.declare("a", Piece.number("a"));
        text.declare("b", Piece.number(b));
        text.declare("n", Piece.number("n"));
        text.declare("s", Piece.number(s));
        for (var input : fold.inputs()) {
            text.declare(input.name(), Piece.number(input.local()));
            text.declare(input.given(), Piece.flag(input.given()));
        }
        fold.uniforms()
            .forEach((key, uniform) -> text.declare(key, uniform.flag() ? Piece.flag(uniform.local()) : Piece.number(uniform.local())));
        return text.number(text.translate(part)).text();
    }

    private MethodSpec row(Compute compute) {
        var body = CodeBlock.builder().add(fold.declarations(compute, List.of(fold.map(), fold.combine()))).add(fold.addresses());
        body.addStatement("$T a = $L(op)", compute.scalar(), compute == Compute.I64 ? "initLong" : "init");
        body.beginControlFlow("for (long i = 0; i < n; i++)");
        var operand = element(compute, body);
        body.addStatement("a = $L", text(compute, fold.combine(), operand)).endControlFlow().addStatement("return a");
        return override(compute.method() + "Row").returns(compute.scalar()).addParameters(longs("in", "n")).addCode(body.build()).build();
    }

    private static List<ParameterSpec> longs(String... names) {
        var parameters = new ArrayList<ParameterSpec>();
        for (var name : names) {
            parameters.add(ParameterSpec.builder(TypeName.LONG, name).build());
        }
        return parameters;
    }

    /** Reads an element of each tensor and maps them; gives the name of the result. */
    private String element(Compute compute, CodeBlock.Builder body) {
        for (var input : fold.inputs()) {
            var read = read(compute, fold.isJoint() ? input.address() : "in");
            body.addStatement("$T $L = $L", compute.scalar(), input.local(),
                input.optional() ? CodeBlock.of("$L ? $L : $L", input.given(), read, compute.dialect().literal(0)) : read);
        }
        if (fold.isPlain()) {
            return fold.inputs().getFirst().local();
        }
        body.addStatement("$T b = $L", compute.scalar(), text(compute, fold.map(), "b"));
        return "b";
    }

    private MethodSpec columns(Compute compute) {
        var body = CodeBlock.builder().add(fold.declarations(compute, List.of(fold.map(), fold.combine()))).add(fold.addresses());
        body.beginControlFlow("for (long i = 0; i < n; i++)");
        body.addStatement("$T a = $L", compute.scalar(), read(compute, "accumulators"));
        var operand = element(compute, body);
        body.addStatement(written(compute, "accumulators", text(compute, fold.combine(), operand)));
        return override(compute.method() + "Columns").addParameters(longs("in", "accumulators", "n")).addCode(body.endControlFlow().build())
            .build();
    }

    private MethodSpec merge(Compute compute) {
        var body = CodeBlock.builder().add(fold.declarations(compute, List.of(fold.combine())));
        body.beginControlFlow("for (long i = 0; i < n; i++)");
        body.addStatement("$T a = $L", compute.scalar(), read(compute, "into"));
        body.addStatement("$T b = $L", compute.scalar(), read(compute, "from"));
        body.addStatement(written(compute, "into", text(compute, fold.combine(), "b")));
        return override(compute.method() + "Merge").addParameters(longs("from", "into", "n")).addCode(body.endControlFlow().build())
            .build();
    }

    private static CodeBlock read(Compute compute, String address) {
        return CodeBlock.of("$T.$L($L, i)", KernelClasses.RAW_MEMORY, compute.method(), address);
    }

    private static CodeBlock written(Compute compute, String address, CodeBlock value) {
        return CodeBlock.of(compute == Compute.F32 ? "$T.$L($L, i, (float) ($L))" : "$T.$L($L, i, $L)", KernelClasses.RAW_MEMORY,
            compute.method(), address, value);
    }
}
