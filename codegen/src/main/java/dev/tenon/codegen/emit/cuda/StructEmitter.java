package dev.tenon.codegen.emit.cuda;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.tenon.codegen.emit.library.JavaFiles;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Writes what a record is to CUDA kernels: the text of a C structure, and the Java class that lays a value out as the compiler does. */
public final class StructEmitter {
    private static final ClassName SEGMENT = ClassName.get("java.lang.foreign", "MemorySegment");

    private final ClassName record;
    private final String name;
    private final boolean isPublic;
    private final List<StructMember> members;

    /**
     * A structure.
     *
     * @param record whose components the members are
     * @param name of the structure
     * @param isPublic whether the class that writes it is for other packages too
     * @param members in their order; one of as many rows as a value has is the last
     */
    public StructEmitter(ClassName record, String name, boolean isPublic, List<StructMember> members) {
        this.record = record;
        this.name = name;
        this.isPublic = isPublic;
        this.members = List.copyOf(members);
    }

    String name() {
        return name;
    }

    /** The class that writes it. */
    ClassName writerName() {
        return record.peerClass(record.simpleName() + "Struct");
    }

    /** Whether the structure has as many rows as a value has, and is a template in C. */
    public boolean isOpen() {
        return !members.isEmpty() && members.getLast().isOpen();
    }

    int alignment() {
        return members.stream().mapToInt(StructMember::alignment).max().orElse(1);
    }

    /** How many bytes a value has, with so many rows where it is open. */
    int bytes(int rows) {
        return aligned(start(members.size() - 1) + (members.isEmpty() ? 0 : members.getLast().bytes(rows)), alignment());
    }

    /** Where a member begins. */
    private int start(int index) {
        int at = 0;
        for (int i = 0; i <= index; i++) {
            at = aligned(at, members.get(i).alignment());
            at += i < index ? members.get(i).bytes(0) : 0;
        }
        return at;
    }

    private static int aligned(int at, int alignment) {
        return (at + alignment - 1) / alignment * alignment;
    }

    /** The name of the text below {@code META-INF/tenon/cuda}. */
    public String resource() {
        return record.packageName().replace('.', '/') + "/" + record.simpleName() + ".cuh";
    }

    /** The structure in C. */
    public String text() {
        var text = new StringBuilder("/* " + record.canonicalName() + " */\n" + (isOpen() ? "template <int ROWS> " : "") + "struct " + name
            + " {\n");
        members.forEach(member -> text.append("    ").append(member.text()).append('\n'));
        return text.append("};\n").toString();
    }

    /** The class that writes it. */
    public JavaFile writer() {
        var write = method("write").addParameter(record, "value").addParameter(SEGMENT, "to")
            .addJavadoc("Writes a value as the compilers of kernels lay it out.\n");
        if (members.stream().anyMatch(StructMember::mayHaveGaps)) {
            write.addStatement("to.fill((byte) 0)");
        }
        for (int i = 0; i < members.size(); i++) {
            write.addCode(members.get(i).statement(start(i)));
        }
        var type = TypeSpec.classBuilder(writerName()).addModifiers(visible(Modifier.FINAL))
            .addJavadoc("The structure {@code $L} of CUDA kernels.\n", name);
        if (isOpen()) {
            type.addMethod(size());
        } else {
            type.addField(
                FieldSpec.builder(int.class, "BYTES", visible(Modifier.STATIC, Modifier.FINAL)).initializer("$L", bytes(0)).build());
        }
        type.addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build()).addMethod(write.build());
        return JavaFiles.java(record.packageName(), type.build());
    }

    private MethodSpec size() {
        int fixed = start(members.size() - 1);
        int each = members.getLast().bytes(1);
        var bytes = each % alignment() == 0 && fixed % alignment() == 0 ? CodeBlock.of("$L + $L * rows", fixed, each)
            : CodeBlock.of("($L + $L * rows) / $L * $L", fixed + alignment() - 1, each, alignment(), alignment());
        return method("bytes").returns(int.class).addParameter(int.class, "rows").addStatement("return $L", bytes)
            .addJavadoc("How many bytes a value of so many rows has.\n").build();
    }

    private MethodSpec.Builder method(String method) {
        return MethodSpec.methodBuilder(method).addModifiers(visible(Modifier.STATIC));
    }

    private Modifier[] visible(Modifier... others) {
        if (!isPublic) {
            return others;
        }
        var all = new Modifier[others.length + 1];
        all[0] = Modifier.PUBLIC;
        System.arraycopy(others, 0, all, 1, others.length);
        return all;
    }
}
