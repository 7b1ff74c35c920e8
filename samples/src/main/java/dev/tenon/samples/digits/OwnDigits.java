package dev.tenon.samples.digits;

import static dev.tenon.Tenon.tensor;

import dev.tenon.data.Dataset;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Makes a set of digits where none was given, in memory or in MNIST's four IDX files. */
public final class OwnDigits {
    static final int TRAIN = 10_000;
    static final int TEST = 2_000;
    private static final int BYTES = 0x08; // IDX's code for unsigned bytes

    private OwnDigits() {}

    /** Writes so many digits to learn from and to be tested on into {@code folder}; the same seed draws the same digits. */
    static void write(Path folder, long seed, int train, int test) throws IOException {
        Files.createDirectories(folder);
        var random = new SplittableRandom(seed);
        write(folder, "train", train, random.split());
        write(folder, "t10k", test, random.split());
    }

    /** So many digits in memory, float32 {@code [n, 1, 28, 28]} in [0, 1], and which they are; the same seed draws the same ones. */
    public static Dataset drawn(long seed, int count) {
        var random = new SplittableRandom(seed);
        var pen = new Pen(random);
        var pixels = new float[count * Pen.SIZE * Pen.SIZE];
        var labels = new long[count];
        for (int i = 0; i < count; i++) {
            labels[i] = random.nextInt(10);
            var image = pen.write((int) labels[i]);
            for (int p = 0; p < image.length; p++) {
                pixels[i * image.length + p] = (image[p] & 0xFF) / 255f;
            }
        }
        return Dataset.of(tensor(pixels).view(count, 1, Pen.SIZE, Pen.SIZE), tensor(labels));
    }

    /** Removes what {@link #write} wrote, and the folder. */
    static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static void write(Path folder, String name, int count, SplittableRandom random) throws IOException {
        var pen = new Pen(random);
        try (var images = open(folder.resolve(name + "-images-idx3-ubyte"), count, Pen.SIZE, Pen.SIZE);
            var labels = open(folder.resolve(name + "-labels-idx1-ubyte"), count)) {
            for (int i = 0; i < count; i++) {
                int digit = random.nextInt(10);
                images.write(pen.write(digit));
                labels.writeByte(digit);
            }
        }
    }

    /** An IDX file starts with two zeros, the element type, the number of dimensions, and each size as a big-endian int. */
    private static DataOutputStream open(Path file, int... sizes) throws IOException {
        var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
        out.writeInt(BYTES << 8 | sizes.length);
        for (int size : sizes) {
            out.writeInt(size);
        }
        return out;
    }
}
