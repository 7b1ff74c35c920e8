package dev.tenon.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.Shape;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void everyDtypeIsReadBack(DType dtype) {
        var file = folder.resolve("one.safetensors");
        Safetensors.write(file, Map.of("x", Creation.of(new double[] {0, 1, 1, 0, 1, 1}, dtype, Device.CPU, 2, 3)));
        var read = Safetensors.read(file).get("x");
        assertThat(read).isNotNull();
        assertThat(read.dtype()).isEqualTo(dtype);
        assertThat(read.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(read.toDoubleArray()).containsExactly(0, 1, 1, 0, 1, 1);
    }

    @Test
    void namesShapesAndTextAreReadBack() {
        var file = folder.resolve("many.safetensors");
        var tensors = new LinkedHashMap<String, Tensor>();
        tensors.put("flags", Creation.of(new boolean[] {true}, DType.BOOL, Device.CPU, 1));
        tensors.put("layer \"0\"\n.weight", Creation.of(new double[] {1.5, -2}, DType.FLOAT64, Device.CPU, 2));
        tensors.put("scalar", Creation.full(new long[0], 7, DType.INT64, Device.CPU));
        tensors.put("empty", Creation.zeros(DType.FLOAT32, Device.CPU, 0, 5));
        Safetensors.write(file, tensors, Map.of("über", "a \\ \"quoted\"\ttext"));
        try (var open = SafetensorsFile.open(file)) {
            assertThat(open.names()).containsExactlyInAnyOrderElementsOf(tensors.keySet());
            assertThat(open.metadata()).isEqualTo(Map.of("über", "a \\ \"quoted\"\ttext"));
            assertThat(open.tensor("layer \"0\"\n.weight").toDoubleArray()).containsExactly(1.5, -2);
            assertThat(open.tensor("scalar").itemLong()).isEqualTo(7);
            assertThat(open.shape("empty")).isEqualTo(Shape.of(0, 5));
            assertThat(open.tensor("flags").toLongArray()).containsExactly(1);
            assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> open.tensor("absent"))
                .withMessageContaining("has no tensor 'absent'");
        }
    }

    @Test
    void theHeaderIsAlignedAndTheDataFollowsIt() throws IOException {
        var file = folder.resolve("layout.safetensors");
        Safetensors.write(file, Map.of("x", Creation.of(new int[] {5}, DType.INT32, Device.CPU, 1)));
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        long header = bytes.getLong(0);
        assertThat(header % 8).isZero();
        assertThat(bytes.capacity()).isEqualTo(8 + header + 4);
        assertThat(bytes.getInt((int) (8 + header))).isEqualTo(5);
        assertThat(new String(bytes.array(), 8, (int) header, StandardCharsets.UTF_8).strip())
            .isEqualTo("{\"x\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[0,4]}}");
    }

    @Test
    void aFailedWriteLeavesTheOldFile() throws IOException {
        var file = folder.resolve("kept.safetensors");
        Safetensors.write(file, Map.of("x", Creation.zeros(DType.FLOAT32, Device.CPU, 3)));
        var before = Files.readAllBytes(file);
        var unreadable = Tensor.meta(DType.FLOAT32, 3);
        assertThatExceptionOfType(dev.tenon.core.DeviceException.class).isThrownBy(() -> Safetensors.write(file, Map.of("x", unreadable)));
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "`{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"y\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}` | overlaps 'x'",
        "`{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}` | there is a gap",
        "`{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}` | the tensors do not cover the data",
        "`{\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}` | data_offsets lie outside the data",
        "`{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}` | data_offsets lie outside the data",
        "`{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}` | data_offsets lie outside the data",
        "`{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}` | data_offsets do not span the tensor's bytes",
        "`{\"x\":{\"dtype\":\"F32\",\"shape\":[-1,-2],\"data_offsets\":[0,8]}}` | the shape is impossible",
        "`{\"x\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,8]}}` | the shape is impossible",
        "`{\"x\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]}}` | not a value of a header",
        "`{\"x\":{\"shape\":[2],\"data_offsets\":[0,8]}}` | 'x.dtype': must be a string",
        "`{\"x\":{\"dtype\":\"F32\",\"shape\":2,\"data_offsets\":[0,8]}}` | must be a list of integers",
        "`{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}` | occurs twice",
        "`{\"x\":{\"dtype\":\"F32\",\"shape\":[2.5],\"data_offsets\":[0,8]}}` | the JSON is malformed",
        "`{\"x\":[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]}` | must be an object",
        "`{\"x\":{\"y\":[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]}}` | too deep nesting",
        "`{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"shape\":[2]}}` | occurs twice",
        "`{\"x\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2],\"data_offsets\":[0,8]}}` | at most 64 integers",
        "`{\"\\ud800\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}` | half of a surrogate pair",
        "`{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}` | the JSON ends too early",
        "`{\"__metadata__\":{\"a\":1},\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}` | '__metadata__.a': must be a string",
        "`[1]` | the header must be a JSON object",
    })
    void aWrongHeaderIsRefused(String header, String reason) throws IOException {
        refused(file(header.getBytes(StandardCharsets.UTF_8).length, header, 8), reason);
    }

    @Test
    void aHeaderLengthThatCannotBeIsRefused() throws IOException {
        refused(Files.write(folder.resolve("short"), new byte[5]), "too short for the header's length");
        refused(file(1_000, "{}", 0), "the header's length is impossible");
        refused(file(-1, "{}", 0), "the header's length is impossible");
        refused(file(1, "{}", 0), "the header's length is impossible");
        refused(file(200_000_000L, "{}", 0), "the header's length is impossible");
    }

    @Test
    void escapedNamesOfEveryLengthAreRead() throws IOException {
        var header = "{\"a\\u0041\\n\\u00e9\\u20ac\\ud83d\\ude00\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}";
        assertThat(Safetensors.read(file(header.length(), header, 0))).containsOnlyKeys("aA\n\u00e9\u20ac\ud83d\ude00");
    }

    @Test
    void aTruthValueOtherThanZeroAndOneIsRefused() throws IOException {
        var header = "{\"x\":{\"dtype\":\"BOOL\",\"shape\":[2],\"data_offsets\":[0,2]}}";
        var file = file(header.length(), header, 0);
        Files.write(file, new byte[] {1, 2}, java.nio.file.StandardOpenOption.APPEND);
        assertThatExceptionOfType(FileFormatException.class).isThrownBy(() -> Safetensors.read(file))
            .withMessageContaining("'x': the byte is not a truth value");
    }

    private Path file(long headerLength, String header, int dataBytes) throws IOException {
        var text = header.getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN).putLong(headerLength).put(text);
        return Files.write(folder.resolve("wrong.safetensors"), bytes.array());
    }

    private static void refused(Path file, String reason) {
        assertThatExceptionOfType(FileFormatException.class).isThrownBy(() -> SafetensorsFile.open(file))
            .withMessageContaining(file.toString())
            .withMessageContaining(reason).withMessageContaining("expected:");
    }
}
