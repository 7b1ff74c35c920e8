package dev.tenon.data;

import static dev.tenon.Tenon.cifar10;
import static dev.tenon.Tenon.mnist;
import static dev.tenon.Tenon.text;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.TenonException;
import dev.tenon.io.Idx;
import dev.tenon.tensor.Creation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a file, the error names it. */
class BrokenFilesTest {
    private static final String IMAGES = "train-images-idx3-ubyte";
    private static final String LABELS = "train-labels-idx1-ubyte";

    @TempDir
    private Path folder;

    @BeforeEach
    void writeWholeFiles() throws IOException {
        Idx.write(folder.resolve(IMAGES), Creation.full(new long[] {3, 2, 2}, 7, DType.UINT8, Device.CPU));
        Idx.write(folder.resolve(LABELS), Creation.full(new long[] {3}, 1, DType.UINT8, Device.CPU));
        for (int part = 1; part <= 5; part++) {
            Files.write(folder.resolve("data_batch_" + part + ".bin"), new byte[2 * 3073]);
        }
        mnist(folder).train();
        cifar10(folder).train();
    }

    private void refused(String file, Runnable read, String reason) {
        assertThatExceptionOfType(TenonException.class).isThrownBy(read::run).withMessageContaining(file).withMessageContaining(reason);
    }

    private Path write(String name, byte... content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    private void folderInPlaceOf(String name) throws IOException {
        Files.delete(folder.resolve(name));
        Files.createDirectory(folder.resolve(name));
    }

    @Test
    void digits() throws IOException {
        var images = bytes(IMAGES);
        write(IMAGES, Arrays.copyOf(images, images.length - 1));
        refused(IMAGES, () -> mnist(folder).train(), "actual: 27 bytes");
        write(IMAGES, Arrays.copyOf(images, images.length + 1));
        refused(IMAGES, () -> mnist(folder).train(), "actual: 29 bytes");
        var magic = images.clone();
        magic[0] = 9;
        write(IMAGES, magic);
        refused(IMAGES, () -> mnist(folder).train(), "byte 0");
        write(IMAGES);
        refused(IMAGES, () -> mnist(folder).train(), "byte 0");
        write(IMAGES, images);
        Idx.write(folder.resolve(LABELS), Creation.full(new long[] {2}, 1, DType.UINT8, Device.CPU));
        refused(LABELS, () -> mnist(folder).train(), "2 labels for 3 images");
        folderInPlaceOf(LABELS);
        refused(LABELS, () -> mnist(folder).train(), "has none of");
        refused(LABELS, () -> Idx.read(folder.resolve(LABELS)), "folder");
    }

    @Test
    void pictures() throws IOException {
        var second = "data_batch_2.bin";
        write(second, new byte[2 * 3073 - 1]);
        refused(second, () -> cifar10(folder).train(), "a multiple of 3073");
        write(second);
        refused(second, () -> cifar10(folder).train(), "actual: 0");
        var label = new byte[2 * 3073];
        label[3073] = 10;
        write(second, label);
        refused(second, () -> cifar10(folder).train(), "byte 3073");
        folderInPlaceOf(second);
        refused(second, () -> cifar10(folder).train(), "has no");
    }

    @Test
    void texts() throws IOException {
        var file = write("book.txt", (byte) 'a', (byte) 0xC3);
        refused("book.txt", () -> text(file), "it is not UTF-8");
        folderInPlaceOf("book.txt");
        refused("book.txt", () -> text(file), "folder");
        refused("none.txt", () -> text(folder.resolve("none.txt")), "no such file");
    }
}
