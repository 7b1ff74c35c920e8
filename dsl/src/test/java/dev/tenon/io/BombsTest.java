package dev.tenon.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files that promise or hold much: refused before memory is taken. */
class BombsTest {
    @TempDir
    private Path folder;

    @Test
    void anArchiveThatClaimsMoreThanDeflateCanMakeIsRefused() throws IOException {
        var archive = archive("x.npy", header(3_000_000_000L));
        var claimed = patched(archive, 0x02014B50, 24, (int) 3_000_000_128L);
        refused(claimed, "says of it what cannot be");
    }

    @Test
    void anArchiveThatReallyExpandsToMuchNeedsALimit() throws IOException {
        var content = new byte[80 << 20];
        var header = header(content.length - 128);
        System.arraycopy(header, 0, content, 0, header.length);
        var file = Files.write(folder.resolve("zeros.npz"), archive("x.npy", content));
        assertThat(Files.size(file)).isLessThan(200_000);
        assertThatExceptionOfType(FileFormatException.class).isThrownBy(() -> Npz.read(file)).withMessageContaining("more than the limit")
            .withMessageContaining("try:   read(file, limit)").withMessageContaining(file.toString());
        assertThatExceptionOfType(FileFormatException.class).isThrownBy(() -> Npz.read(file, content.length - 1));
        assertThat(Npz.read(file, content.length).get("x")).satisfies(x -> assertThat(x.numel()).isEqualTo(content.length - 128));
    }

    @Test
    void anArchiveWhoseContentIsShorterOrLongerThanItSaysIsRefused() throws IOException {
        var content = new byte[1128];
        System.arraycopy(header(1000), 0, content, 0, 128);
        var whole = archive("x.npy", content);
        refused(patched(whole, 0x02014B50, 24, 1129), "bytes behind the data");
        refused(patched(archive("x.npy", header(1000)), 0x02014B50, 24, 1128), "cut off");
        var longer = new byte[1129];
        System.arraycopy(content, 0, longer, 0, 1128);
        refused(patched(archive("x.npy", longer), 0x02014B50, 24, 1128), "bytes behind the data");
        refused(patched(whole, 0x02014B50, 16, 12345), "the data is damaged");
    }

    @Test
    void aListOfEntriesTooLongForTheHeapIsRefused() throws IOException {
        long most = Runtime.getRuntime().maxMemory() / 8 / 24;
        var end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN).putInt(0x06054B50).putShort((short) 0).putShort((short) 0)
            .putShort((short) -1).putShort((short) -1).putInt((int) Math.min(most + 1, 0xFFFFFFFEL)).putInt(0).putShort((short) 0);
        refused(end.array(), "list of entries is too long");
    }

    private void refused(byte[] archive, String reason) throws IOException {
        var file = Files.write(folder.resolve("bomb.npz"), archive);
        assertThatExceptionOfType(FileFormatException.class).isThrownBy(() -> Npz.read(file)).withMessageContaining(reason)
            .withMessageContaining(file.toString());
    }

    /** 128 bytes that announce so many elements of one byte. */
    private static byte[] header(long elements) {
        var text = new StringBuilder("{'descr': '|u1', 'fortran_order': False, 'shape': (" + elements + ",), }");
        while (text.length() < 117) {
            text.append(' ');
        }
        return ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN).put(NpyHeader.MAGIC).put((byte) 1).put((byte) 0)
            .putShort((short) 118)
            .put(text.append('\n').toString().getBytes(StandardCharsets.US_ASCII)).array();
    }

    private static byte[] archive(String name, byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }

    /** With another number behind a record's signature. */
    private static byte[] patched(byte[] archive, int signature, int offset, int value) {
        var buffer = ByteBuffer.wrap(archive.clone()).order(ByteOrder.LITTLE_ENDIAN);
        int at = archive.length - 4;
        while (buffer.getInt(at) != signature) {
            at--;
        }
        return buffer.putInt(at + offset, value).array();
    }
}
