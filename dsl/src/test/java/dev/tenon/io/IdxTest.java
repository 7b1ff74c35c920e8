package dev.tenon.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import dev.tenon.core.Device;
import dev.tenon.core.Shape;
import dev.tenon.tensor.Creation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxTest {
    private static final byte UBYTE = 0x08;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"UINT8, plain", "INT8, plain", "INT16, plain", "INT32, plain", "FLOAT32, plain", "FLOAT64, plain", "UINT8, packed.gz",
        "FLOAT32, packed.gz"})
    void whatWasWrittenIsReadBack(DType dtype, String name) {
        var written = Creation.of(new double[] {0, 1, 2, 100, 5, 6}, dtype, Device.CPU, 2, 1, 3);
        Idx.write(folder.resolve(name), written);
        var read = Idx.read(folder.resolve(name));
        assertThat(read.dtype()).isEqualTo(dtype);
        assertThat(read.shape()).isEqualTo(Shape.of(2, 1, 3));
        assertThat(read.toDoubleArray()).containsExactly(0, 1, 2, 100, 5, 6);
    }

    @Test
    void elementsAreBigEndianInTheFile() throws IOException {
        var file = folder.resolve("ints");
        Idx.write(file, Creation.of(new int[] {1, 0x01020304}, DType.INT32, Device.CPU, 2));
        assertThat(Files.readAllBytes(file)).containsExactly(0, 0, 0x0C, 1, 0, 0, 0, 2, 0, 0, 0, 1, 1, 2, 3, 4);
    }

    @Test
    void gzipIsRecognisedByContentNotByName() throws IOException {
        var file = write("named-plainly", gzip(idx(UBYTE, new int[] {3}, 7, 8, 9)));
        assertThat(Idx.read(file).toLongArray()).containsExactly(7, 8, 9);
    }

    @Test
    void moreElementsThanOneChunkAreRead() {
        var values = new long[200_000];
        Arrays.setAll(values, i -> i % 251);
        var file = folder.resolve("large.gz");
        Idx.write(file, Creation.of(values, DType.UINT8, Device.CPU, values.length));
        assertThat(Idx.read(file).toLongArray()).isEqualTo(values);
    }

    @Test
    void aFileOfNoElementsIsRead() throws IOException {
        assertThat(Idx.read(write("empty", idx(UBYTE, new int[] {0, 28}))).shape()).isEqualTo(Shape.of(0, 28));
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> Idx.read(folder.resolve("absent")))
            .withMessageContaining("absent");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 7, 8, 15})
    void aFileCutAnywhereIsRefused(int length) throws IOException {
        var whole = idx(UBYTE, new int[] {2, 4}, 1, 2, 3, 4, 5, 6, 7, 8);
        refused(write("cut", Arrays.copyOf(whole, length)), "cut");
        refused(write("cut.gz", gzip(Arrays.copyOf(whole, length))), "cut.gz");
    }

    @Test
    void aCutGzipStreamIsRefused() throws IOException {
        var packed = gzip(idx(UBYTE, new int[] {200}, new int[200]));
        for (int length = 2; length < packed.length; length++) {
            refused(write("cut.gz", Arrays.copyOf(packed, length)), "expected:");
        }
    }

    @Test
    void damagedGzipDataIsRefused() throws IOException {
        var packed = gzip(idx(UBYTE, new int[] {8}, 1, 2, 3, 4, 5, 6, 7, 8));
        packed[packed.length - 6] ^= 0x55;
        refused(write("damaged.gz", packed), "damaged");
    }

    @Test
    void bytesAfterTheElementsAreRefused() throws IOException {
        var longer = idx(UBYTE, new int[] {2}, 1, 2, 3);
        refused(write("long", longer), "expected: 10 bytes   actual: 11 bytes");
        refused(write("long.gz", gzip(longer)), "byte 10: the file is longer than its sizes say");
    }

    @Test
    void anotherFormatIsRefused() throws IOException {
        refused(write("text", "hello, world".getBytes(java.nio.charset.StandardCharsets.US_ASCII)), "byte 0: not an IDX file");
        refused(write("type", idx((byte) 0x0A, new int[] {1}, 1)), "byte 2: unknown element type");
        refused(write("rank", new byte[] {0, 0, UBYTE, 0}), "byte 3: impossible number of dimensions");
        refused(write("negative", idx(UBYTE, new int[] {-1}, 1)), "byte 4: size 0 is negative");
    }

    @Test
    void sizesBeyondTheLimitAreRefusedBeforeMemoryIsTaken() throws IOException {
        int huge = Integer.MAX_VALUE;
        refused(write("huge", idx(UBYTE, new int[] {huge, huge, huge, huge}, 1)), "more than the limit");
        refused(write("bomb.gz", gzip(idx(UBYTE, new int[] {1 << 30}, 1))), "cannot come from a gzip file this short");
        var file = write("small", idx(UBYTE, new int[] {11}, new int[11]));
        assertThatExceptionOfType(FileFormatException.class).isThrownBy(() -> Idx.read(file, 10)).withMessageContaining("at most 10 bytes");
        assertThat(Idx.read(file, 11).numel()).isEqualTo(11);
    }

    @Test
    void aDtypeTheFormatLacksIsRefused() {
        var half = Creation.zeros(DType.FLOAT16, Device.CPU, 2);
        assertThatExceptionOfType(DTypeException.class).isThrownBy(() -> Idx.write(folder.resolve("half"), half))
            .withMessageContaining("float16");
        assertThat(folder).isEmptyDirectory();
    }

    private static void refused(Path file, String reason) {
        assertThatExceptionOfType(FileFormatException.class).isThrownBy(() -> Idx.read(file)).withMessageContaining(file.toString())
            .withMessageContaining(reason);
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private static byte[] idx(byte type, int[] sizes, int... elements) {
        var buffer = ByteBuffer.allocate(4 + 4 * sizes.length + elements.length).put((byte) 0).put((byte) 0).put(type)
            .put((byte) sizes.length);
        for (int size : sizes) {
            buffer.putInt(size);
        }
        for (int element : elements) {
            buffer.put((byte) element);
        }
        return buffer.array();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }
}
