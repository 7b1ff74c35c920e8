package dev.tenon.data.vision;

import dev.tenon.data.Dataset;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A folder with the six files of CIFAR-10's binary version, or of a set of its form: colour pictures of ten classes, float32 {@code [b, 3, 32,
 * 32]} in [0, 1].
 *
 * @param folder the folder, or the one that has {@code cifar-10-batches-bin} in it
 * @see <a href="https://www.cs.toronto.edu/~kriz/cifar.html">Krizhevsky (2009)</a>
 */
public record Cifar10(Path folder) {
    /** The classes by their numbers. */
    public static final List<String> CLASSES = List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship",
        "truck");

    private static final String ARCHIVE = "cifar-10-batches-bin";

    /** The pictures of {@code data_batch_1.bin} to {@code data_batch_5.bin}. */
    public Dataset train() {
        return CifarFile.read(IntStream.rangeClosed(1, 5).mapToObj(i -> CifarFile.file(folder, ARCHIVE, "data_batch_" + i + ".bin"))
            .toList(), 1, 0, CLASSES.size());
    }

    /** The pictures of {@code test_batch.bin}. */
    public Dataset test() {
        return CifarFile.read(List.of(CifarFile.file(folder, ARCHIVE, "test_batch.bin")), 1, 0, CLASSES.size());
    }
}
