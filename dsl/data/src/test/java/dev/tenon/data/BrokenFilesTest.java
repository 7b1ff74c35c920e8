package dev.tenon.data;

import static dev.tenon.data.csv.Csv.csv;
import static dev.tenon.data.image.ImageFolder.imageFolder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.data.image.ImageFile;
import dev.tenon.io.FileException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a file, the error names it, and the sample that needs it. */
class BrokenFilesTest {
    @TempDir
    private Path folder;

    private void refused(String content, String... said) throws IOException {
        var file = Files.writeString(folder.resolve("rows.csv"), content, StandardCharsets.ISO_8859_1);
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> csv(file)).withMessageContaining("rows.csv")
            .satisfies(e -> assertThat(e.getMessage()).contains(said));
    }

    @Test
    void tables() throws IOException {
        refused("", "the file is empty");
        refused("a,b\n1,2\n3\n", "rows.csv:3", "2 fields");
        refused("a,b\n1,2\n3,4,5\n", "rows.csv:3", "2 fields");
        refused("a,b\n1,\n", "rows.csv:2", "'b'");
        refused("a,b\n1,\u00ff\n", "rows.csv:2", "field 2 holds U+FFFD, which stands for bytes that are not UTF-8");
        Files.createDirectory(folder.resolve("folder.csv"));
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> csv(folder.resolve("folder.csv")))
            .withMessageContaining("folder.csv").withMessageContaining("folder");
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> csv(folder.resolve("none.csv")))
            .withMessageContaining("none.csv: there is no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
    void pictures(String format) throws IOException {
        Files.createDirectories(folder.resolve("a"));
        var image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, format, bytes);
        var whole = bytes.toByteArray();
        var magic = whole.clone();
        magic[0] ^= 0x55;
        Files.write(folder.resolve("a/0." + format), whole);
        Files.write(folder.resolve("a/1." + format), Arrays.copyOf(whole, 20));
        Files.write(folder.resolve("a/2." + format), magic);
        Files.write(folder.resolve("a/3." + format), new byte[0]);
        var pictures = imageFolder(folder);
        assertThat(pictures.batch(new long[] {0}).x().size(2)).isEqualTo(16);
        for (int i = 1; i < 4; i++) {
            long sample = i;
            assertThatExceptionOfType(SampleException.class).isThrownBy(() -> pictures.batch(new long[] {0, sample}))
                .withMessageStartingWith("sample " + sample + " (" + folder.resolve("a/" + sample + "." + format) + "): cannot read ");
        }
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> ImageFile.read(folder.resolve("a")))
            .withMessageContaining("it is a folder");
    }
}
