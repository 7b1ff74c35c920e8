package dev.tenon.codegen.emit.api;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.Modifier;

/** Writes the class by which a hand-written kernel asks for its operands by their names in the signature, and not by their numbers. */
final class OperandsEmitter {
    static final String NAME = "Operands";
    private final OpEntry op;
    private final Set<String> names = new TreeSet<>();

    private OperandsEmitter(OpEntry op) {
        this.op = op;
    }

    /** The class within the operator's record. */
    static TypeSpec emit(OpEntry op) {
        return new OperandsEmitter(op).type();
    }

    private TypeSpec type() {
        var type = TypeSpec.classBuilder(NAME).addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
            .addJavadoc("The operands of one run of {@code $L}, by their names.\n", op.key())
            .addField(Names.KERNEL_CALL, "call", Modifier.PRIVATE, Modifier.FINAL)
            .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PUBLIC).addParameter(Names.KERNEL_CALL, "call")
                .addStatement("this.call = call").build());
        var tensors = op.sig().tensors();
        for (int i = 0; i < tensors.size(); i++) {
            type.addMethod(input(tensors.get(i), i));
        }
        var results = op.sig().results();
        for (int i = 0; i < results.size() && !op.sig().listResult(); i++) {
            var name = results.size() == 1 ? "result" : Names.camel(results.get(i).name());
            var doc = results.size() == 1 ? "The result.\n" : "The result {@code " + results.get(i).name() + "}.\n";
            type.addMethod(accessor(free(name, "Result"), Names.OPERAND, doc, CodeBlock.of("call.out($L)", i)));
        }
        return type.build();
    }

    private MethodSpec input(Param param, int i) {
        var name = free(param.javaName(), "Operand");
        var tensor = param.tensor();
        if (tensor.list()) {
            var list = ParameterizedTypeName.get(Names.LIST_CLASS, Names.OPERAND);
            return accessor(name, list, "The tensors {@code " + param.name() + "}.\n", CodeBlock.of("call.list()"));
        }
        if (tensor.optional()) {
            return accessor(name, Types.nullable(Names.OPERAND), "{@code " + param.name() + "}, or null where it was not given.\n",
                CodeBlock.of("call.inOrNull($L)", i));
        }
        return accessor(name, Names.OPERAND, "{@code " + param.name() + "}\n", CodeBlock.of("call.in($L)", i));
    }

    /** A result may be called as a parameter is. */
    private String free(String name, String end) {
        return names.add(name) ? name : name + end;
    }

    private static MethodSpec accessor(String name, TypeName type, String doc, CodeBlock value) {
        return MethodSpec.methodBuilder(name).addModifiers(Modifier.PUBLIC).returns(type).addJavadoc(doc).addStatement("return $L", value)
            .build();
    }
}
