package dev.tenon.codegen.emit.library;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.WildcardTypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/**
 * Writes the class by which a backend finds a library's kernels: a choice by the record's name, which loads no class but that of the
 * kernel that is asked for.
 */
public final class ProviderEmitter {
    /** Cases of one method, so that none outgrows what the JVM takes. */
    private static final int PER_METHOD = 200;
    private static final TypeName ANY_KERNEL = ParameterizedTypeName.get(Names.KERNEL, WildcardTypeName.subtypeOf(Object.class));

    private ProviderEmitter() {}

    /**
     * The provider.
     *
     * @param device the constant of {@code Device.Kind}
     * @param kernels what makes the kernel, by record
     */
    public static TypeSpec.Builder provider(String name, String device, Map<ClassName, CodeBlock> kernels) {
        var type = TypeSpec.classBuilder(name).addModifiers(Modifier.PUBLIC, Modifier.FINAL).addSuperinterface(Names.KERNEL_PROVIDER)
            .addJavadoc("Makes the $L kernel of every operator; found by {@link java.util.ServiceLoader}.\n", device)
            .addMethod(kind(device));
        var cases = List.copyOf(kernels.entrySet());
        for (int from = 0, part = 0; part == 0 || from < cases.size(); from += PER_METHOD, part++) {
            int to = Math.min(from + PER_METHOD, cases.size());
            var rest = to < cases.size() ? CodeBlock.of("$L(record)", method(part + 1)) : CodeBlock.of("null");
            type.addMethod(choice(part, choice(cases.subList(from, to), rest)));
        }
        return type;
    }

    private static String method(int part) {
        return part == 0 ? "kernel" : "kernel" + (part + 1);
    }

    private static MethodSpec kind(String device) {
        return MethodSpec.methodBuilder("kind").addAnnotation(Override.class).addModifiers(Modifier.PUBLIC).returns(Names.DEVICE_KIND)
            .addStatement("return $T.$L", Names.DEVICE_KIND, device).build();
    }

    private static MethodSpec choice(int part, CodeBlock body) {
        var method = MethodSpec.methodBuilder(method(part)).returns(Types.nullable(ANY_KERNEL)).addParameter(String.class, "record")
            .addCode(body);
        return part == 0 ? method.addAnnotation(Override.class).addModifiers(Modifier.PUBLIC).build()
            : method.addModifiers(Modifier.PRIVATE, Modifier.STATIC).build();
    }

    private static CodeBlock choice(List<Map.Entry<ClassName, CodeBlock>> cases, CodeBlock rest) {
        var lines = new ArrayList<CodeBlock>();
        cases.forEach(entry -> lines.add(CodeBlock.of("case $S -> $L;\n", entry.getKey().canonicalName(), entry.getValue())));
        lines.add(CodeBlock.of("default -> $L;\n", rest));
        return CodeBlock.builder().add("return switch (record) {\n$>").add(CodeBlock.join(lines, "")).add("$<};\n").build();
    }
}
