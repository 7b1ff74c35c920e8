package dev.tenon.data.image;

import static dev.tenon.data.image.ImageFolder.imageFolder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Shape;
import dev.tenon.data.Collation;
import dev.tenon.data.SampleException;
import dev.tenon.io.FileException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {
    /** Written by Pillow: lossless, 3 by 2 pixels. */
    private static final String WEBP = "UklGRkIAAABXRUJQVlA4TDYAAAAvAkAAAC9AkG2zQdzr/jLTIJO2yV//dmZtZNI2rYf986+y8x9o5JGs+wYEApSx4oFtIvof4wU=";

    @TempDir
    private Path folder;

    @Test
    void aFolderIsAClass() throws IOException {
        png("dog/b.png", 2, 0x0000FF);
        png("cat/z.PNG", 2, 0xFF0000);
        png("dog/a/c.png", 2, 0x00FF00);
        Files.writeString(folder.resolve("cat/readme.txt"), "no picture");
        Files.writeString(folder.resolve("list.txt"), "no class");
        var pictures = imageFolder(folder);
        assertThat(pictures.classes()).containsExactly("cat", "dog");
        assertThat(pictures.labels()).containsExactly(0, 1, 1);
        assertThat(pictures.files()).extracting(file -> file.getFileName().toString()).containsExactly("z.PNG", "c.png", "b.png");
        var batch = pictures.batch(new long[] {0, 2});
        assertThat(batch.x().shape()).isEqualTo(Shape.of(2, 3, 2, 2));
        assertThat(batch.x().toFloatArray()).containsExactly(1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1);
        assertThat(batch.y().toLongArray()).containsExactly(0, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aBrokenPictureIsNamedAndTheOthersCome(int workers) throws IOException {
        for (int i = 0; i < 6; i++) {
            png("a/" + i + ".png", 1, i);
        }
        var broken = Files.write(folder.resolve("a/3.png"), Arrays.copyOf(Files.readAllBytes(folder.resolve("a/3.png")), 40));
        Files.writeString(folder.resolve("a/4.png"), "text");
        var errors = new ArrayList<String>();
        var sizes = new ArrayList<Long>();
        try (var batches = imageFolder(folder).batches(1, b -> b.workers(workers).collate(Collation.stacked())).iterator()) {
            while (batches.hasNext()) {
                try {
                    sizes.add(batches.next().size());
                } catch (SampleException e) {
                    errors.add(e.getMessage());
                }
            }
        }
        assertThat(sizes).hasSize(4);
        assertThat(errors).hasSize(2);
        assertThat(errors.getFirst()).startsWith("sample 3 (" + broken + "): cannot read " + broken);
        assertThat(errors.getLast()).startsWith("sample 4 (").endsWith("it is not a picture of a known format");
    }

    @Test
    void webpAndJpegAreRead() throws IOException {
        var webp = ImageFile.read(Files.write(folder.resolve("a.webp"), Base64.getDecoder().decode(WEBP)));
        assertThat(webp.shape()).isEqualTo(Shape.of(3, 2, 3));
        assertThat(levels(webp.toFloatArray())).containsExactly(255, 0, 0, 10, 200, 255, 0, 255, 0, 20, 100, 255, 0, 0, 255, 30, 50, 255);
        var jpeg = folder.resolve("a.jpg");
        ImageIO.write(image(8, 0xC86432), "jpg", jpeg.toFile());
        var values = levels(ImageFile.read(jpeg).toFloatArray());
        assertThat(List.of(values[0], values[64], values[128])).zipSatisfy(List.of(200, 100, 50),
            (actual, written) -> assertThat(actual).isBetween(written - 3, written + 3));
    }

    /** Where Pillow's exif_transpose puts four corners: 1 is at the upper left of the file, 2 at the right of it, 3 and 4 below. */
    @ParameterizedTest
    @CsvSource({"1,1234,false", "2,2143,false", "3,4321,false", "4,3412,false", "5,1324,true", "6,3142,true", "7,4231,true", "8,2413,true",
        "9,1234,false"})
    void picturesAreTurnedAsTheCameraWasHeld(int orientation, String corners, boolean turned) throws IOException {
        for (var order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            var picture = ImageFile.read(Files.write(folder.resolve("held.jpg"), held(orientation, order)));
            assertThat(picture.shape()).isEqualTo(turned ? Shape.of(3, 64, 32) : Shape.of(3, 32, 64));
            int width = turned ? 32 : 64;
            int height = 96 - width;
            var levels = levels(picture.toFloatArray());
            var seen = new StringBuilder();
            for (int at : new int[] {0, width - 1, (height - 1) * width, height * width - 1}) {
                seen.append(Math.round(levels[at] / 60f));
            }
            assertThat(seen.toString()).isEqualTo(corners);
        }
    }

    /** A grey JPEG, 64 by 32, with a level for each quarter, after an application's part of another kind and an Exif part. */
    private static byte[] held(int orientation, ByteOrder order) throws IOException {
        var image = new BufferedImage(64, 32, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 64 * 32; i++) {
            int quarter = 1 + i % 64 / 32 + 2 * (i / 64 / 16);
            image.getRaster().setSample(i % 64, i / 64, 0, 60 * quarter);
        }
        var jpeg = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", jpeg);
        var other = ByteBuffer.allocate(10).putShort((short) 0xFFE1).putShort((short) 8).put("http:/".getBytes(StandardCharsets.US_ASCII));
        var exif = ByteBuffer.allocate(36).putShort((short) 0xFFE1).putShort((short) 34)
            .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(
                StandardCharsets.US_ASCII))
            .order(order).putShort((short) 42).putInt(8).putShort((short) 1).putShort((short) 0x0112)
            .putShort((short) 3).putInt(1).putShort((short) orientation).putShort((short) 0).putInt(0);
        var whole = new ByteArrayOutputStream();
        whole.write(jpeg.toByteArray(), 0, 2);
        whole.write(other.array());
        whole.write(exif.array());
        whole.write(jpeg.toByteArray(), 2, jpeg.size() - 2);
        return whole.toByteArray();
    }

    @Test
    void greyStaysAsDarkAsItsFileSays() throws IOException {
        var image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(0, 0, 0, 51);
        image.getRaster().setSample(1, 0, 0, 255);
        ImageIO.write(image, "png", folder.resolve("grey.png").toFile());
        assertThat(ImageFile.read(folder.resolve("grey.png")).toFloatArray()).containsExactly(0.2f, 1, 0.2f, 1, 0.2f, 1);
    }

    @Test
    void whatIsNoFolderOfPicturesIsRefused() throws IOException {
        Files.createDirectories(folder.resolve("empty"));
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> imageFolder(folder)).withMessageContaining("[empty]");
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> imageFolder(folder.resolve("none"))).withMessageContaining("none");
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> ImageFile.read(folder.resolve("none.png")))
            .withMessageContaining("no such file");
    }

    private void png(String name, int size, int colour) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image(size, colour), "png", file.toFile());
    }

    private static BufferedImage image(int size, int colour) {
        var image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < size * size; i++) {
            image.setRGB(i % size, i / size, colour);
        }
        return image;
    }

    private static int[] levels(float[] values) {
        var levels = new int[values.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = Math.round(values[i] * 255);
        }
        return levels;
    }
}
