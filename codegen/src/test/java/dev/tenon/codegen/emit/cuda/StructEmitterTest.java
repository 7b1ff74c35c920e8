package dev.tenon.codegen.emit.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javapoet.ClassName;
import dev.tenon.codegen.emit.cuda.StructEmitter.Member;
import dev.tenon.codegen.emit.cuda.StructEmitter.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

class StructEmitterTest {
    private final StructEmitter struct = new StructEmitter(ClassName.get("sample", "Window"), List.of(new Member("padY", Type.INT, 0),
        new Member("outSize", Type.LONG, 2), new Member("isLast", Type.BOOLEAN, 0), new Member("scale", Type.DOUBLE, 0),
        new Member("rest", Type.FLOAT, 0)));

    @Test
    void theTextDeclaresTheComponentsInOrder() {
        assertThat(struct.resource()).isEqualTo("sample/Window.cuh");
        assertThat(struct.text()).isEqualTo("""
            /* sample.Window */
            struct Window {
                int pad_y;
                long long out_size[2];
                int is_last;
                double scale;
                float rest;
            };
            """);
    }

    @Test
    void theWriterLeavesTheGapsThatCompilersLeave() {
        assertThat(struct.writer().toString()).contains("int BYTES = 48;", "to.set(ValueLayout.JAVA_INT, 0, value.padY());",
            "MemorySegment.copy(value.outSize(), 0, to, ValueLayout.JAVA_LONG, 8, value.outSize().length);",
            "to.set(ValueLayout.JAVA_INT, 24, value.isLast() ? 1 : 0);", "to.set(ValueLayout.JAVA_DOUBLE, 32, value.scale());",
            "to.set(ValueLayout.JAVA_FLOAT, 40, value.rest());");
    }
}
