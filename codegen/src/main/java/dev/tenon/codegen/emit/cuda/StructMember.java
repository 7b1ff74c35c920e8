package dev.tenon.codegen.emit.cuda;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import java.util.Locale;

/** A member of a structure that CUDA kernels take, and how its value is written. */
public sealed interface StructMember {
    /** Java's classes of memory. */
    ClassName SEGMENT = ClassName.get("java.lang.foreign", "MemorySegment");

    /** The name of the record's component. */
    String name();

    int alignment();

    /** How many bytes it has, with so many rows where it is open. */
    int bytes(int rows);

    /** The declaration in C. */
    String text();

    /** Writes it, beginning so many bytes behind the start. */
    CodeBlock statement(int at);

    /** Whether it has as many rows as a value has. */
    default boolean isOpen() {
        return false;
    }

    /** Whether a value may leave a part of it unwritten. */
    default boolean mayHaveGaps() {
        return true;
    }

    /** {@code outWidth} as {@code out_width}. */
    private static String inC(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    /** What an element can be. */
    enum Type {
        INT("int", "JAVA_INT", Integer.BYTES), LONG("long long", "JAVA_LONG", Long.BYTES), FLOAT("float", "JAVA_FLOAT", Float.BYTES),
        DOUBLE("double", "JAVA_DOUBLE", Double.BYTES), BOOLEAN("int", "JAVA_INT", Integer.BYTES);

        private static final ClassName LAYOUT = ClassName.get("java.lang.foreign", "ValueLayout");

        private final String text;
        private final String layout;
        private final int bytes;

        Type(String text, String layout, int bytes) {
            this.text = text;
            this.layout = layout;
            this.bytes = bytes;
        }

        private CodeBlock layout() {
            return CodeBlock.of("$T.$L", LAYOUT, layout);
        }
    }

    /** One number, or a truth. */
    record Value(String name, Type type) implements StructMember {
        @Override
        public int alignment() {
            return type.bytes;
        }

        @Override
        public int bytes(int rows) {
            return type.bytes;
        }

        @Override
        public String text() {
            return type.text + " " + inC(name) + ";";
        }

        @Override
        public CodeBlock statement(int at) {
            var value = type == Type.BOOLEAN ? CodeBlock.of("value.$N() ? 1 : 0", name) : CodeBlock.of("value.$N()", name);
            return CodeBlock.builder().addStatement("to.set($L, $L, $L)", type.layout(), at, value).build();
        }

        @Override
        public boolean mayHaveGaps() {
            return false;
        }
    }

    /** Numbers, at most so many. */
    record Row(String name, Type type, int length) implements StructMember {
        @Override
        public int alignment() {
            return type.bytes;
        }

        @Override
        public int bytes(int rows) {
            return type.bytes * length;
        }

        @Override
        public String text() {
            return type.text + " " + inC(name) + "[" + length + "];";
        }

        @Override
        public CodeBlock statement(int at) {
            return CodeBlock.builder()
                .addStatement("$T.copy(value.$N(), 0, to, $L, $L, value.$N().length)", SEGMENT, name, type.layout(), at, name).build();
        }
    }

    /**
     * Rows of numbers.
     *
     * @param rows at most so many; 0 for as many as a value has
     * @param length of each at most
     */
    record Rows(String name, Type type, int rows, int length) implements StructMember {
        @Override
        public int alignment() {
            return type.bytes;
        }

        @Override
        public int bytes(int valueRows) {
            return type.bytes * length * (isOpen() ? valueRows : rows);
        }

        @Override
        public String text() {
            return type.text + " " + inC(name) + "[" + (isOpen() ? "ROWS" : rows) + "][" + length + "];";
        }

        @Override
        public CodeBlock statement(int at) {
            return CodeBlock.builder().beginControlFlow("for (int row = 0; row < value.$N().length; row++)", name)
                .addStatement("$T.copy(value.$N()[row], 0, to, $L, $L + $L * row, value.$N()[row].length)", SEGMENT, name, type.layout(),
                    at,
                    type.bytes * length, name)
                .endControlFlow().build();
        }

        @Override
        public boolean isOpen() {
            return rows == 0;
        }
    }

    /**
     * Another structure.
     *
     * @param rows how many it has if it is open
     */
    record Part(String name, StructEmitter struct, int rows) implements StructMember {
        @Override
        public int alignment() {
            return struct.alignment();
        }

        @Override
        public int bytes(int valueRows) {
            return struct.bytes(rows);
        }

        @Override
        public String text() {
            return struct.name() + (struct.isOpen() ? "<" + rows + ">" : "") + " " + inC(name) + ";";
        }

        @Override
        public CodeBlock statement(int at) {
            return CodeBlock.builder()
                .addStatement("$T.write(value.$N(), to.asSlice($L, $L))", struct.writerName(), name, at, bytes(0)).build();
        }
    }
}
