package dev.tenon.codegen.emit.cuda;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.tenon.codegen.emit.library.JavaFiles;
import java.util.List;
import java.util.Locale;
import javax.lang.model.element.Modifier;

/** Writes what a record is to CUDA kernels: the text of a C structure, and the Java class that lays a value out as the compiler does. */
public final class StructEmitter {
    private static final ClassName SEGMENT = ClassName.get("java.lang.foreign", "MemorySegment");
    private static final ClassName LAYOUT = ClassName.get("java.lang.foreign", "ValueLayout");

    private final ClassName record;
    private final List<Member> members;

    /**
     * A member of a structure.
     *
     * @param name of the record's component
     * @param type of it, or of its elements
     * @param length of an array; 0 for one value
     */
    public record Member(String name, Type type, int length) {
        int bytes() {
            return type.bytes * Math.max(1, length);
        }

        /** {@code outWidth} as {@code out_width}. */
        private String text() {
            var c = name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
            return type.text + " " + c + (length == 0 ? ";" : "[" + length + "];");
        }
    }

    /** What a member can be. */
    public enum Type {
        INT("int", "JAVA_INT", Integer.BYTES), LONG("long long", "JAVA_LONG", Long.BYTES), FLOAT("float", "JAVA_FLOAT", Float.BYTES),
        DOUBLE("double", "JAVA_DOUBLE", Double.BYTES), BOOLEAN("int", "JAVA_INT", Integer.BYTES);

        private final String text;
        private final String layout;
        private final int bytes;

        Type(String text, String layout, int bytes) {
            this.text = text;
            this.layout = layout;
            this.bytes = bytes;
        }
    }

    public StructEmitter(ClassName record, List<Member> members) {
        this.record = record;
        this.members = members;
    }

    /** The name of the text below {@code META-INF/tenon/cuda}. */
    public String resource() {
        return record.packageName().replace('.', '/') + "/" + record.simpleName() + ".cuh";
    }

    /** The structure in C. */
    public String text() {
        var text = new StringBuilder("/* " + record.canonicalName() + " */\nstruct " + record.simpleName() + " {\n");
        members.forEach(member -> text.append("    ").append(member.text()).append('\n'));
        return text.append("};\n").toString();
    }

    /** The class that writes it. */
    public JavaFile writer() {
        var body = CodeBlock.builder();
        int at = 0;
        int alignment = 1;
        for (var member : members) {
            at = aligned(at, member.type().bytes);
            body.add(statement(member, at));
            at += member.bytes();
            alignment = Math.max(alignment, member.type().bytes);
        }
        var write = MethodSpec.methodBuilder("write").addModifiers(Modifier.STATIC).addParameter(record, "value")
            .addParameter(SEGMENT, "to")
            .addJavadoc("Writes a value as the compilers of kernels lay it out.\n");
        if (members.stream().anyMatch(member -> member.length() > 0)) {
            write.addStatement("to.fill((byte) 0)");
        }
        var type = TypeSpec.classBuilder(record.simpleName() + "Struct").addModifiers(Modifier.FINAL)
            .addJavadoc("The structure {@code $L} of CUDA kernels.\n", record.simpleName())
            .addField(
                FieldSpec.builder(int.class, "BYTES", Modifier.STATIC, Modifier.FINAL).initializer("$L", aligned(at, alignment)).build())
            .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build())
            .addMethod(write.addCode(body.build()).build());
        return JavaFiles.java(record.packageName(), type.build());
    }

    private static int aligned(int at, int alignment) {
        return (at + alignment - 1) / alignment * alignment;
    }

    private static CodeBlock statement(Member member, int at) {
        if (member.length() > 0) {
            return CodeBlock.builder()
                .addStatement("$T.copy(value.$N(), 0, to, $T.$L, $L, value.$N().length)", SEGMENT, member.name(), LAYOUT,
                    member.type().layout, at, member.name())
                .build();
        }
        var value = member.type() == Type.BOOLEAN ? CodeBlock.of("value.$N() ? 1 : 0", member.name())
            : CodeBlock.of("value.$N()", member.name());
        return CodeBlock.builder().addStatement("to.set($T.$L, $L, $L)", LAYOUT, member.type().layout, at, value).build();
    }
}
