package dev.tenon.codegen.emit.api;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.tenon.codegen.emit.library.JavaFiles;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.PointwiseGradients;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.spec.OpEntry;
import java.util.List;
import java.util.stream.IntStream;
import javax.lang.model.element.Modifier;

/** Writes the record of the operator that computes all gradients of a pointwise operator in one kernel. */
public final class FusedRecordEmitter {
    private final Library library;
    private final Types types;

    public FusedRecordEmitter(Library library) {
        this.library = library;
        this.types = new Types(library.sharedEnums());
    }

    public List<JavaFile> emit() {
        return library.spec().ops().stream().flatMap(op -> PointwiseGradients.fused(op).stream())
            .map(gradients -> JavaFiles.java(library.records(), record(gradients))).toList();
    }

    private TypeSpec record(PointwiseGradients gradients) {
        var op = gradients.op();
        var name = library.backwardRecord(gradients);
        var constructor = MethodSpec.constructorBuilder();
        gradients.attributes().forEach(param -> constructor.addParameter(types.component(op, library.records(), param), param.javaName()));
        var type = TypeSpec.recordBuilder(name).addModifiers(Modifier.PUBLIC).addSuperinterface(Names.PRIMITIVE)
            .recordConstructor(constructor.build())
            .addJavadoc(doc(op, gradients)).addField(descriptor(gradients));
        if (gradients.attributes().isEmpty()) {
            type.addField(OpRecordEmitter.instance(name));
        }
        return type.addMethod(OpRecordEmitter.descriptorMethod()).addMethod(infer(gradients)).build();
    }

    private static CodeBlock doc(OpEntry op, PointwiseGradients gradients) {
        var text = CodeBlock.builder().add(
            gradients.params().size() == 1 ? "The gradient of {@code $L} in one kernel, from $L."
                : "The gradients of {@code $L} in one kernel, from $L.",
            op.key(), String.join(", ", gradients.operands()));
        if (!gradients.attributes().isEmpty()) {
            text.add("\n");
        }
        gradients.attributes().forEach(param -> text.add("\n@param $L $L", param.javaName(), Javadocs.describe(param)));
        return text.build();
    }

    private FieldSpec descriptor(PointwiseGradients gradients) {
        var inputs = gradients.operands().stream().map(name -> CodeBlock.of(",$W$S", name)).collect(CodeBlock.joining(""));
        return FieldSpec.builder(Names.DESCRIPTOR, "DESCRIPTOR", Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .initializer("new $T($S, $T.Kind.POINTWISE,$W$T.class$L)", Names.DESCRIPTOR, gradients.key(), Names.DESCRIPTOR,
                library.backwardRecord(gradients), inputs)
            .build();
    }

    /** Every gradient has the broadcast shape and the computing dtype; the engine reduces it to the input's. */
    private static MethodSpec infer(PointwiseGradients gradients) {
        var all = IntStream.range(0, gradients.operands().size()).mapToObj(String::valueOf).toList();
        var body = CodeBlock.builder().addStatement("$T dtype = call.promote($L)", Names.DTYPE, String.join(", ", all))
            .addStatement("$T sizes = call.broadcast($L)", Names.LONG_ARRAY, String.join(", ", all));
        gradients.params().forEach(_ -> body.addStatement("call.output(dtype, sizes)"));
        return MethodSpec.methodBuilder("infer").addAnnotation(Override.class).addModifiers(Modifier.PUBLIC)
            .addParameter(Names.INFERENCE, "call")
            .addCode(body.build()).build();
    }
}
