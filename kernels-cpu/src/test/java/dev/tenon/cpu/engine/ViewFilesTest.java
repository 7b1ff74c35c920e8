package dev.tenon.cpu.engine;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.core.DType;
import dev.tenon.core.Shape;
import dev.tenon.io.Npy;
import dev.tenon.io.Npz;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Views in files: a transposed one has to be copied first, and a part does not begin where its storage does. */
class ViewFilesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void aTransposedArrayIsWrittenRowByRow(DType dtype) {
        var whole = tensor(new long[][] {{0, 1, 0}, {1, 1, 0}}, dtype);
        Npy.write(folder.resolve("x.npy"), whole.t());
        var read = Npy.read(folder.resolve("x.npy"));
        assertThat(read.shape()).isEqualTo(Shape.of(3, 2));
        assertThat(read.dtype()).isEqualTo(dtype);
        assertThat(read.toDoubleArray()).containsExactly(0, 1, 1, 1, 0, 0);
    }

    @ParameterizedTest
    @EnumSource
    void aPartIsWrittenWithoutTheRest(DType dtype) {
        var whole = tensor(new long[][] {{0, 1, 0}, {1, 1, 0}}, dtype);
        Npz.write(folder.resolve("x.npz"), Map.of("row", whole.get(1), "column", whole.get(all(), at(2))));
        var read = Npz.read(folder.resolve("x.npz"));
        assertThat(read.get("row").toDoubleArray()).containsExactly(1, 1, 0);
        assertThat(read.get("column").toDoubleArray()).containsExactly(0, 0);
    }
}
