package dev.tenon.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import dev.tenon.core.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Element types that Tenon has not. */
class StoredTypesTest {
    private static final int NAN = 0x7FC00000;

    @TempDir
    private Path folder;

    /** The checksums are of what PyTorch 2.13 makes of all bytes, {@code torch.arange(256, dtype=torch.uint8).view(F8).float()}, with one NaN. */
    @ParameterizedTest
    @CsvSource({"F8_E4M3, 2fdee9ac", "F8_E5M2, 3d83fd11", "F8_E4M3FNUZ, f2dfa052", "F8_E5M2FNUZ, 9c70b84", "F8_E8M0, 719979ba"})
    void floatsOfEightBitsHaveTheValuesOfPyTorch(String type, String checksum) throws IOException {
        var all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        var read = Safetensors.read(safetensors("x", type, 256, all)).get("x");
        assertThat(read).isNotNull();
        assertThat(read.dtype()).isEqualTo(DType.FLOAT32);
        var bits = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : read.toDoubleArray()) {
            bits.putInt(Double.isNaN(value) ? NAN : Float.floatToRawIntBits((float) value));
        }
        var crc = new CRC32();
        crc.update(bits.array());
        assertThat(Long.toHexString(crc.getValue())).isEqualTo(checksum);
    }

    @Test
    void unsignedIntegersKeepTheirValues() throws IOException {
        assertValues("U16", 2, DType.INT32, new byte[] {-1, -1, 1, 0}, 65_535, 1);
        assertValues("U32", 2, DType.INT64, new byte[] {-1, -1, -1, -1, 1, 0, 0, 0}, 4_294_967_295L, 1);
        assertValues("U64", 1, DType.INT64, new byte[] {-1, -1, -1, -1, -1, -1, -1, 127}, Long.MAX_VALUE);
        var tooLarge = safetensors("x", "U64", 1, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});
        assertThatExceptionOfType(FileFormatException.class).isThrownBy(() -> Safetensors.read(tooLarge))
            .withMessageContaining("18446744073709551615").withMessageContaining(tooLarge.toString());
    }

    private void assertValues(String type, int count, DType dtype, byte[] data, long... values) throws IOException {
        try (var open = SafetensorsFile.open(safetensors("x", type, count, data))) {
            assertThat(open.dtype("x")).isEqualTo(dtype);
            var read = open.tensor("x");
            assertThat(read.dtype()).isEqualTo(dtype);
            assertThat(read.toLongArray()).containsExactly(values);
        }
    }

    @Test
    void moreElementsThanOneChunkAreConverted() throws IOException {
        var data = ByteBuffer.allocate(2 * 100_000).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 100_000; i++) {
            data.putShort((short) i);
        }
        var read = Safetensors.read(safetensors("x", "U16", 100_000, data.array())).get("x");
        assertThat(read).isNotNull();
        assertThat(read.toLongArray()).satisfies(values -> {
            assertThat(values[65_535]).isEqualTo(65_535);
            assertThat(values[99_999]).isEqualTo(99_999 & 0xFFFF);
        });
    }

    @ParameterizedTest
    @CsvSource({"F4, 4", "C64, 64", "Q17, 9"})
    void aTensorOfAnotherTypeDoesNotHideTheOthers(String type, int bytes) throws IOException {
        var header = "{\"q\":{\"dtype\":\"" + type + "\",\"shape\":[8],\"data_offsets\":[4," + (4 + bytes)
            + "]},\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
        var file = file(header, new byte[4 + bytes]);
        try (var open = SafetensorsFile.open(file)) {
            assertThat(open.names()).containsExactly("q", "w");
            assertThat(open.isReadable("q")).isFalse();
            assertThat(open.shape("q")).isEqualTo(Shape.of(8));
            assertThat(open.tensor("w").item()).isZero();
            assertThatExceptionOfType(DTypeException.class).isThrownBy(() -> open.tensor("q")).withMessageContaining("'q'")
                .withMessageContaining(type).withMessageContaining(file.toString());
            assertThatExceptionOfType(DTypeException.class).isThrownBy(() -> open.dtype("q"));
        }
        assertThat(Safetensors.read(file)).containsOnlyKeys("w");
    }

    @ParameterizedTest
    @CsvSource({"<u2, INT32, 513", ">u2, INT32, 258", "<u4, INT64, 67305985", ">u4, INT64, 16909060", "<u8, INT64, 578437695752307201",
        ">u8, INT64, 72623859790382856"})
    void unsignedIntegersOfNumpyAreRead(String descr, DType dtype, long first) throws IOException {
        int width = descr.charAt(2) - '0';
        var data = new byte[2 * width];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i % width + 1);
        }
        for (boolean fortran : new boolean[] {false, true}) {
            var read = Npy.read(Files.write(folder.resolve("u.npy"), npy(descr, fortran, "(1, 2)", data)));
            assertThat(read.dtype()).isEqualTo(dtype);
            assertThat(read.toLongArray()).containsExactly(first, first);
        }
    }

    @Test
    void anUnsignedIntegerOfNumpyThatDoesNotFitIsNamed() throws IOException {
        var file = Files.write(folder.resolve("u.npy"), npy("<u8", false, "(1,)", new byte[] {0, 0, 0, 0, 0, 0, 0, -128}));
        assertThatExceptionOfType(FileFormatException.class).isThrownBy(() -> Npy.read(file)).withMessageContaining("9223372036854775808");
    }

    @Test
    void anArrayOfTextDoesNotHideTheOthersOfAnArchive() throws IOException {
        var file = folder.resolve("mixed.npz");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var entry : Map.of("names.npy", npy("<U1", false, "(1,)", new byte[4]), "x.npy", npy("<f4", false, "(1,)", new byte[4]))
                .entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        assertThat(Npz.read(file)).containsOnlyKeys("x");
    }

    private static byte[] npy(String descr, boolean fortran, String shape, byte[] data) {
        var text = "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': " + shape + "}\n";
        return ByteBuffer.allocate(10 + text.length() + data.length).order(ByteOrder.LITTLE_ENDIAN).put(NpyHeader.MAGIC).put((byte) 1)
            .put((byte) 0).putShort((short) text.length()).put(text.getBytes(StandardCharsets.US_ASCII)).put(data).array();
    }

    private Path safetensors(String name, String type, int count, byte[] data) throws IOException {
        return file("{\"" + name + "\":{\"dtype\":\"" + type + "\",\"shape\":[" + count + "],\"data_offsets\":[0," + data.length + "]}}",
            data);
    }

    private Path file(String header, byte[] data) throws IOException {
        var text = header.getBytes(StandardCharsets.UTF_8);
        return Files.write(folder.resolve("x.safetensors"),
            ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length).put(text).put(data).array());
    }
}
