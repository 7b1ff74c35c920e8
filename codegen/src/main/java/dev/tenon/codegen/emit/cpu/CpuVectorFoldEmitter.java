package dev.tenon.codegen.emit.cpu;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.tenon.codegen.emit.formula.Fold;
import dev.tenon.codegen.emit.formula.Piece;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Writes the vector class of a reduction: rows by four accumulators whose lanes are combined in order, columns a vector at a time. */
final class CpuVectorFoldEmitter {
    private static final int ACCUMULATORS = 4;
    private static final ClassName MASK = ClassName.get("jdk.incubator.vector", "VectorMask");

    private final Fold fold;
    private final String packageName;

    CpuVectorFoldEmitter(Fold fold, String packageName) {
        this.fold = fold;
        this.packageName = packageName;
    }

    TypeSpec vector() {
        var type = TypeSpec.classBuilder(ClassName.get(packageName, fold.name() + "VectorKernel")).addModifiers(Modifier.FINAL)
            .superclass(ClassName.get(packageName, fold.name() + "Kernel"))
            .addJavadoc("Folds by $L, as many elements at a time as a vector has lanes.", fold.op().key());
        boolean plain = !VectorStages.needsBlocks(fold.combine());
        for (var lanes : Lanes.BOTH) {
            if (plain && !VectorStages.needsBlocks(fold.map())) {
                type.addMethod(row(lanes)).addMethod(columns(lanes));
            }
            if (plain) {
                type.addMethod(merge(lanes));
            }
        }
        return type.build();
    }

    private MethodSpec.Builder override(Lanes lanes, String name, String... longs) {
        var method = MethodSpec.methodBuilder(lanes.compute().method() + name).addAnnotation(Override.class)
            .addModifiers(Modifier.PROTECTED)
            .addParameter(fold.record(), "op");
        for (var parameter : longs) {
            method.addParameter(TypeName.LONG, parameter);
        }
        return method;
    }

    private VectorText text(Lanes lanes) {
        var text = new VectorText(lanes);
        fold.uniforms()
            .forEach((key, uniform) -> text.declare(key, uniform.flag() ? Piece.flag(uniform.local()) : Piece.number(uniform.local())));
        return text;
    }

    /** The map of a vector. */
    private CodeBlock mapped(Lanes lanes, CodeBlock vector) {
        var text = text(lanes);
        text.declare(fold.input(), Piece.vector(vector));
        return text.vector(text.translate(fold.map())).text();
    }

    /** The combination of two vectors. */
    private CodeBlock combined(Lanes lanes, CodeBlock a, CodeBlock b) {
        var text = text(lanes);
        text.declare("a", Piece.vector(a));
        text.declare("b", Piece.vector(b));
        return text.vector(text.translate(fold.combine())).text();
    }

    private static CodeBlock local(String name) {
        return CodeBlock.of("$L", name);
    }

    private CodeBlock.Builder declarations(Lanes lanes) {
        return CodeBlock.builder().add(fold.declarations(lanes.compute(), List.of(fold.map(), fold.combine())));
    }

    private MethodSpec row(Lanes lanes) {
        var body = declarations(lanes);
        body.addStatement("$T initial = $L", lanes.vector(), lanes.broadcast(local(lanes.single() ? "(float) init(op)" : "init(op)")));
        for (int k = 0; k < ACCUMULATORS; k++) {
            body.addStatement("$T a$L = initial", lanes.vector(), k);
        }
        body.addStatement("long i = 0").addStatement("long step = $L * $L", ACCUMULATORS, lanes.count());
        body.beginControlFlow("for (long end = n - n % step; i < end; i += step)");
        for (int k = 0; k < ACCUMULATORS; k++) {
            var index = k == 0 ? local("i") : k == 1 ? CodeBlock.of("(i + $L)", lanes.count())
                : CodeBlock.of("(i + $L * $L)", k, lanes.count());
            step(lanes, "a" + k, lanes.load("in", index, ""), body);
        }
        body.endControlFlow();
        body.beginControlFlow("for (long end = n - n % $1L; i < end; i += $1L)", lanes.count());
        step(lanes, "a0", lanes.load("in"), body);
        body.endControlFlow();
        tail(lanes, body);
        body.addStatement("$T folded = $L", lanes.vector(), combined(lanes, combined(lanes, local("a0"), local("a1")),
            combined(lanes, local("a2"), local("a3"))));
        body.addStatement("double a = init(op)");
        body.beginControlFlow("for ($T lane : folded.toArray())", lanes.compute().element()).addStatement("a = combine(op, a, lane)")
            .endControlFlow();
        return override(lanes, "Row", "in", "n").returns(TypeName.DOUBLE).addCode(body.addStatement("return a").build()).build();
    }

    private void step(Lanes lanes, String accumulator, CodeBlock load, CodeBlock.Builder body) {
        body.addStatement("$L = $L", accumulator, combined(lanes, local(accumulator), mapped(lanes, load)));
    }

    /** The rest of a row: lanes beyond it hold the neutral element. */
    private void tail(Lanes lanes, CodeBlock.Builder body) {
        body.beginControlFlow("if (i < n)");
        mask(lanes, body);
        var rest = CodeBlock.of("initial.blend($L, tail)", mapped(lanes, lanes.load("in", local("i"), ", tail")));
        body.addStatement("a0 = $L", combined(lanes, local("a0"), rest)).endControlFlow();
    }

    private static void mask(Lanes lanes, CodeBlock.Builder body) {
        body.addStatement("$T tail = $L.indexInRange(i, n)", ParameterizedTypeName.get(MASK, lanes.boxed()), lanes.kind());
    }

    private MethodSpec columns(Lanes lanes) {
        var element = fold.local();
        return override(lanes, "Columns", "in", "accumulators", "n").addCode(each(lanes, declarations(lanes), "accumulators", "in", element,
            combined(lanes, local("a"), mapped(lanes, local(element))))).build();
    }

    private MethodSpec merge(Lanes lanes) {
        var declarations = CodeBlock.builder().add(fold.declarations(lanes.compute(), List.of(fold.combine())));
        return override(lanes, "Merge", "from", "into", "n")
            .addCode(each(lanes, declarations, "into", "from", "b", combined(lanes, local("a"), local("b")))).build();
    }

    /** A loop over vectors and its tail: {@code into} is {@code a}, {@code from} has the other name. */
    private static CodeBlock each(Lanes lanes, CodeBlock.Builder body, String into, String from, String other, CodeBlock value) {
        body.addStatement("long i = 0").beginControlFlow("for (long end = n - n % $1L; i < end; i += $1L)", lanes.count());
        combine(lanes, into, from, other, value, "", body);
        body.endControlFlow().beginControlFlow("if (i < n)");
        mask(lanes, body);
        combine(lanes, into, from, other, value, ", tail", body);
        return body.endControlFlow().build();
    }

    private static void combine(Lanes lanes, String into, String from, String other, CodeBlock value, String mask,
        CodeBlock.Builder body) {
        body.addStatement("$T a = $L", lanes.vector(), lanes.load(into, local("i"), mask));
        body.addStatement("$T $L = $L", lanes.vector(), other, lanes.load(from, local("i"), mask));
        body.addStatement(lanes.store(value, into, mask));
    }
}
