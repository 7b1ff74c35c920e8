package dev.tenon.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.Shape;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against files that NumPy 2 wrote. */
class NpyTest {
    @TempDir
    private Path folder;

    private static Path numpy(String name) {
        try {
            return Path.of(Objects.requireNonNull(NpyTest.class.getResource("/npy/" + name)).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double[] values(DType dtype) {
        return dtype == DType.BOOL ? new double[] {0, 1, 0, 1, 0, 1} : new double[] {0, 1, 2, 3, 4, 5};
    }

    @ParameterizedTest
    @EnumSource
    void everyDtypeOfNumpyIsRead(DType dtype) {
        var read = Npy.read(numpy(dtype.spec() + ".npy"));
        assertThat(read.dtype()).isEqualTo(dtype);
        assertThat(read.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(read.toDoubleArray()).containsExactly(values(dtype));
    }

    @ParameterizedTest
    @EnumSource
    void filesAreTheBytesThatNumpyWrites(DType dtype) throws IOException {
        var file = folder.resolve("x.npy");
        Npy.write(file, Creation.of(values(dtype), dtype, Device.CPU, 2, 3));
        var ours = Files.readAllBytes(file);
        var theirs = Files.readAllBytes(numpy(dtype.spec() + ".npy"));
        if (dtype == DType.BFLOAT16) {
            // NumPy says '|V2' of bytes without a type and '<V2' of ml_dtypes' bfloat16.
            theirs = new String(theirs, StandardCharsets.ISO_8859_1).replace("|V2", "<V2").getBytes(StandardCharsets.ISO_8859_1);
        }
        assertThat(ours).isEqualTo(theirs);
    }

    @Test
    void fortranOrderBecomesRowMajor() {
        var read = Npy.read(numpy("fortran.npy"));
        assertThat(read.shape()).isEqualTo(Shape.of(2, 3, 4));
        assertThat(read.toDoubleArray()).containsExactly(IntStream.range(0, 24).asDoubleStream().toArray());
    }

    @ParameterizedTest
    @EnumSource
    void everyDtypeIsReadInFortranOrder(DType dtype) throws IOException {
        var rowMajor = new String(Files.readAllBytes(numpy(dtype.spec() + ".npy")), StandardCharsets.ISO_8859_1);
        var file = folder.resolve("fortran.npy");
        Files.writeString(file, rowMajor.replace("'fortran_order': False", "'fortran_order': True "), StandardCharsets.ISO_8859_1);
        var all = values(dtype);
        assertThat(Npy.read(file).toDoubleArray()).containsExactly(all[0], all[2], all[4], all[1], all[3], all[5]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"big-endian.npy", "version2.npy", "version3.npy"})
    void otherByteOrdersAndVersionsAreRead(String name) {
        assertThat(Npy.read(numpy(name)).toDoubleArray()).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void scalarsAndEmptyArraysAreReadAndWritten() {
        var scalar = Npy.read(numpy("scalar.npy"));
        assertThat(scalar.rank()).isZero();
        assertThat(scalar.item()).isEqualTo(2.5);
        var empty = Npy.read(numpy("empty.npy"));
        assertThat(empty.shape()).isEqualTo(Shape.of(0, 3));
        for (var tensor : new Tensor[] {scalar, empty}) {
            var file = folder.resolve("again.npy");
            Npy.write(file, tensor);
            assertThat(Npy.read(file).shape()).isEqualTo(tensor.shape());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "compressed.npz"})
    void archivesOfNumpyAreRead(String name) {
        var read = Npz.read(numpy(name));
        assertThat(read.keySet()).containsExactly("weight", "bias");
        assertThat(read.get("weight").dtype()).isEqualTo(DType.FLOAT32);
        assertThat(read.get("bias").toDoubleArray()).containsExactly(1.5, -2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void archivesAreReadBack(boolean compressed) {
        var tensors = new LinkedHashMap<String, Tensor>();
        for (var dtype : DType.values()) {
            tensors.put("x/" + dtype, Creation.of(values(dtype), dtype, Device.CPU, 3, 2));
        }
        var file = folder.resolve("all.npz");
        if (compressed) {
            Npz.writeCompressed(file, tensors);
        } else {
            Npz.write(file, tensors);
        }
        var read = Npz.read(file);
        assertThat(read.keySet()).containsExactlyElementsOf(tensors.keySet());
        tensors.forEach((name, tensor) -> assertThat(read.get(name).toDoubleArray()).containsExactly(tensor.toDoubleArray()));
    }

    // ---- refusals ---------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"object.npy, Python objects", "structure.npy, structure", "complex.npy, not one Tenon has"})
    void otherKindsOfArraysAreRefused(String name, String reason) {
        assertThatExceptionOfType(FileFormatException.class).isThrownBy(() -> Npy.read(numpy(name))).withMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': 1}; wrong keys",
        "{'descr': '<f4', 'fortran_order': False}; wrong keys",
        "{'descr': '<f4', 'descr': '<f4', 'shape': (2,)}; occurs twice",
        "{'descr': '<f4', 'fortran_order': 1, 'shape': (2,)}; fortran_order",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}; impossible",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296)}; impossible",
        "{'descr': '<f4', 'fortran_order': False, 'shape': 2}; tuple of integers",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000000,)}; cut off",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}; bytes behind the data",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x; text after",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,; ends too early",
        "__import__('os'); malformed"})
    void malformedHeadersAreRefused(String header, String reason) throws IOException {
        var file = folder.resolve("bad.npy");
        Files.write(file, withHeader(header, new byte[8]));
        assertThatExceptionOfType(FileFormatException.class).isThrownBy(() -> Npy.read(file)).withMessageContaining(reason)
            .withMessageContaining("bad.npy");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        var whole = Files.readAllBytes(numpy("float32.npy"));
        var file = folder.resolve("cut.npy");
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatExceptionOfType(FileFormatException.class).isThrownBy(() -> Npy.read(file));
        }
    }

    @Test
    void otherFilesAndTruthValuesAreRefused() throws IOException {
        var file = folder.resolve("other.npy");
        Files.writeString(file, "certainly not an array");
        assertThatExceptionOfType(FileFormatException.class).isThrownBy(() -> Npy.read(file)).withMessageContaining("not a .npy file");
        Files.write(file, withHeader("{'descr': '|b1', 'fortran_order': False, 'shape': (2,)}", new byte[] {1, 2}));
        assertThatExceptionOfType(FileFormatException.class).isThrownBy(() -> Npy.read(file)).withMessageContaining("truth value");
        assertThatExceptionOfType(FileFormatException.class).isThrownBy(() -> Npz.read(file)).withMessageContaining("zip");
    }

    @Test
    void anArchiveWithAnArrayOfObjectsIsRefused() throws IOException {
        var file = folder.resolve("objects.npz");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("x.npy"));
            zip.write(Files.readAllBytes(numpy("object.npy")));
        }
        assertThatExceptionOfType(FileFormatException.class).isThrownBy(() -> Npz.read(file)).withMessageContaining("Python objects")
            .withMessageContaining("objects.npz, byte 128: 'x.npy'");
    }

    @Test
    void aFailedWriteLeavesTheOldFile() {
        var file = folder.resolve("kept.npz");
        Npz.write(file, Map.of("x", Creation.ones(DType.FLOAT32, Device.CPU, 2)));
        var meta = Creation.empty(DType.FLOAT32, Device.META, 2);
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> Npz.write(file, Map.of("x", meta)));
        assertThat(Npz.read(file)).containsOnlyKeys("x");
        assertThat(folder.toFile().list()).containsExactly("kept.npz");
    }

    private static byte[] withHeader(String header, byte[] data) {
        var text = (header + "\n").getBytes(StandardCharsets.ISO_8859_1);
        var file = new byte[NpyHeader.PREFIX + 2 + text.length + data.length];
        System.arraycopy(NpyHeader.MAGIC, 0, file, 0, NpyHeader.MAGIC.length);
        file[NpyHeader.MAGIC.length] = 1;
        file[NpyHeader.PREFIX] = (byte) text.length;
        file[NpyHeader.PREFIX + 1] = (byte) (text.length >> 8);
        System.arraycopy(text, 0, file, NpyHeader.PREFIX + 2, text.length);
        System.arraycopy(data, 0, file, NpyHeader.PREFIX + 2 + text.length, data.length);
        return file;
    }
}
