package dev.tenon.codegen.emit.cpu;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import dev.tenon.codegen.emit.formula.Compute;
import dev.tenon.codegen.emit.formula.Dialect;
import dev.tenon.codegen.emit.formula.Piece;
import dev.tenon.codegen.emit.formula.ScalarText;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.spec.UpdateEntry;

/** How a loop over the elements of a step goes, and what it computes with. */
sealed interface StepLoop {
    /** Forgets all names. */
    void clear();

    void declare(String name, Piece piece);

    /** A local variable with one element, or one of each lane. */
    Piece value(String local);

    Piece translate(UpdateEntry.Statement statement);

    /** A statement's value as a number, or a number in each lane. */
    CodeBlock number(UpdateEntry.Statement statement);

    TypeName type();

    TypeName type(Piece value);

    CodeBlock step();

    CodeBlock load(String address);

    CodeBlock store(String local, String address);

    /** One element at a time, in double. */
    final class Scalar implements StepLoop {
        private final Compute compute;
        private ScalarText text = new ScalarText(Dialect.JAVA_DOUBLE);

        Scalar(Compute compute) {
            this.compute = compute;
        }

        @Override
        public void clear() {
            text = new ScalarText(Dialect.JAVA_DOUBLE);
        }

        @Override
        public void declare(String name, Piece piece) {
            text.declare(name, piece);
        }

        @Override
        public Piece value(String local) {
            return Piece.number(local);
        }

        @Override
        public Piece translate(UpdateEntry.Statement statement) {
            return text.translate(statement.value());
        }

        @Override
        public CodeBlock number(UpdateEntry.Statement statement) {
            return text.number(translate(statement)).text();
        }

        @Override
        public TypeName type() {
            return TypeName.DOUBLE;
        }

        @Override
        public TypeName type(Piece value) {
            return value.kind() == Piece.Kind.FLAG ? TypeName.BOOLEAN : TypeName.DOUBLE;
        }

        @Override
        public CodeBlock step() {
            return CodeBlock.of("i++");
        }

        @Override
        public CodeBlock load(String address) {
            return CodeBlock.of("$T.$L($L, i)", Names.cpu("engine", "UncheckedAccess"), compute.method(), address);
        }

        @Override
        public CodeBlock store(String local, String address) {
            return CodeBlock.of("$T.$L($L, i, $L$L)", Names.cpu("engine", "UncheckedAccess"), compute.method(), address,
                compute == Compute.F32 ? "(float) " : "",
                local);
        }
    }

    /** A vector at a time. */
    final class Vector implements StepLoop {
        private final Lanes lanes;
        private VectorText text;

        Vector(Lanes lanes) {
            this.lanes = lanes;
            this.text = new VectorText(lanes);
        }

        @Override
        public void clear() {
            text = new VectorText(lanes);
        }

        @Override
        public void declare(String name, Piece piece) {
            text.declare(name, piece);
        }

        @Override
        public Piece value(String local) {
            return Piece.vector(local);
        }

        @Override
        public Piece translate(UpdateEntry.Statement statement) {
            return text.translate(statement.value());
        }

        @Override
        public CodeBlock number(UpdateEntry.Statement statement) {
            var value = translate(statement);
            return value.kind() == Piece.Kind.VECTOR ? value.text() : text.vector(value).text();
        }

        @Override
        public TypeName type() {
            return lanes.vector();
        }

        @Override
        public TypeName type(Piece value) {
            return CpuVectorEmitter.type(lanes, value);
        }

        @Override
        public CodeBlock step() {
            return CodeBlock.of("i += $L", lanes.count());
        }

        @Override
        public CodeBlock load(String address) {
            return lanes.load(address);
        }

        @Override
        public CodeBlock store(String local, String address) {
            return lanes.store(CodeBlock.of("$L", local), address);
        }
    }
}
