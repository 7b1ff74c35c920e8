package dev.tenon.data.vision;

import dev.tenon.data.Dataset;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder with the files of CIFAR-100's binary version, {@code train.bin} and {@code test.bin}: colour pictures, float32 {@code [b, 3, 32, 32]}
 * in [0, 1].
 *
 * @param folder the folder, or the one that has {@code cifar-100-binary} in it
 * @param coarse whether the targets are the 20 superclasses and not the 100 classes
 * @see <a href="https://www.cs.toronto.edu/~kriz/cifar.html">Krizhevsky (2009)</a>
 */
public record Cifar100(Path folder, boolean coarse) {
    /** With the 100 classes. */
    public Cifar100(Path folder) {
        this(folder, false);
    }

    /** The pictures of {@code train.bin}. */
    public Dataset train() {
        return read("train.bin");
    }

    /** The pictures of {@code test.bin}. */
    public Dataset test() {
        return read("test.bin");
    }

    private Dataset read(String name) {
        return CifarFile.read(List.of(CifarFile.file(folder, "cifar-100-binary", name)), 2, coarse ? 0 : 1, coarse ? 20 : 100);
    }
}
