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
import java.util.function.BiFunction;
import java.util.function.Function;
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
        boolean plain = VectorText.covers(fold.combine());
        for (var lanes : Lanes.BOTH) {
            if (plain && VectorText.covers(fold.map())) {
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

    /** The map of a vector of each tensor. */
    private CodeBlock mapped(Lanes lanes, Function<Fold.Input, CodeBlock> vectors) {
        var text = text(lanes);
        for (var input : fold.inputs()) {
            text.declare(input.name(), Piece.vector(vectors.apply(input)));
            text.declare(input.given(), Piece.flag(input.given()));
        }
        return text.vector(text.translate(fold.map())).text();
    }

    /** Reads a vector at an index, under a mask {@code , mask} or not; of a tensor that was not given, zeros. */
    private CodeBlock load(Lanes lanes, Fold.Input input, CodeBlock index, String mask) {
        var load = lanes.load(fold.isJoint() ? input.address() : "in", index, mask);
        return input.optional() ? CodeBlock.of("($L ? $L : $L)", input.given(), load, lanes.broadcast(local("0"))) : load;
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
        return CodeBlock.builder().add(fold.declarations(lanes.compute(), List.of(fold.map(), fold.combine()))).add(fold.addresses());
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
            step(lanes, "a" + k, index, body);
        }
        body.endControlFlow();
        body.beginControlFlow("for (long end = n - n % $1L; i < end; i += $1L)", lanes.count());
        step(lanes, "a0", local("i"), body);
        body.endControlFlow();
        tail(lanes, body);
        body.addStatement("$T folded = $L", lanes.vector(), combined(lanes, combined(lanes, local("a0"), local("a1")),
            combined(lanes, local("a2"), local("a3"))));
        body.addStatement("double a = init(op)");
        body.beginControlFlow("for ($T lane : folded.toArray())", lanes.compute().element()).addStatement("a = combine(op, a, lane)")
            .endControlFlow();
        return override(lanes, "Row", "in", "n").returns(TypeName.DOUBLE).addCode(body.addStatement("return a").build()).build();
    }

    private void step(Lanes lanes, String accumulator, CodeBlock index, CodeBlock.Builder body) {
        body.addStatement("$L = $L", accumulator,
            combined(lanes, local(accumulator), mapped(lanes, input -> load(lanes, input, index, ""))));
    }

    /** The rest of a row: lanes beyond it hold the neutral element. */
    private void tail(Lanes lanes, CodeBlock.Builder body) {
        body.beginControlFlow("if (i < n)");
        mask(lanes, body);
        var rest = CodeBlock.of("initial.blend($L, tail)", mapped(lanes, input -> load(lanes, input, local("i"), ", tail")));
        body.addStatement("a0 = $L", combined(lanes, local("a0"), rest)).endControlFlow();
    }

    private static void mask(Lanes lanes, CodeBlock.Builder body) {
        body.addStatement("$T tail = $L.indexInRange(i, n)", ParameterizedTypeName.get(MASK, lanes.boxed()), lanes.kind());
    }

    private MethodSpec columns(Lanes lanes) {
        return override(lanes, "Columns", "in", "accumulators", "n")
            .addCode(each(lanes, declarations(lanes), "accumulators", this::inputs,
                combined(lanes, local("a"), mapped(lanes, input -> local(input.local())))))
            .build();
    }

    private MethodSpec merge(Lanes lanes) {
        var declarations = CodeBlock.builder().add(fold.declarations(lanes.compute(), List.of(fold.combine())));
        return override(lanes, "Merge", "from", "into", "n")
            .addCode(each(lanes, declarations, "into", (of, mask) -> CodeBlock.builder()
                .addStatement("$T b = $L", of.vector(), of.load("from", local("i"), mask)).build(),
                combined(lanes, local("a"), local("b"))))
            .build();
    }

    /** The variables with a vector of each tensor. */
    private CodeBlock inputs(Lanes lanes, String mask) {
        var body = CodeBlock.builder();
        fold.inputs()
            .forEach(input -> body.addStatement("$T $L = $L", lanes.vector(), input.local(), load(lanes, input, local("i"), mask)));
        return body.build();
    }

    /** A loop over vectors and its tail: {@code into} is {@code a}, other variables are declared for a mask {@code , mask} or none. */
    private static CodeBlock each(Lanes lanes, CodeBlock.Builder body, String into, BiFunction<Lanes, String, CodeBlock> others,
        CodeBlock value) {
        body.addStatement("long i = 0").beginControlFlow("for (long end = n - n % $1L; i < end; i += $1L)", lanes.count());
        combine(lanes, into, others, value, "", body);
        body.endControlFlow().beginControlFlow("if (i < n)");
        mask(lanes, body);
        combine(lanes, into, others, value, ", tail", body);
        return body.endControlFlow().build();
    }

    private static void combine(Lanes lanes, String into, BiFunction<Lanes, String, CodeBlock> others, CodeBlock value, String mask,
        CodeBlock.Builder body) {
        body.addStatement("$T a = $L", lanes.vector(), lanes.load(into, local("i"), mask));
        body.add(others.apply(lanes, mask));
        body.addStatement(lanes.store(value, into, mask));
    }
}
