package dev.tenon.codegen.emit.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javapoet.ClassName;
import dev.tenon.codegen.emit.cuda.StructMember.Part;
import dev.tenon.codegen.emit.cuda.StructMember.Row;
import dev.tenon.codegen.emit.cuda.StructMember.Rows;
import dev.tenon.codegen.emit.cuda.StructMember.Type;
import dev.tenon.codegen.emit.cuda.StructMember.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class StructEmitterTest {
    private final StructEmitter window = new StructEmitter(ClassName.get("sample", "Window"), "Window", false,
        List.of(new Value("padY", Type.INT), new Row("outSize", Type.LONG, 2), new Value("isLast", Type.BOOLEAN),
            new Value("scale", Type.DOUBLE), new Value("rest", Type.FLOAT)));
    private final StructEmitter places = new StructEmitter(ClassName.get("sample", "Places"), "TnPlaces", true,
        List.of(new Value("rank", Type.INT), new Rows("stride", Type.LONG, 0, 3)));
    private final StructEmitter fold = new StructEmitter(ClassName.get("sample", "Fold"), "Fold", false,
        List.of(new Value("lanes", Type.INT), new Part("kept", places, 2), new Rows("size", Type.INT, 2, 4), new Value("last", Type.LONG)));

    @Test
    void theTextDeclaresTheComponentsInOrder() {
        assertThat(window.resource()).isEqualTo("sample/Window.cuh");
        assertThat(window.text()).isEqualTo("""
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
        assertThat(window.writer().toString()).contains("int BYTES = 48;", "to.set(ValueLayout.JAVA_INT, 0, value.padY());",
            "MemorySegment.copy(value.outSize(), 0, to, ValueLayout.JAVA_LONG, 8, value.outSize().length);",
            "to.set(ValueLayout.JAVA_INT, 24, value.isLast() ? 1 : 0);", "to.set(ValueLayout.JAVA_DOUBLE, 32, value.scale());",
            "to.set(ValueLayout.JAVA_FLOAT, 40, value.rest());");
    }

    @Test
    void aStructureOfAsManyRowsAsAValueHasIsATemplate() {
        assertThat(places.text()).isEqualTo("""
            /* sample.Places */
            template <int ROWS> struct TnPlaces {
                int rank;
                long long stride[ROWS][3];
            };
            """);
        assertThat(places.writer().toString()).contains("public final class PlacesStruct", "public static int bytes(int rows)",
            "return 8 + 24 * rows;", "for (int row = 0; row < value.stride().length; row++)",
            "MemorySegment.copy(value.stride()[row], 0, to, ValueLayout.JAVA_LONG, 8 + 24 * row, value.stride()[row].length);");
    }

    @Test
    void aStructureHasOthers() {
        assertThat(fold.text()).isEqualTo("""
            /* sample.Fold */
            struct Fold {
                int lanes;
                TnPlaces<2> kept;
                int size[2][4];
                long long last;
            };
            """);
        assertThat(fold.writer().toString()).contains("int BYTES = 104;", "PlacesStruct.write(value.kept(), to.asSlice(8, 56));",
            "ValueLayout.JAVA_INT, 64 + 16 * row, value.size()[row].length);", "to.set(ValueLayout.JAVA_LONG, 96, value.last());");
    }
}
